"""Names of people: parsed, compared and found in texts. Plain Python, usable in a shell.

>>> from people.names import NameFinder, known_person
>>> finder = NameFinder([known_person(1, ["Алексей Горинов"])])
>>> [span.surface for span in finder.find("Суд отказал Алексею Горинову.", "ru")]
['Алексею Горинову']
"""

from people.names.compare import compare_names
from people.names.evidence import NameMatch, PartMatch, Reason
from people.names.finding.finder import NameFinder, NameSpan
from people.names.keys import name_keys
from people.names.known import KnownName, KnownPerson, known_person
from people.names.parts import NameParts, parse_name

__all__ = [
    "KnownName",
    "KnownPerson",
    "NameFinder",
    "NameMatch",
    "NameParts",
    "NameSpan",
    "PartMatch",
    "Reason",
    "compare_names",
    "known_person",
    "name_keys",
    "parse_name",
]
