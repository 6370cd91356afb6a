"""Forms of names by their keys, asked for in the way that stays quick whatever the keys and the table."""

from collections.abc import Iterable
from typing import Final

from django.db.models import BooleanField, QuerySet
from django.db.models.expressions import RawSQL

from people.models import NameForm

# A value that the planner does not see: shown a thousand keys, most of which nobody has, it expects far
# too many rows and reads the whole table instead of the index.
_HIDDEN: Final = "SELECT %s::varchar[]"
# It then expects some thousand rows for any keys and would start a second process, which takes longer
# than most questions; what only the first process knows, a second one cannot help with. Always true.
_BY_ONE_PROCESS: Final = f"{NameForm._meta.db_table}.id > -pg_backend_pid()"


def holding(forms: QuerySet[NameForm], keys: Iterable[str]) -> QuerySet[NameForm]:
    """Of the forms those that have one of the keys.

    Who wants some of them orders them by what is counted or computed: limited and unordered, distinct or
    in the order of an index, the planner would walk the table until it has found enough.
    """
    return forms.filter(
        RawSQL(_BY_ONE_PROCESS, [], output_field=BooleanField()),
        keys__overlap=RawSQL(_HIDDEN, [sorted(keys)]),
    )
