"""The language of a text, by its letters and its commonest words. Pure and small.

Enough for the languages an outlet of this subject writes in; a page's own claim is believed where
the letters do not contradict it.
"""

import re

from tracker.lib.languages import script_of

_SAMPLE = 1_000  # characters
_LETTERS_SAMPLED = 300  # characters: a script shows at once
_FEWEST_WORDS = 3  # hits needed before a language is named by its words
_WORDS = re.compile(r"[^\W\d_]+")
_COMMON: dict[str, frozenset[str]] = {
    "en": frozenset(
        "the of and to in is that for was on with his has by from who are as were".split()
    ),
    "de": frozenset(
        "der die und das den von zu mit ist im für auf dem nicht ein eine wurde hat".split()
    ),
    "fr": frozenset(
        "le la les des et du une est dans pour qui sur par au pas plus été sont".split()
    ),
    "es": frozenset("el la los las del y una es en que por con para se su al fue como más".split()),
    "it": frozenset(
        "il di che la e per un una è del della con non sono nel stato gli alla".split()
    ),
    "pl": frozenset("w i z na się do że nie jest za przez od po został roku oraz jego są".split()),
    "pt": frozenset("o a os as do da dos das e em um uma que não para com por foi mais ao".split()),
    "nl": frozenset("de het een van en in is dat op te voor met zijn niet werd door aan".split()),
    "cs": frozenset("a v se na že je do za pro byl jako které po ale také podle jeho".split()),
    "tr": frozenset("ve bir bu için ile olarak da de çok daha gibi olan sonra kadar".split()),
    "lv": frozenset("un ir par no ar uz kas tika arī pēc bet kā viņš gada".split()),
    "lt": frozenset("ir kad su yra buvo į iš už dėl kaip apie bei metų".split()),
    "et": frozenset("ja on et ei ka ning oli mis kui aga selle tema aasta".split()),
}
_CYRILLIC_COMMON: dict[str, frozenset[str]] = {
    "ru": frozenset("и в не на что с по его из для от как был это также или она был года".split()),
    "uk": frozenset("і в не на що з та у його для від як був це також або вона року про".split()),
    "be": frozenset("і ў не на што з да яго для ад як быў гэта таксама або яна года пра".split()),
    "bg": frozenset("и в не на че с по за от като е са се да той това бе година".split()),
    "kk": frozenset("және бұл мен үшін деп бар жылы еді ол туралы".split()),
}
# Letters that only one of the Cyrillic languages has.
_LETTERS = {"ў": "be", "ї": "uk", "є": "uk", "ґ": "uk", "қ": "kk", "ғ": "kk", "ұ": "kk", "ё": "",
            "ы": "", "э": ""}  # fmt: skip
_OF_SCRIPT = {"Armn": "hy", "Hebr": "he", "Geor": "ka", "Grek": "el", "Hans": "zh", "Arab": "ar"}


_TABLES = {"Cyrl": _CYRILLIC_COMMON, "Latn": _COMMON}
# The other way round: the languages in which a word is common, by script.
_SPEAKERS: dict[str, dict[str, tuple[str, ...]]] = {
    script: {
        word: tuple(language for language, common in table.items() if word in common)
        for word in set().union(*table.values())
    }
    for script, table in _TABLES.items()
}


def language_of(text: str, *, claimed: str = "") -> str:
    """The ISO 639-1 code of the language of `text`, or "" where it cannot be told.

    `claimed` (a page's or feed's own word, such as "ru-RU") is the answer where the text is too
    short to tell, unless its script is impossible for that language.
    """
    sample = text[:_SAMPLE].lower()
    claim = claimed.strip().lower().replace("_", "-").split("-")[0]
    script = script_of(sample[:_LETTERS_SAMPLED])
    if script in _OF_SCRIPT:
        return claim if _can_be(claim, script) else _OF_SCRIPT[script]
    table = _TABLES.get(script)
    if table is None:
        return claim
    scores = dict.fromkeys(table, 0)
    speakers = _SPEAKERS[script]
    for word in _WORDS.findall(sample):
        for language in speakers.get(word, ()):
            scores[language] += 1
    if script == "Cyrl":
        for letter, language in _LETTERS.items():
            if language and letter in sample:
                scores[language] += 2 * sample.count(letter)
        if not any(letter in sample for letter in "ыэё"):
            scores["ru"] -= sample.count("і")
    best = max(scores, key=lambda language: scores[language])
    if claim in table and scores[claim] >= scores[best] * 0.6:
        return claim
    if claim and claim not in table and _can_be(claim, script) and scores[best] < 2 * _FEWEST_WORDS:
        return claim
    if scores[best] >= _FEWEST_WORDS:
        return best
    if _can_be(claim, script):
        return claim
    return "ru" if script == "Cyrl" and re.search("[ыэё]", sample) else ""


_CYRILLIC_LANGUAGES = frozenset("ru uk be bg kk ky tg mk sr mn tt ba cv os ab ce".split())
_OTHER_SCRIPTS = {"Armn": {"hy"}, "Hebr": {"he", "yi"}, "Geor": {"ka"}, "Grek": {"el"},
                  "Hans": {"zh", "ja"}, "Arab": {"ar", "fa", "ur", "ps", "ug"}}  # fmt: skip


def _can_be(claim: str, script: str) -> bool:
    """Whether a language is written in a script; unknown languages are taken for Latin ones."""
    if not claim:
        return False
    if script == "Cyrl":
        return claim in _CYRILLIC_LANGUAGES
    if script in _OTHER_SCRIPTS:
        return claim in _OTHER_SCRIPTS[script]
    elsewhere = set().union(*_OTHER_SCRIPTS.values()) | (_CYRILLIC_LANGUAGES - {"sr", "kk"})
    return claim not in elsewhere
