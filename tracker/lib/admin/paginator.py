"""A paginator whose count looks at a bounded number of rows: lists of millions open at once."""

from functools import cached_property

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

# Nobody turns 200 pages: beyond this, lists say "10,000+" and are narrowed by search and filters.
COUNTED_ROWS = 10_000


class BoundedPaginator(Paginator):  # type: ignore[type-arg]  # not generic when running
    """Counts at most COUNTED_ROWS rows and offers pages over those only."""

    @cached_property
    def _counted(self) -> int:
        rows = self.object_list
        if not isinstance(rows, QuerySet):
            return len(rows)
        # SELECT COUNT(*) FROM (SELECT ... LIMIT n): an index gives the rows, the rest is never read.
        return rows.order_by()[: COUNTED_ROWS + 1].count()

    @cached_property
    def count(self) -> int:
        """How many rows the pages cover: the true number up to COUNTED_ROWS."""
        return min(self._counted, COUNTED_ROWS)

    @property
    def has_uncounted(self) -> bool:
        """Whether there are more rows than were counted."""
        return self._counted > COUNTED_ROWS

    @property
    def count_text(self) -> str:
        """The count in words for a person: "1,204" or "10,000+"."""
        if self.has_uncounted:
            return str(_("more than %(number)s")) % {"number": f"{COUNTED_ROWS:,}"}
        return f"{self.count:,}"
