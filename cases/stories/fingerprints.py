"""What an article is about, as terms that can be compared across languages and alphabets. Pure.

Names are read aloud (Горинову, Gorinow and Gorinov become one key), known words become concepts,
numbers lose their spelling, and other words are kept as stems for comparison within a language.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import islice
from typing import Final

from cases.stories import concepts
from cases.stories.tokens import LONGEST_TERM, Token, every_word_capital, tokens_of
from people.names.language.equivalents import families_of
from people.names.language.folding import soften
from people.names.language.inflection import nominatives
from people.names.language.transliteration import readings

# Names in the head of an article say what it is about; its tail is background and links.
READ_OF_TEXT: Final = 3_000  # characters
MOST_NAMES: Final = 60
MOST_WORDS: Final = 120

GIVEN_NAME: Final = "+"
FAMOUS: Final = "*"
EVENT: Final = "!"
TOPIC: Final = "@"
NUMBER: Final = "#"
DATE: Final = "&"
PERSON: Final = "~"
KIND: Final = "^"
SUBJECT: Final = "="
SPELLED: Final = "'"

_SIGNS: Final = {concepts.EVENT: EVENT, concepts.TOPIC: TOPIC, concepts.NUMBER: NUMBER}

# Endings by which a surname of this region is known even in a headline where every word is capital.
_SURNAME_ENDING: Final = re.compile(
    r"(?:[oe][vw](?:a|ej|ou|ym)?|[iy]n(?:a|ej|ym)?|s[kc](?:i[iy]?|y|a[iyj]?a|iego|iemu|im|iej)|"
    r"[ea]nko|[cč]huk|[yi]an|dze|shvili|"
    r"[ое]в(?:а|у|ы|ым|им|ой|ои|iй|ій|ої|ою)?|[иыії]н(?:а|у|ым|им|ой|ої|ій|ою)?|"
    r"[сц]к(?:а[яй]|ий|ій|ой|ого|ому|им|ую|ої|а|і|ага|аму|ім)|[еа]нк[оауе]|чук(?:а|у|ом)?|ян|дзе|швили)$"
)
_PLACE_LIKE_SURNAME: Final = re.compile(
    r"^(?:псков|харьков|харков|киев|київ|киів|львов|чернигов|чернігов|тамбов|саратов|ростов|кишинев|"
    r"могилев|магіл|краков|берлин|берлін|пекин|пекін|сахалин|люблин|дублин|азов|украин|україн|"
    r"pskov|kharkov|kiev|lvov|tambov|saratov|rostov|krakow|berlin|dublin|lublin|szczecin|ukrain|"
    r"london|york|china|argentin|palestin|filipin|katrin)"
)
# Belarusian and southern Russian write unstressed "o" as "a" (Караткевіч, Короткевич).
_SOFTEN_SOUNDS: Final = str.maketrans(
    {"O": "e", "A": "a", "U": "u", "o": "a", "f": "v", "w": "v", "h": "g", "x": "g", "z": "s"}
    | {"Z": "S"}
)
_CAPITAL_NOUNS: Final = frozenset({"de"})
# A German noun follows an article or an adjective, or ends like a noun; a name seldom does.
_GERMAN_BEFORE_NOUN: Final = re.compile(
    r"^(?:d(?:er|ie|as|en|em|es)|k?eine?[rnms]?|[sm]eine?[rnms]?|ihre?[rnms]?|unsere?[rnms]?|"
    r"vom|zum|zur|im|am|ins|ans|beim|[a-z]{3,}(?:e|en|er|es|em|te|ten)|\d.*)$"
)
_GERMAN_NOUN: Final = re.compile(
    r"(?:ung|ungen|heit|keit|schaft|ion|ionen|tat|ismus|nis|nisse|ling|chen|lein|tum|ment|"
    r"er|ern|en)$"
)
_VOWELS: Final = "aeiou"
# Languages have their own vowels before a last "v" (Харків, Харьков) and in a row (Belooussov).
_OWN_VOWELS: Final = re.compile(r"(?<=[a-zS])[aeiou]+(?=v$)|[aeiou]+(?=[aeiou])")
_CYRILLIC: Final = re.compile(r"[а-яёіїєґўА-ЯЁІЇЄҐЎ]+")
_LATIN: Final = re.compile(r"[a-zA-Z]+")
_IN_CYRILLIC: Final = frozenset("ru uk be bg sr mk kk ky tg mn uz".split())
# What happens to a person, with the earlier steps that its headline names too.
KINDS: Final = {
    "death": frozenset(),
    "funeral": frozenset({"death"}),
    "strike_work": frozenset(),
    "settled": frozenset({"strike_work"}),
    "press": frozenset({"exchange", "release"}),
    "acquit": frozenset({"verdict", "charge", "arrest"}),
    "exchange": frozenset({"release"}),
    "foreign_agent": frozenset(),
    "hospital": frozenset(),
    "hunger_strike": frozenset(),
    "transfer": frozenset({"verdict"}),
    "letter": frozenset(),
    "prize": frozenset(),
    "appeal_court": frozenset({"verdict", "charge", "arrest"}),
    "remand": frozenset({"arrest", "charge"}),
    "release": frozenset({"arrest"}),
    "verdict": frozenset({"charge", "arrest"}),
    "charge": frozenset({"arrest"}),
    "search": frozenset(),
    "arrest": frozenset({"search"}),
}
_APPEAL_WORDS: Final = frozenset(
    "court lose loses lost reject rejects rejected upheld uphold upholds sentence term verdict "
    "conviction judges denied dismissed".split()
)


@dataclass(frozen=True)
class Fingerprint:
    """The terms of one article, each with its sign in front except names and plain words.

    `names` holds keys of capitalised words ("+" given name, "*" famous); `terms` holds concepts
    ("!" event, "@" topic), numbers ("#"), dates ("&"), the names that are surely people's once
    more ("~"), what the headline says happened ("^"), names of Latin texts as they are spelled ("'"),
    and stems of other words. `subjects` are the
    records that linking found in it, such as "=person:7": the same in every language.
    """

    names: frozenset[str]
    terms: frozenset[str]
    language: str
    subjects: frozenset[str] = frozenset()

    @cached_property
    def rare_names(self) -> frozenset[str]:
        """Names that are neither a given name nor known everywhere."""
        return frozenset(name for name in self.names if name[0] not in GIVEN_NAME + FAMOUS)

    @cached_property
    def people(self) -> frozenset[str]:
        """Those of the names that a given name or a surname's ending shows to be a person's."""
        return frozenset(term[1:] for term in self.starting(PERSON))

    @property
    def kinds(self) -> frozenset[str]:
        """What the headline says happened; empty where it does not say."""
        return self.starting(KIND)

    def starting(self, sign: str) -> frozenset[str]:
        """The terms of one kind."""
        return self._by_sign.get(sign, frozenset())

    @property
    def words(self) -> frozenset[str]:
        """Stems of words that are neither names nor concepts."""
        return self.starting("")

    @cached_property
    def _by_sign(self) -> dict[str, frozenset[str]]:
        """The terms by their signs; plain words under none."""
        found: dict[str, list[str]] = {}
        for term in self.terms:
            found.setdefault("" if term[0].isalpha() else term[0], []).append(term)
        return {sign: frozenset(terms) for sign, terms in found.items()}


def fingerprint(title: str, body: str, language: str, subjects: Iterable[str] = ()) -> Fingerprint:
    """The fingerprint of an article: title, then summary and text in one string, ISO 639-1 code.

    A language that contradicts the letters is not believed. `subjects` are records such as
    "person:7". Reads the title and the first `READ_OF_TEXT` characters of the body, in linear time.
    """
    language = believable_language(language, f"{title} {body[:300]}")
    head = tokens_of(title, language)
    rest = tokens_of(body[:READ_OF_TEXT], language)
    people: set[str] = set()
    spelled: set[str] = set()
    unsure = language in _CAPITAL_NOUNS
    names = Counter(
        _names(rest, language, people, spelled, only_sure=unsure or every_word_capital(rest))
    )
    inside = frozenset(names)
    titled = unsure or every_word_capital(head)
    names.update(
        {n: 3 for n in _names(head, language, people, spelled, known=inside, only_sure=titled)}
    )
    terms, words = _other_terms([*head, *rest], language, frozenset(names))
    kept = frozenset(name for name, _ in names.most_common(MOST_NAMES))
    return Fingerprint(
        names=kept,
        terms=frozenset(terms)
        | frozenset(islice(words, MOST_WORDS))
        | frozenset(PERSON + name[: LONGEST_TERM - 1] for name in people & kept)
        | frozenset(sorted(spelled)[:MOST_NAMES])
        | frozenset(KIND + kind for kind in headline_kinds(head or rest[:30], language)),
        language=language,
        subjects=frozenset(SUBJECT + subject for subject in subjects),
    )


def believable_language(tag: str, text: str) -> str:
    """The language of the tag as two letters, unless its alphabet is another; then what we see.

    >>> believable_language("en", "Суд у Києві її відпустив")
    'uk'
    """
    language = tag[:2].lower()
    cyrillic = sum(map(len, _CYRILLIC.findall(text)))
    latin = sum(map(len, _LATIN.findall(text)))
    if cyrillic > 2 * latin and (language not in _IN_CYRILLIC):
        lowered = text.lower()
        if "ў" in lowered:
            return "be"
        return "uk" if any(letter in lowered for letter in "їєґі") else "ru"
    if latin > 2 * cyrillic and language in _IN_CYRILLIC - {"sr", "kk", "uz"}:
        return ""
    return language


def headline_kinds(tokens: list[Token], language: str) -> frozenset[str]:
    """What the headline says happened: an appeal mentions the verdict too, and is the appeal."""
    said = {
        concept.key
        for token in tokens
        for concept in token.concepts
        if concept.kind == concepts.EVENT
    }
    words = {token.folded for token in tokens}
    if language == "en" and words & {"appeal", "appeals"} and words & _APPEAL_WORDS:
        said.add("appeal_court")
    kinds = said & KINDS.keys()
    earlier = {step for kind in kinds for step in KINDS[kind]}
    return frozenset(kinds - earlier or kinds)


def _names(
    tokens: list[Token],
    language: str,
    people: set[str],
    spelled: set[str],
    *,
    known: frozenset[str] = frozenset(),
    only_sure: bool = False,
) -> Iterable[str]:
    """Keys of the names among the tokens, with repetitions; those of people are added to `people`.

    Those of Latin texts go to `spelled` as they stand. Sure are known names, words after a given
    name and words with a surname's ending. The others count when their capital means something,
    unless `only_sure`.
    """
    after_given = False
    for number, token in enumerate(tokens):
        known_as = token.concepts
        for concept in known_as:
            if concept.kind == concepts.FAMOUS:
                yield FAMOUS + concept.key
        # After a given name a capital is a surname, though it begins like a word (Мирнов).
        if not token.capital or len(token.word) < 3 or (known_as and not after_given):
            after_given = False
            continue
        key = name_key(token.word, language)
        if key[:1] == GIVEN_NAME:
            _spell(token, spelled)
            yield key
            after_given = True
            continue
        by_ending = (
            _SURNAME_ENDING.search(token.folded) is not None
            and _PLACE_LIKE_SURNAME.match(token.folded) is None
        )
        # A surname's ending is no proof at the start of a sentence («Причина»).
        if after_given or (by_ending and not token.opens):
            people.add(key)
        counts = after_given or by_ending or key in known or token.quoted
        after_given = False
        following = tokens[number + 1] if number + 1 < len(tokens) else None
        if not counts and language in _CAPITAL_NOUNS and number:
            counts = _no_german_noun(token, tokens[number - 1])
        if not counts and not only_sure:
            counts = not token.opens or (
                following is not None and following.capital and not following.opens
            )
        if counts and len(key) > 1:
            _spell(token, spelled)
            yield key


def _spell(token: Token, spelled: set[str]) -> None:
    """Keep a name as it is spelled: Juan is read aloud in five ways and written in one."""
    if _LATIN.match(token.folded):
        spelled.add(SPELLED + token.folded[: LONGEST_TERM - 1])


def _no_german_noun(token: Token, before: Token) -> bool:
    """Whether a German word with a capital reads as a name and not as one noun of many."""
    if token.opens or len(token.folded) < 4 or _GERMAN_NOUN.search(token.folded):
        return False
    return not _GERMAN_BEFORE_NOUN.match(before.word)


@lru_cache(maxsize=50_000)
def name_key(word: str, language: str) -> str:
    """The key of a name whatever its spelling, case ending or gender; "+" in front of given names.

    >>> name_key("Гориновым", "ru") == name_key("Gorinow", "pl")
    True
    """
    soft = soften(word)
    forms = nominatives(soft, language)
    given = next((form.word for form in forms if families_of(form.word)), None)
    candidates = [given] if given else list(dict.fromkeys(form.word for form in forms))
    keys = []
    for candidate in candidates:
        for sounds in readings(candidate, language)[:1]:
            key = sounds.translate(_SOFTEN_SOUNDS).rstrip(_VOWELS)
            key = _OWN_VOWELS.sub("", key)
            keys.append(key if len(key) > 1 else sounds)
    # The ending that takes most away leaves what all forms of the name share.
    key = min(keys, key=lambda k: (len(k), k), default=soft)[: LONGEST_TERM - 1]
    return GIVEN_NAME + key if given else key


def _other_terms(
    tokens: list[Token], language: str, names: frozenset[str]
) -> tuple[set[str], Iterable[str]]:
    """Concepts, numbers and dates; and the stems of all other words, the most frequent first."""
    terms: set[str] = set()
    stems: list[str] = []
    for number, token in enumerate(tokens):
        if token.number:
            following = tokens[number + 1] if number + 1 < len(tokens) else None
            before = tokens[number - 1] if number else None
            terms.update(_number_terms(token, before, following))
            continue
        if token.capital and name_key(token.word, language) in names:
            continue
        if token.stem:
            stems.append(token.stem)
        for concept in token.concepts:
            if concept.kind in _SIGNS:
                terms.add(_SIGNS[concept.kind] + concept.key)
    return terms, (stem for stem, _ in Counter(stems).most_common())


def _number_terms(token: Token, before: Token | None, following: Token | None) -> Iterable[str]:
    value = _plain_number(token.word)
    if value is None:
        return
    for side in (before, following):
        for concept in side.concepts if side is not None else ():
            if concept.kind == concepts.MONTH and value.isdigit() and 1 <= int(value) <= 31:
                yield f"{DATE}{int(concept.key):02}-{int(value):02}"
                return
            if side is not following:
                continue
            if concept.kind == concepts.THOUSAND and "." not in value:
                yield f"{NUMBER}{int(value) * 1000}"
                return
            if concept.kind == concepts.MILLION:
                yield f"{NUMBER}{float(value) * 1_000_000:.0f}"
                return
            if concept.kind == concepts.UNIT:
                # «15 суток»: more telling than a bare fifteen.
                yield f"{NUMBER}{value}{concept.key}"
                return
    is_year = len(value) == 4 and value[:2] in ("19", "20")
    if not is_year and value not in ("0", "1"):
        yield NUMBER + value


def _plain_number(written: str) -> str | None:
    """A number without its spelling: 10,000 and 10 000 and 10.000 are 10000; 207.3 stays."""
    compact = re.sub(r"[\s\u00a0\u202f]", "", written)
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", compact):
        return re.sub(r"[.,]", "", compact)
    if re.fullmatch(r"\d+", compact):
        return compact.lstrip("0")[:15] or "0"
    if re.fullmatch(r"\d+[.,]\d{1,2}", compact):
        return compact.replace(",", ".")
    return None
