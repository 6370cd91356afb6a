"""What an article's title and newest text name: people, provisions, laws, courts and prisons.

Letters are looked for later, when it is known which may be meant.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from cases.articles.models import Article, ArticleText
from cases.institutions.finding import InstitutionFinder, InstitutionSpan
from cases.laws.law_citations import LawCitation, find_law_citations
from cases.laws.references import ProvisionReference, find_references, format_reference
from cases.laws.weak_signs import find_weak_signs
from cases.linking.models import MentionKind
from people.names import NameFinder, NameSpan

# Statuses of a mention: `found` speaks of one record, `ambiguous` of several, `review` needs a look.
FOUND, AMBIGUOUS, REVIEW = "found", "ambiguous", "review"
# What an institution's mention says by itself; a number or a widespread name says too little.
_SURE_WAYS = frozenset({"name", "short", "place"})

# Nobody reads further either; a text of many megabytes is a dump, not an article.
LONGEST_TEXT = 400_000
_LONGEST_SENTENCE = 500
# Kept of an article; of a provision cited in every line the first hundred say it all.
MOST_ALIKE = 100
_BETWEEN = 2  # line ends between title and text
_SENTENCE_END = re.compile(r"[.!?…][»\"”’)]?\s+|\n+")
# A full stop behind these, behind an initial, or before a small letter ends no sentence: «ч. 2 ст. 207.3».
_ABBREVIATED = re.compile(
    r"(?<!\w)(?:[^\W\d_]|чч|ст|пп|гг|им|ул|пос|обл|руб|тыс|млн|др|см|стр|кв|св|No|Nr|Art|art|arts|Abs|lit|odst"
    r"|cz|ust|par|al|čl|St|Mr|Mrs|Ms|Dr|Prof|vs|Jr|Sr)\.\s+$"
)
_SURFACE = 300
# A name from which a link is made, where nothing speaks against it.
_SURE = 0.9


@dataclass(frozen=True)
class FoundMention:
    """A span of the title or text with its sentence, and what was read there.

    name, references, law, institution: one of them is set, by kind; a letter's title has none.
    suggested: the article of the Criminal Code that words without a number point to.
    reading: what it is read as, for those who look through the mentions.
    """

    kind: str
    in_title: bool
    start: int
    end: int
    surface: str
    sentence: str
    sentence_start: int
    status: str
    name: NameSpan | None = None
    references: tuple[ProvisionReference, ...] = ()
    law: LawCitation | None = None
    institution: InstitutionSpan | None = None
    suggested: str = ""
    reading: str = ""

    @property
    def key(self) -> tuple[bool, str, int, int]:
        """What makes it one mention in its article and text version."""
        return self.in_title, self.kind, self.start, self.end


@dataclass(frozen=True)
class ReadArticle:
    """An article as it was read: the whole text in one piece and the mentions found in it.

    head: how many characters of the whole stand before the text itself, for the title.
    """

    whole: str
    mentions: tuple[FoundMention, ...]
    head: int = 0

    def place_of(self, mention: FoundMention) -> tuple[int, int]:
        """Where in the whole text a mention stands."""
        before = 0 if mention.in_title else self.head
        return before + mention.start, before + mention.end


def read_article(
    article: Article,
    text: ArticleText | None,
    finder: NameFinder,
    institutions: InstitutionFinder | None = None,
    recent: Mapping[int | str, float] = MappingProxyType({}),
) -> ReadArticle:
    """Find everything in the article's title and text.

    The two are read as one, so that a surname in the title finds the full name in the text. The
    offsets of each mention count from the beginning of the title or of the text it stands in.
    `recent` says who is in the news, for surnames that stand alone.
    """
    body = (text.text if text is not None else "")[:LONGEST_TEXT]
    whole = f"{article.title}{chr(10) * _BETWEEN}{body}"
    language = (text.language if text is not None else "") or article.language
    place = _Places(whole, len(article.title))
    mentions = [
        replace(
            place.mention(MentionKind.PERSON, span.start, span.end),
            name=span,
            status=_status_of_name(span),
        )
        for span in finder.find(whole, language, recent=recent)
    ]
    mentions += _provisions(whole, place)
    mentions += _laws(whole, place)
    if institutions is not None:
        mentions += _institutions(whole, institutions, place, language)
    by_key = dict((mention.key, mention) for mention in mentions)
    return ReadArticle(whole, tuple(_few_alike(by_key.values())), len(article.title) + _BETWEEN)


def _few_alike(mentions: Iterable[FoundMention]) -> Iterator[FoundMention]:
    """The mentions without those of which there are many that say the same: a text may be one word."""
    alike: Counter[object] = Counter()
    for mention in mentions:
        name, place = mention.name, mention.institution
        says = (
            mention.kind,
            (name.persons, name.kind, name.score) if name is not None else None,
            (mention.references, mention.suggested),
            (mention.law.number, mention.law.signed) if mention.law is not None else None,
            (place.institutions, place.how) if place is not None else None,
        )
        alike[says] += 1
        if alike[says] <= MOST_ALIKE:
            yield mention


def named_for_sure(read: ReadArticle) -> set[int]:
    """The people whom the article names in full, with a score of a link."""
    names = [mention.name for mention in read.mentions if mention.name is not None]
    return {
        int(name.persons[0]) for name in names if len(name.persons) == 1 and name.score >= _SURE
    }


def title_mention(read: ReadArticle, article: Article, start: int, end: int) -> FoundMention:
    """A mention of a letter's title at a place of the whole text."""
    return _Places(read.whole, len(article.title)).mention(MentionKind.LETTER, start, end)


@dataclass(frozen=True)
class _Places:
    """A whole text, and how long the title at its head is."""

    whole: str
    title: int

    def mention(self, kind: MentionKind, start: int, end: int) -> FoundMention:
        """A mention at a place of the whole text, found unless the caller knows better."""
        in_title = start < self.title
        sentence, sentence_start = sentence_around(self.whole, start, end)
        base = 0 if in_title else self.title + _BETWEEN
        return FoundMention(
            kind=kind.value,
            in_title=in_title,
            start=start - base,
            end=end - base,
            surface=_clean(self.whole[start:end])[:_SURFACE],
            sentence=_clean(sentence),
            sentence_start=sentence_start,
            status=FOUND,
        )


def _status_of_name(name: NameSpan) -> str:
    if len(name.persons) > 1:
        return AMBIGUOUS
    return REVIEW if name.misspelling else FOUND


def _provisions(whole: str, place: _Places) -> list[FoundMention]:
    """Provisions cited, and words that only suggest one; the latter are always ambiguous."""
    found: list[FoundMention] = []
    cited = find_references(whole)
    for one in cited:
        doubtful = any(not reference.code or reference.doubtful for reference in one.references)
        words = ", ".join(format_reference(reference, "ru") for reference in one.references)
        found.append(
            replace(
                place.mention(MentionKind.PROVISION, one.start, one.end),
                references=one.references,
                status=AMBIGUOUS if doubtful else FOUND,
                reading=words[:_SURFACE],
            )
        )
    ends = [one.end for one in cited]  # one after the other, so both ends are in order
    for sign in find_weak_signs(whole):
        at = bisect_right(ends, sign.start)
        if at < len(cited) and cited[at].start < sign.end:
            continue  # «ч. 2 ст. 207.3 (фейки об армии) УК РФ» is one mention
        found.append(
            replace(
                place.mention(MentionKind.PROVISION, sign.start, sign.end),
                suggested=sign.article,
                status=AMBIGUOUS,
                reading=format_reference(ProvisionReference("УК", sign.article), "ru"),
            )
        )
    return found


def _laws(whole: str, place: _Places) -> list[FoundMention]:
    return [
        replace(
            place.mention(MentionKind.LAW, law.start, law.end),
            law=law,
            status=FOUND if law.signed is not None else AMBIGUOUS,
            reading=f"{law.number} {law.signed or ''}".strip(),
        )
        for law in find_law_citations(whole)
    ]


def _institutions(
    whole: str, institutions: InstitutionFinder, place: _Places, language: str
) -> list[FoundMention]:
    return [
        replace(
            place.mention(MentionKind.INSTITUTION, span.start, span.end),
            institution=span,
            status=FOUND if len(span.institutions) == 1 and span.how in _SURE_WAYS else AMBIGUOUS,
        )
        for span in institutions.find(whole, language)
    ]


def sentence_around(text: str, start: int, end: int) -> tuple[str, int]:
    """The sentence that holds a span, and where in it the span begins. Never very long."""
    first = max(0, start - _LONGEST_SENTENCE)
    before = text[first:start]
    ends = [
        each for each in _SENTENCE_END.finditer(before) if _is_end(text, first + each.end(), each)
    ]
    if ends:
        first += ends[-1].end()
    afterwards = _SENTENCE_END.finditer(text, end, end + _LONGEST_SENTENCE)
    after = next((each for each in afterwards if _is_end(text, each.end(), each)), None)
    last = after.start() + 1 if after is not None else min(len(text), end + _LONGEST_SENTENCE)
    sentence = text[first:last].rstrip()
    return sentence, start - first


def _is_end(text: str, at: int, found: re.Match[str]) -> bool:
    """Whether what looks like the end of a sentence is one; the next would begin at `at`."""
    if not found.group().startswith("."):
        return True
    if "\n" in found.group():
        return True
    if text[at : at + 1].islower():
        return False
    return _ABBREVIATED.search(text, max(0, at - 12), at) is None


def _clean(text: str) -> str:
    """Lone surrogates and NUL cannot be stored; one sign in their place keeps the offsets."""
    return re.sub("[\x00\ud800-\udfff]", "\ufffd", text)
