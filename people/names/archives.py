"""The protocol of archives: JSON lines with people and documents in, whom each names out.

Plain Python, usable in a shell; `manage.py find_people` is its command.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

from people.names.finding.confidence import name_confidence
from people.names.finding.finder import NameFinder
from people.names.finding.spans import FULL, NameSpan
from people.names.known import KnownName, KnownPerson
from people.names.parts import recorded_parts

_SURE: Final = 0.9
_OFTEN: Final = 20  # documents that name a person in full
_KEPT_OF_OLD_NEWS: Final = 0.999  # of what a mention counts, after one more document


class RecentlyNamed(dict[int | str, float]):
    """How often people were named in full in the documents so far, the latest counting most.

    What is old is forgotten by counting what is new for more, until the figures grow too large.
    """

    _MOST = 1e9

    def __init__(self) -> None:
        super().__init__()
        self._unit = 1.0

    @property
    def often(self) -> float:
        """From how many mentions on, as counted here, the news name somebody all the time."""
        return _OFTEN * self._unit

    def see(self, spans: Sequence[NameSpan]) -> None:
        """Count the people one document names for certain and without a slip, each once."""
        self._unit /= _KEPT_OF_OLD_NEWS
        sure = {
            span.persons[0]
            for span in spans
            if span.kind == FULL
            and len(span.persons) == 1
            and name_confidence(span) >= _SURE
            and not any(reason.code == "near_spelling" for reason in span.reasons)
        }
        for person in sure:
            self[person] = self.get(person, 0.0) + self._unit
        if self._unit > self._MOST:
            for person in self:
                self[person] /= self._unit
            self._unit = 1.0


class BadLine(ValueError):
    """What is wrong with a line of the input, as a sentence."""


def answer_for(
    finder: NameFinder, line: str, recent: RecentlyNamed | None = None
) -> dict[str, Any]:
    """The answer to one document; `recent` is told whom it names. Raises BadLine with a sentence when it is not one."""
    document = read_line(line)
    if not isinstance(document, dict) or not _is_id(document.get("id")):
        raise BadLine(
            'a document is an object with "id" (a text or a whole number), "lang" and "text"'
        )
    text, language = document.get("text", ""), document.get("lang") or ""
    if not isinstance(text, str) or not isinstance(language, str):
        raise BadLine('"text" and "lang" must be texts')
    news = recent if recent is not None else RecentlyNamed()
    spans = finder.find(text, language, recent=news, often_named=news.often)
    if recent is not None:
        recent.see(spans)
    links = [
        {
            "person": person,
            "confidence": round(name_confidence(span), 4),
            "start": span.start,
            "end": span.end,
            "reasons": [str(reason) for reason in span.reasons],
        }
        for span in spans
        for person in span.persons
    ]
    return {"id": document["id"], "links": links}


def read_line(line: str) -> Any:
    """The value of one line of JSON. Raises BadLine for anything else, NaN and Infinity included."""

    def refuse(name: str) -> None:
        raise ValueError(f"{name} is no JSON")

    try:
        # Files that Windows wrote and somebody joined have a byte order mark at their beginnings.
        return json.loads(line.lstrip("\ufeff"), parse_constant=refuse)
    except (ValueError, RecursionError) as error:
        raise BadLine(f"not JSON: {error}") from error


def _is_id(value: Any) -> bool:
    """Whether an id can be handed back as it came: 1e999 and the like could not."""
    return isinstance(value, str | int) and not isinstance(value, bool)


def known_person_of(row: Any) -> KnownPerson:
    """A person of the first line. Raises BadLine when it has no id or no list of names."""
    if not isinstance(row, dict) or not _is_id(row.get("id")):
        raise BadLine('a person is an object with "id" and "names"')
    names = row.get("names")
    if not isinstance(names, list):
        raise BadLine(f'person {row["id"]}: "names" must be a list')
    return KnownPerson(row["id"], tuple(_name(name, row["id"]) for name in names))


def _name(name: Any, person: Any) -> KnownName:
    if isinstance(name, str):
        return KnownName(name)
    if not isinstance(name, dict):
        raise BadLine(f"person {person}: a name is a text or an object")
    values = {key: value for key, value in name.items() if isinstance(value, str)}
    language = values.get("language", values.get("lang", ""))
    written = [values.get(key, "") for key in ("given", "patronymic", "surname")]
    text = values.get("text", "") or " ".join(part for part in written if part)
    parts = recorded_parts(
        text, language, given=written[0], patronymic=written[1], surname=written[2]
    )
    return KnownName(text, parts, language, values.get("kind", "known"))
