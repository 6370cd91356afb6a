"""The contestants: ways to find the places of names on record in a text."""

import contextlib
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from people.names import KnownName, KnownPerson, NameFinder
from people.names.finding.scanning import CompiledVocabulary, Vocabulary
from people.names.native import SOURCE, library
from people.names.on_record.index_file import indexed_people
from tests.bench.names.invented import Named, surface_forms
from tracker.lib.compiled import build

Places = list[tuple[int, int]]


class Ours:
    """Names joined of words; the people in an index file that processes share."""

    has_resolving = True

    def __init__(self, people: list[Named], kind: type[Vocabulary], folder: Path) -> None:
        self._path, self._kind = folder / "people.index", kind
        self._people = people
        self.finder = self.start()

    def start(self) -> NameFinder:
        """A finder as a new process has it: from the file where that is there."""
        index = indexed_people(self._path, map(known, range(len(self._people)), self._people))
        return NameFinder(index=index, scanner=self._kind)

    def places(self, text: str, language: str) -> Places:
        """Where a name may stand."""
        return self.finder.places(text, language)

    def add(self, person: Named) -> None:
        """One more person, in the running process."""
        self.finder.add(known(len(self._people), person))


class OfForms:
    """A matcher of whole forms. A new person and a new process both need it built anew."""

    has_resolving = False

    def __init__(self, people: list[Named], build_of: Callable[[list[str]], Any]) -> None:
        self._people, self._build_of = list(people), build_of
        self._build()

    def _build(self) -> None:
        forms = {form for person in self._people for form in surface_forms(person)}
        self._find: Callable[[str], Places] = self._build_of(list(forms))

    def start(self) -> "OfForms":
        """As a new process: all over again."""
        self._build()
        return self

    def places(self, text: str, language: str) -> Places:
        """Where a form stands, letter for letter."""
        return self._find(text)

    def add(self, person: Named) -> None:
        """One more person."""
        self._people.append(person)
        self._build()


def known(number: int, person: Named) -> KnownPerson:
    """What the record holds of an invented person: a name in each alphabet."""
    whole, latin = person.on_record
    return KnownPerson(number, (KnownName(whole, None, "ru"), KnownName(latin, None, "en")))


def _of_ahocorasick_rs(forms: list[str]) -> Callable[[str], Places]:
    import ahocorasick_rs

    automaton = ahocorasick_rs.AhoCorasick(
        forms,
        matchkind=ahocorasick_rs.MatchKind.LeftmostLongest,
        implementation=ahocorasick_rs.Implementation.ContiguousNFA,
        store_patterns=False,
    )
    find = automaton.find_matches_as_indexes
    return lambda text: [(start, end) for _, start, end in find(text)]


def _of_pyahocorasick(forms: list[str]) -> Callable[[str], Places]:
    import ahocorasick

    automaton = ahocorasick.Automaton(ahocorasick.STORE_LENGTH)
    for form in forms:
        automaton.add_word(form)
    automaton.make_automaton()
    find = automaton.iter_long
    return lambda text: [(last + 1 - length, last + 1) for last, length in find(text)]


def _of_daachorse(forms: list[str]) -> Callable[[str], Places]:
    import daachorse

    automaton = daachorse.CharwiseDoubleArrayAhoCorasick(
        forms, match_kind=daachorse.MATCH_KIND_LEFTMOST_LONGEST
    )
    find = automaton.find
    return lambda text: [(start, end) for start, end, _ in find(text)]


PEERS: dict[str, Callable[[list[str]], Callable[[str], Places]]] = {
    "pyahocorasick": _of_pyahocorasick,
    "ahocorasick_rs": _of_ahocorasick_rs,
    "daachorse": _of_daachorse,
}


@contextlib.contextmanager
def engine(name: str, people: list[Named]) -> Iterator[Ours | OfForms]:
    """The contestant of this name, ready; its files are gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        if name == "compiled":
            build(SOURCE)
            library.cache_clear()
            yield Ours(people, CompiledVocabulary, Path(folder))
        elif name == "python":
            yield Ours(people, Vocabulary, Path(folder))
        else:
            yield OfForms(people, PEERS[name])
