"""What stands around a full name and speaks against it: further names, streets, bylines."""

from __future__ import annotations

from people.names.evidence import Reason
from people.names.finding.candidate import Candidate, Place
from people.names.finding.context import (
    BREAK,
    CONJUNCTION,
    LINE,
    bearer_of_name,
    byline_before,
    suffix_after,
)
from people.names.language.equivalents import is_listed_given_name
from people.names.language.folding import fold, soften
from people.names.language.inflection import GENITIVE
from people.names.language.written import same_suffix
from people.names.on_record.words import Hit


def check_neighbours(place: Place, candidate: Candidate) -> None:
    """Other names standing right beside: a list without commas, a longer name."""
    own = candidate.entry.given_words | candidate.entry.surname_words
    before = candidate.first - 1
    if before >= 0 and place.joins[before] not in (BREAK, CONJUNCTION):
        token = place.tokens[before]
        soft = soften(token.text)
        # "EMA Guido Rasi": what is no name but for its sound, or an abbreviation, is none.
        shouted = token.text.isupper() and not place.tokens[candidate.first].text.isupper()
        named = is_listed_given_name(soft) and not shouted
        if not token.is_initial and named and fold(soft) not in own:
            code = "order_doubtful" if candidate.surname_first else "extra_name"
            candidate.lower(0.6, Reason(code, token.text, against=True))
    after = candidate.last + 1
    if (
        candidate.surname_first
        and after < len(place.tokens)
        and place.joins[candidate.last] not in (BREAK, CONJUNCTION)
    ):
        token = place.tokens[after]
        if not token.is_initial and len(token.text) > 2 and fold(token.text) not in own:
            candidate.lower(0.6, Reason("order_doubtful", token.text, against=True))
    for at in range(candidate.first, candidate.last):
        if place.joins[at] == LINE:
            candidate.lower(0.9, Reason("line_break", against=True))


def check_surroundings(place: Place, candidate: Candidate, surname: Hit) -> None:
    """Jr and Sr, and streets, foundations and laws that bear the name."""
    start = place.tokens[candidate.first].start
    end = place.tokens[candidate.last].end
    suffix = suffix_after(place.text, end)
    if suffix and not same_suffix(suffix, candidate.entry.parts.lineage):
        candidate.lower(0.6, Reason("suffix", suffix, against=True))
    elif not suffix and candidate.entry.parts.suffix:
        candidate.stand_back()  # a father may be on record as well
    # Of a Czech or Slovak woman's name -ová is the nominative: "mluvčí letiště Jana Nováková".
    nominative = soften(place.tokens[candidate.surname_at].text).endswith("ová")
    genitive = not nominative and any(a.cases & GENITIVE for a in surname.analyses)
    bearer = bearer_of_name(place.text, start, end, place.language, genitive=genitive)
    if bearer:
        candidate.lower(0.3, Reason("organisation", bearer, against=True))
    byline = byline_before(place.text, start)
    if byline:
        candidate.lower(0.8, Reason("byline", byline, against=True))
