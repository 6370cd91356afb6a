"""Finding people for lists and look-ups of the admin: by parts of display names and by name forms."""

from functools import reduce
from operator import and_, or_

from django.db.models import Count, Q

from people.models import NameForm, Person
from people.names import name_keys, parse_name
from people.selectors.by_keys import holding
from tracker.lib.admin.search import words_of

# A search that finds more is not narrowed by looking further down the list.
MOST_FOUND = 500


def ids_by_words(term: str) -> list[int]:
    """Ids of people of whom each word of the term stands in a display name, at most MOST_FOUND.

    Where display names give nothing, the name is looked for in any alphabet and spelling by the keys
    of name forms: surname with given name, else the surname alone.
    """
    words = words_of(term)
    if not words:
        return []
    return ids_displayed(words) or ids_by_full_name(term) or _ids_by_keys(term, "s:")


def ids_displayed(words: list[str], *, most: int = MOST_FOUND) -> list[int]:
    """Ids of people of whom each of the words stands in one display name, by trigram index.

    The ids are fetched first: ordered and limited in one query, the planner walks the whole list by name
    and tests every row.
    """
    displayed = reduce(
        or_,
        (
            reduce(and_, (Q(**{f"{field}__icontains": word}) for word in words))
            for field in ("name_en", "name_ru")
        ),
    )
    people = Person.objects.not_merged().filter(displayed).order_by()
    return list(people.values_list("pk", flat=True)[:most])


def ids_by_full_name(term: str) -> list[int]:
    """Ids of people with a form of this given name and surname in any alphabet and spelling."""
    return _ids_by_keys(term, "p:")


def _ids_by_keys(term: str, kind: str) -> list[int]:
    keys = [key for key in name_keys(parse_name(term)) if key.startswith(kind)]
    if not keys:
        return []
    forms = holding(NameForm.objects.live().filter(person__merged_into__isnull=True), keys)
    people = forms.order_by().values_list("person_id", flat=True).annotate(fitting=Count("id"))
    return list(people.order_by("-fitting", "person_id")[:MOST_FOUND])
