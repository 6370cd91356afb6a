"""Invented articles with their copies and with twins of one template; the same in every run.

A text is sentences of words drawn as words of a language are (few often, most seldom), with people
named in it. Copies of it have up to 15 % of their words changed, are cut to 35-60 %, carry a
headline of their own and the footer of their site. Twins are the same text about another person.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from tests.bench.names.invented import Named, invented_people

SITES = 80
_ONSETS = {"ru": "б в г д ж з к л м н п р с т ф х ц ч ш пр ст тр кр сл".split(),
           "en": "b c d f g h l m n p r s t v w br cl st tr pl sh th".split()}  # fmt: skip
_VOWELS = {"ru": "а е и о у ы я".split(), "en": "a e i o u ea ou".split()}
_CODAS = {"ru": "й н л т м х ть ся го".split(), "en": "n r t s l d ng ck".split()}
_VOCABULARY = 30_000


@dataclass(frozen=True)
class Written:
    """An article of a site: `group` is the text it comes from."""

    title: str
    text: str
    language: str
    site: int
    group: int


class Language:
    """Words by rank, drawn as often as words of a language are."""

    def __init__(self, code: str, chance: random.Random) -> None:
        self.code = code
        words: dict[str, None] = {}
        while len(words) < _VOCABULARY:
            # Frequent words are short.
            syllables = 1 + (len(words) > 150) + (len(words) > 4_000) * chance.randrange(2)
            word = "".join(
                chance.choice(_ONSETS[code]) + chance.choice(_VOWELS[code])
                for _ in range(syllables)
            )
            words[word + chance.choice(["", chance.choice(_CODAS[code])])] = None
        self.words = list(words)
        self.weights = list(accumulate(1 / (rank + 2.7) for rank in range(_VOCABULARY)))
        self._chance = chance

    def draw(self, number: int) -> list[str]:
        """That many words."""
        return self._chance.choices(self.words, cum_weights=self.weights, k=number)


def articles(number: int, seed: int = 7) -> list[Written]:
    """That many articles in the order in which they came out."""
    chance = random.Random(seed)
    languages = {code: Language(code, chance) for code in ("ru", "ru", "en")}
    people = invented_people(5_000, seed)
    footers = {
        code: [" ".join(language.draw(chance.randint(8, 30))).capitalize() for _ in range(SITES)]
        for code, language in languages.items()
    }
    found: list[Written] = []
    group = 0
    while len(found) < number:
        language = languages[chance.choice(["ru", "ru", "en"])]
        pattern = _pattern(language, chance)
        twins = chance.randint(2, 8) if chance.random() < 0.25 else 1
        for person in chance.sample(people, twins):
            group += 1
            copies = chance.randint(2, 12) if chance.random() < 0.4 / twins**0.5 else 1
            words = list(_filled(pattern, person, language.code, chance))
            for copy in range(copies):
                own = words if copy == 0 else _changed(words, language, chance)
                site = chance.randrange(SITES)
                footer = footers[language.code][site] if site % 5 < 3 else ""
                title = " ".join(language.draw(chance.randint(4, 9))).capitalize()
                text = _sentences(own) + ("\n" + footer if footer else "")
                found.append(Written(title, text, language.code, site, group))
    chance.shuffle(found)
    return found[:number]


def _pattern(language: Language, chance: random.Random) -> list[str]:
    """Words with places for the person's name (in some case), courts, dates and terms."""
    words: list[str] = []
    for sentence in range(chance.randint(9, 26)):
        drawn = language.draw(chance.randint(8, 20))
        if sentence == 0 or chance.random() < 0.3:
            drawn.insert(
                chance.randrange(1, len(drawn)), "<full>" if sentence == 0 else "<surname>"
            )
        if chance.random() < 0.2:
            drawn.insert(chance.randrange(1, len(drawn)), f"<number{chance.randrange(3)}>")
        if chance.random() < 0.25:
            drawn.insert(chance.randrange(1, len(drawn)), language.draw(1)[0].capitalize())
        words += [*drawn, "."]
    return words


def _filled(pattern: list[str], person: Named, code: str, chance: random.Random) -> Iterator[str]:
    numbers = {f"<number{n}>": str(chance.randint(2, 400)) for n in range(3)}
    for word in pattern:
        case = chance.randrange(6)
        if word == "<full>":
            given, surname = (
                (person.given[case], person.surname[case]) if code == "ru" else person.latin
            )
            yield from (given, surname)
        elif word == "<surname>":
            yield person.surname[case] if code == "ru" else person.latin[1]
        else:
            yield numbers.get(word, word)


def _changed(words: list[str], language: Language, chance: random.Random) -> list[str]:
    """A copy: cut, and with up to 15 % of its words changed, left out or put in."""
    if chance.random() < 0.5:
        kept = int(len(words) * chance.uniform(0.35, 0.6))
        start = 0 if chance.random() < 0.8 else chance.randrange(len(words) - kept)
        words = words[start : start + kept]
    share = chance.choice((0.0, chance.uniform(0, 0.05), chance.uniform(0.05, 0.15)))
    found: list[str] = []
    for word in words:
        if word == "." or chance.random() >= share:
            found.append(word)
            continue
        kind = chance.random()
        if kind < 0.6:
            found += language.draw(1)
        elif kind < 0.8:
            found += [word, *language.draw(1)]
    return found


def _sentences(words: list[str]) -> str:
    text = " ".join(words).replace(" .", ".")
    return ". ".join(part[:1].upper() + part[1:] for part in text.split(". "))
