"""Pure: a pasted list of signatories, one a line or in a row, to names with what stands beside them.

People paste what they find: numbered lines, bullets, "Name, who they are", "Name (town)", names
in a row with commas, forced marks («признан иноагентом»). Nothing is thrown away without a note.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from people.names.language.folding import fold
from people.names.language.scripts import script_of
from people.names.parts import NameParts, parse_name
from people.names.word_order import looks_like_patronymic

# A list longer than this is a petition; it belongs into an import file.
MOST_SIGNATORIES: Final = 5_000

_BULLET: Final = re.compile(r"^\s*(?:[-–—*•·◦▪]+|\(?\d{1,5}[.)\]:]|№\s*\d+[.:]?)\s*")
_FORCED_MARK: Final = re.compile(
    r"[*†]+|[(\[][^()\[\]]*(?:иноагент|иностранн\w+ агент|foreign agent|террорист\w* и экстремист)"
    r"[^()\[\]]*[)\]]",
    re.IGNORECASE,
)
_BRACKETS: Final = re.compile(r"[(\[]([^()\[\]]{1,200})[)\]]")
_DASH: Final = re.compile(r"\s+[-–—]\s+|\s*[–—]\s+")
_HEADING: Final = re.compile(
    r"^(?:подписи|подписали|подписанты|подписавшие|signatories|signatures|signed(?: by)?)\s*:?\s*",
    re.IGNORECASE,
)
_AND: Final = re.compile(r"\s+(?:и|and|та|et|und)\s+")
_WORDS: Final = re.compile(r"[^\W\d_]+(?:[-'’ʼ][^\W\d_]+)*\.?")


@dataclass(frozen=True, slots=True)
class ListedSignatory:
    """One line of the list.

    name: as pasted, without numbers and marks; parts: the name taken apart; description: who they
    are, as the list says; notes: what a person should look at; line: its number in the paste.
    """

    name: str
    parts: NameParts
    description: str
    notes: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True)
class SignatoryList:
    """The signatories found and the lines that could not be read, each with its number."""

    signatories: tuple[ListedSignatory, ...]
    unread: tuple[tuple[int, str], ...]


def read_signatories(text: str, language: str = "") -> SignatoryList:
    """Read a pasted list. `language` is a hint for the order of names.

    A name that stands twice is kept once, with a note. Lines without a name (headings, page
    numbers) come back in `unread`, so that nobody is lost unseen.
    """
    found: list[ListedSignatory] = []
    unread: list[tuple[int, str]] = []
    seen: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        for piece in _pieces(line):
            signatory = _read(piece, number, language)
            if signatory is None:
                unread.append((number, piece))
                continue
            key = _key(signatory.parts)
            if key in seen:
                earlier = found[seen[key]]
                note = f"stands again on line {number}"
                found[seen[key]] = _with_note(earlier, note)
                continue
            seen[key] = len(found)
            found.append(signatory)
            if len(found) >= MOST_SIGNATORIES:
                unread.append((number, "the list is longer than can be read at once"))
                return SignatoryList(tuple(found), tuple(unread))
    return SignatoryList(tuple(found), tuple(unread))


def _pieces(line: str) -> list[str]:
    """A line, or the names of a line that holds several in a row."""
    line = _HEADING.sub("", line.strip())
    if not line:
        return []
    bare = _BULLET.sub("", line).rstrip(" .;")
    by_semicolon = [piece.strip() for piece in bare.split(";") if piece.strip()]
    if len(by_semicolon) > 1:
        return by_semicolon
    by_comma = [piece.strip() for piece in _AND.sub(", ", bare).split(",") if piece.strip()]
    if len(by_comma) > 1 and all(_is_plain_name(piece) for piece in by_comma):
        return by_comma
    return [bare] if bare else []


def _is_plain_name(piece: str) -> bool:
    """Two to four capitalised words and nothing else."""
    words = _WORDS.findall(piece)
    return 2 <= len(words) <= 4 and all(word[0].isupper() for word in words) and len(piece) < 80


def _read(piece: str, line: int, language: str) -> ListedSignatory | None:
    notes: list[str] = []
    plain = _FORCED_MARK.sub(" ", piece)
    if plain != piece:
        notes.append("a forced mark was left out")
    described = [match.group(1).strip() for match in _BRACKETS.finditer(plain)]
    plain = _BRACKETS.sub(" ", plain)
    name, rest = _split_description(plain)
    description = ", ".join(word for word in (rest, *described) if word)
    words = _WORDS.findall(name)
    if not words or not words[0][0].isupper() or len(words) > 6:
        return None
    parts = parse_name(name, language or ("ru" if script_of(name) == "cyrl" else ""))
    if not parts.surname:
        return None
    if not parts.given and not parts.initials:
        notes.append("only one name")
    elif not parts.given:
        notes.append("initials only")
    elif not parts.certain and not parts.patronymic:
        notes.append("it is not clear which word is the surname")
    if script_of(name) == "mixed":
        notes.append("letters of two alphabets in one name")
    return ListedSignatory(" ".join(name.split()), parts, description, tuple(notes), line)


def _split_description(text: str) -> tuple[str, str]:
    """The name, and what a comma or dash sets apart from it."""
    cut = _DASH.search(text)
    comma = text.find(",")
    if cut is not None and (comma < 0 or cut.start() < comma):
        return text[: cut.start()].strip(), text[cut.end() :].strip()
    if comma >= 0:
        before, after = text[:comma].strip(), text[comma + 1 :].strip()
        # "Горинов, Алексей Александрович" is one name turned round, not a name and a profession.
        if len(_WORDS.findall(before)) == 1 and _is_rest_of_name(after):
            return f"{before}, {after}", ""
        return before, after
    return text.strip(), ""


def _is_rest_of_name(text: str) -> bool:
    words = _WORDS.findall(text)
    if not 1 <= len(words) <= 2 or not all(word[0].isupper() for word in words):
        return False
    return len(words) == 1 or looks_like_patronymic(words[1].lower())


def _key(parts: NameParts) -> str:
    return fold(f"{parts.surname} {parts.given} {parts.patronymic} {' '.join(parts.initials)}")


def _with_note(signatory: ListedSignatory, note: str) -> ListedSignatory:
    return ListedSignatory(
        signatory.name,
        signatory.parts,
        signatory.description,
        (*signatory.notes, note),
        signatory.line,
    )
