"""Invented people and words, the same in every run: names in Russian with their transliterations."""

import random
from dataclasses import dataclass
from functools import cache

from people.names import NameParts, name_keys
from people.names.language.folding import fold

_GIVEN_MEN = (
    "Александр:Aleksandr Алексей:Aleksei Андрей:Andrei Антон:Anton Артём:Artyom Борис:Boris "
    "Вадим:Vadim Валерий:Valerii Виктор:Viktor Владимир:Vladimir Георгий:Georgii Денис:Denis "
    "Дмитрий:Dmitrii Евгений:Evgenii Иван:Ivan Игорь:Igor Илья:Ilya Кирилл:Kirill "
    "Константин:Konstantin Максим:Maksim Михаил:Mikhail Николай:Nikolai Олег:Oleg Павел:Pavel "
    "Пётр:Pyotr Роман:Roman Сергей:Sergei Степан:Stepan Фёдор:Fyodor Юрий:Yurii"
)
_GIVEN_WOMEN = (
    "Александра:Aleksandra Алина:Alina Анна:Anna Валентина:Valentina Вера:Vera "
    "Виктория:Viktoriya Дарья:Darya Евгения:Evgeniya Екатерина:Ekaterina Елена:Elena Ирина:Irina "
    "Ксения:Kseniya Людмила:Lyudmila Мария:Mariya Надежда:Nadezhda Наталья:Natalya Ольга:Olga "
    "Полина:Polina Светлана:Svetlana Татьяна:Tatyana Юлия:Yuliya Яна:Yana"
)
_BEGINNINGS = (
    "Бар:Bar Бел:Bel Бор:Bor Вол:Vol Вор:Vor Гор:Gor Дан:Dan Дол:Dol Ерм:Erm Жар:Zhar Зар:Zar "
    "Зим:Zim Кал:Kal Кам:Kam Кар:Kar Кол:Kol Кор:Kor Кос:Kos Лаз:Laz Лук:Luk Мар:Mar Мел:Mel "
    "Мир:Mir Мор:Mor Нов:Nov Ор:Or Пан:Pan Пол:Pol Рад:Rad Ром:Rom Сав:Sav Сел:Sel Сол:Sol "
    "Тар:Tar Тих:Tikh Фом:Fom Хар:Khar Чер:Cher Шар:Shar Юр:Yur"
)
_MIDDLES = (
    "ад:ad ал:al ан:an ар:ar ат:at ач:ach ед:ed ел:el ем:em ен:en ер:er ет:et ид:id ик:ik "
    "ил:il ин:in ит:it ич:ich ов:ov ок:ok ол:ol он:on ор:or уб:ub уг:ug ул:ul ун:un ут:ut яг:yag "
    "ян:yan"
)
_ENDINGS = "ов:ov:ова:ova ев:ev:ева:eva ин:in:ина:ina ский:skii:ская:skaya енко:enko:енко:enko"

_WORDS = (
    "court appeal hearing sentence colony lawyer prosecutor custody arrest trial verdict letter "
    "fine search detained released charged treason fakes army post video witness jury region "
    "judge prison transfer exchange health relatives editor activist student teacher priest"
).split()
_WORDS_RU = (
    "суд апелляция заседание приговор колония адвокат прокурор арест следствие письмо штраф обыск "
    "задержан освобождён обвинение измена армия пост видео свидетель присяжные область судья "
    "этап обмен здоровье родные редактор активист студент учитель священник"
).split()


def _pairs(text: str) -> list[tuple[str, ...]]:
    return [tuple(word.split(":")) for word in text.split()]


@dataclass(frozen=True)
class Invented:
    """One person's name in both languages."""

    given_ru: str
    given_en: str
    surname_ru: str
    surname_en: str
    sex: str

    @property
    def ru(self) -> str:
        """As listed in Russian."""
        return f"{self.given_ru} {self.surname_ru}"

    @property
    def en(self) -> str:
        """As listed in English."""
        return f"{self.given_en} {self.surname_en}"

    @property
    def sort_ru(self) -> str:
        """What `people.names.sorting.sort_key` gives, from folded pieces."""
        return f"{_folded(self.surname_ru)} {_folded(self.given_ru)}"

    @property
    def sort_en(self) -> str:
        """The same in English."""
        return f"{_folded(self.surname_en)} {_folded(self.given_en)}"

    def keys(self, language: str) -> str:
        """The keys of the name form as a PostgreSQL array, from pieces that many people share."""
        given = self.given_ru if language == "ru" else self.given_en
        surname = self.surname_ru if language == "ru" else self.surname_en
        sounds, names = _sounds(surname, language), _given(given, language)
        keys = [f"s:{sound}" for sound in sounds]
        keys += [f"p:{sound}|{name}" for sound in sounds for name in names]
        return "{" + ",".join(f'"{key}"' for key in sorted(keys)) + "}"


@cache
def _folded(word: str) -> str:
    return fold(word)


@cache
def _sounds(surname: str, language: str) -> tuple[str, ...]:
    keys = name_keys(NameParts(given="Иван", surname=surname), language)
    return tuple(sorted(key[2:] for key in keys if key.startswith("s:")))


@cache
def _given(given: str, language: str) -> tuple[str, ...]:
    keys = name_keys(NameParts(given=given, surname="Петров"), language)
    return tuple(sorted({key.split("|")[1] for key in keys if key.startswith("p:")}))


def invented_people(number: int, chance: random.Random) -> list[Invented]:
    """That many people; a few surnames are borne by very many, most by few."""
    men, women = _pairs(_GIVEN_MEN), _pairs(_GIVEN_WOMEN)
    surnames = [
        (
            first[0] + middle[0] + ending[0],
            first[1] + middle[1] + ending[1],
            first[0] + middle[0] + ending[2],
            first[1] + middle[1] + ending[3],
        )
        for first in _pairs(_BEGINNINGS)
        for middle in _pairs(_MIDDLES)
        for ending in _pairs(_ENDINGS)
    ]
    chance.shuffle(surnames)
    found = []
    for _number in range(number):
        surname = surnames[skewed(len(surnames), 2.0, chance)]
        woman = chance.random() < 0.25
        given = chance.choice(women if woman else men)
        found.append(
            Invented(
                given[0],
                given[1],
                surname[2] if woman else surname[0],
                surname[3] if woman else surname[1],
                "f" if woman else "m",
            )
        )
    return found


def skewed(number: int, power: float, chance: random.Random) -> int:
    """An index below `number`; small ones far more often, as fame is spread among people."""
    return int(number * chance.random() ** power)


def headline(chance: random.Random, name: str, language: str) -> str:
    """A headline about somebody."""
    words = _WORDS_RU if language == "ru" else _WORDS
    return f"{name}: {' '.join(chance.choice(words) for _ in range(6))}"


def passage(chance: random.Random, words: int) -> str:
    """A text of that many words."""
    return " ".join(chance.choices(_WORDS_RU, k=words))


def partial_date(chance: random.Random, first: int, last: int) -> str | None:
    """A date as far as it is known: mostly whole, often not."""
    year, kind = chance.randint(first, last), chance.random()
    if kind < 0.62:
        return f"{year}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    if kind < 0.78:
        return f"{year}-{chance.randint(1, 12):02}"
    if kind < 0.88:
        return str(year)
    if kind < 0.92:
        return f"{year}~"
    return "XXXX" if kind < 0.94 else None


def state(chance: random.Random) -> str:
    """Most records are public; some are drafts, a few were withdrawn."""
    value = chance.random()
    return "published" if value < 0.9 else "draft" if value < 0.98 else "withdrawn"
