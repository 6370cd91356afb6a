"""What an article's title and newest text name: people on record, provisions, the letters' titles."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from cases.articles.models import Article, ArticleText
from cases.laws.references import ProvisionReference, find_references
from cases.linking.models import MentionKind
from people.names import NameFinder, NameSpan

# Statuses of a mention: `found` speaks of one record, `ambiguous` of several, `review` needs a look.
FOUND, AMBIGUOUS, REVIEW = "found", "ambiguous", "review"

# Nobody reads further either; a text of many megabytes is a dump, not an article.
LONGEST_TEXT = 400_000
_LONGEST_SENTENCE = 500
_SENTENCE_END = re.compile(r"[.!?…][»\"”’)]?\s+|\n+")
_SURFACE = 300


@dataclass(frozen=True)
class FoundMention:
    """A span of the title or text with its sentence; exactly one of the last two is set."""

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

    @property
    def key(self) -> tuple[bool, str, int, int]:
        """What makes it one mention in its article and text version."""
        return self.in_title, self.kind, self.start, self.end


@dataclass(frozen=True)
class ReadArticle:
    """An article as it was read: the whole text in one piece and the mentions found in it."""

    whole: str
    mentions: tuple[FoundMention, ...]


def read_article(article: Article, text: ArticleText | None, finder: NameFinder) -> ReadArticle:
    """Find everything in the article's title and text.

    The two are read as one, so that a surname in the title finds the full name in the text. The
    offsets of each mention count from the beginning of the title or of the text it stands in.
    """
    title = article.title
    body = (text.text if text is not None else "")[:LONGEST_TEXT]
    offset = len(title) + 2
    whole = f"{title}\n\n{body}"
    language = (text.language if text is not None else "") or article.language
    mentions = [
        _mention(whole, title, offset, span.start, span.end, MentionKind.PERSON, name=span)
        for span in finder.find(whole, language)
    ]
    for cited in find_references(whole):
        mentions.append(
            _mention(
                whole,
                title,
                offset,
                cited.start,
                cited.end,
                MentionKind.PROVISION,
                references=cited.references,
            )
        )
    return ReadArticle(whole, tuple(dict((m.key, m) for m in mentions).values()))


def title_mention(read: ReadArticle, article: Article, start: int, end: int) -> FoundMention:
    """A mention of a letter's title at a place of the whole text."""
    title = article.title
    return _mention(read.whole, title, len(title) + 2, start, end, MentionKind.LETTER)


def _mention(
    whole: str,
    title: str,
    offset: int,
    start: int,
    end: int,
    kind: MentionKind,
    *,
    name: NameSpan | None = None,
    references: tuple[ProvisionReference, ...] = (),
) -> FoundMention:
    in_title = start < len(title)
    sentence, sentence_start = sentence_around(whole, start, end)
    base = 0 if in_title else offset
    return FoundMention(
        kind=kind.value,
        in_title=in_title,
        start=start - base,
        end=end - base,
        surface=_clean(whole[start:end])[:_SURFACE],
        sentence=_clean(sentence),
        sentence_start=sentence_start,
        status=_status(name, references),
        name=name,
        references=references,
    )


def _status(name: NameSpan | None, references: Iterable[ProvisionReference]) -> str:
    if name is not None:
        if len(name.persons) > 1:
            return AMBIGUOUS
        return REVIEW if name.misspelling else FOUND
    doubtful = any(not reference.code or reference.doubtful for reference in references)
    return AMBIGUOUS if doubtful else FOUND


def sentence_around(text: str, start: int, end: int) -> tuple[str, int]:
    """The sentence that holds a span, and where in it the span begins. Never very long."""
    first = max(0, start - _LONGEST_SENTENCE)
    before = text[first:start]
    ends = list(_SENTENCE_END.finditer(before))
    if ends:
        first += ends[-1].end()
    after = _SENTENCE_END.search(text, end, end + _LONGEST_SENTENCE)
    last = after.start() + 1 if after is not None else min(len(text), end + _LONGEST_SENTENCE)
    sentence = text[first:last].rstrip()
    return sentence, start - first


def _clean(text: str) -> str:
    """Lone surrogates and NUL cannot be stored; one sign in their place keeps the offsets."""
    return re.sub("[\x00\ud800-\udfff]", "\ufffd", text)
