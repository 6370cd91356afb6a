"""The kinds of import files, one module each: the shape of a row, and what a row becomes."""

from cases.imports.kinds import cases as case_rows
from cases.imports.kinds import institutions, law_counts, laws, letters, outlets, people, provisions
from cases.imports.kinds.base import Kind

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        laws.KIND,
        law_counts.KIND,
        provisions.KIND,
        institutions.KIND,
        outlets.KIND,
        people.KIND,
        case_rows.KIND,
        letters.KIND,
    )
}
