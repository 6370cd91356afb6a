"""Records that hang on a person, searched by the person's name: first the people, then their rows."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest

from people.admin.search import ids_by_full_name, ids_displayed
from tracker.lib.admin.record_admin import RecordAdmin
from tracker.lib.admin.search import containing_all, search_newest, words_of

# More people than that share hardly any name that is worth searching for.
MOST_PEOPLE = 5_000
# Shorter ones stand in nearly every name, and no trigram index finds them.
_SHORTEST = 3


class SearchedByPerson(RecordAdmin):
    """A list searched by the names of people, however old their rows are.

    Joined with people and tested row by row, the newest 50,000 rows took a quarter of a second, and
    older ones were not found.
    """

    # The way from the row to its person; what `search_fields` name behind it is the person's.
    searched_person: ClassVar[str] = "person"
    # Of the other fields those that hold numbers only, as of an article: no word of a name stands there.
    searched_numbers: ClassVar[tuple[str, ...]] = ()

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Rows of the people whose names hold all words, or else rows whose own words do.

        A word with a digit is looked for in the row, beside the name. Where nothing is found, the name is
        looked for in any spelling and alphabet.
        """
        words = words_of(search_term)
        if not words:
            return queryset, False
        fields = tuple(str(name) for name in self.get_search_fields(request))
        own = tuple(name for name in fields if not name.startswith(f"{self.searched_person}__"))
        texts = tuple(name for name in own if name not in self.searched_numbers)
        numbers = [word for word in words if any(map(str.isdigit, word))]
        named = [word for word in words if word not in numbers]
        if not any(len(word) >= _SHORTEST for word in named):
            looked_in = fields if named or not own else own
            return self._among_newest(queryset, looked_in, search_term), False
        beside = queryset.filter(containing_all(own, " ".join(numbers)))
        whose = f"{self.searched_person}__in"
        people = ids_displayed(named, most=MOST_PEOPLE)
        if people:
            theirs = beside.filter(**{whose: people})
            if not texts or theirs.exists():
                return theirs, False
        if texts:
            # Of a single word it is known now that nobody with a row is called so.
            looked_in = own if len(words) == 1 else fields
            rows = self._among_newest(queryset, looked_in, search_term)
            if rows.exists():
                return rows, False
        return beside.filter(**{whose: ids_by_full_name(" ".join(named))}), False

    def _among_newest(
        self, queryset: QuerySet[Any], fields: tuple[str, ...], search_term: str
    ) -> QuerySet[Any]:
        return search_newest(queryset, fields, search_term, newest_first=self.searched_newest_first)
