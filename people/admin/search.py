"""Finding people for lists and look-ups of the admin: by parts of display names and by name forms."""

from functools import reduce
from operator import and_, or_

from django.db.models import Q

from people.models import NameForm, Person
from people.names import name_keys, parse_name
from tracker.lib.admin.search import words_of

# A search that finds more is not narrowed by looking further down the list.
MOST_FOUND = 500


def ids_by_words(term: str) -> list[int]:
    """Ids of people of whom each word of the term stands in a display name, by trigram index.

    Where display names give nothing, the name is looked for in any alphabet and spelling by the keys
    of name forms: surname with given name, else the surname alone. The ids are fetched first: ordered
    and limited in one query, the planner walks the whole list by name and tests every row.
    """
    words = words_of(term)
    if not words:
        return []
    displayed = reduce(
        or_,
        (
            reduce(and_, (Q(**{f"{field}__icontains": word}) for word in words))
            for field in ("name_en", "name_ru")
        ),
    )
    found = list(
        Person.objects.not_merged()
        .filter(displayed)
        .order_by()
        .values_list("pk", flat=True)[:MOST_FOUND]
    )
    if found:
        return found
    keys = name_keys(parse_name(term))
    pairs = [key for key in keys if key.startswith("p:")]
    return _ids_by_keys(pairs) or _ids_by_keys([key for key in keys if key.startswith("s:")])


def _ids_by_keys(keys: list[str]) -> list[int]:
    if not keys:
        return []
    forms = NameForm.objects.live().filter(keys__overlap=keys, person__merged_into__isnull=True)
    return list(forms.order_by().values_list("person_id", flat=True).distinct()[:MOST_FOUND])
