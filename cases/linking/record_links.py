"""From what an article names to provisions, laws, courts and prisons on record, with score and reasons."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Q

from cases.casefile.models import CaseEvent
from cases.detention.models import Transfer
from cases.laws.models import Law, Provision
from cases.laws.references import ProvisionReference, format_reference
from cases.linking.mentions import AMBIGUOUS, FOUND, FoundMention, ReadArticle
from cases.linking.scoring import LinkScore, score_institution, score_law, score_provision

# More records than this for one number tell a person nothing; the mention stays, ambiguous.
_MOST_ASKED_ABOUT = 3


@dataclass(frozen=True)
class FoundLink:
    """A record that the article may speak of. `kind` is the column of the link: person, law..."""

    kind: str
    record_id: int
    score: LinkScore
    mentions: tuple[FoundMention, ...]


def provision_links(read: ReadArticle) -> list[FoundLink]:
    """Provisions on record that the text cites. One cited more exactly is linked to what is known.

    Words that only suggest a provision make no link; they confirm a citation without a code.
    """
    cited: dict[ProvisionReference, list[FoundMention]] = defaultdict(list)
    for mention in read.mentions:
        for reference in mention.references:
            cited[reference].append(mention)
    if not cited:
        return []
    suggested = {mention.suggested: mention.surface for mention in read.mentions}
    rows = Provision.objects.filter(article__in={reference.article for reference in cited})
    known = {
        (code, article, part, point): pk
        for pk, code, article, part, point in rows.values_list(
            "pk", "code", "article", "part", "point"
        )
    }
    links = []
    for reference, mentions in cited.items():
        match = _on_record(reference, known)
        if match is None:
            continue
        provision_id, whole = match
        score = score_provision(
            cited=format_reference(reference, "ru"),
            has_code=bool(reference.code),
            doubtful=reference.doubtful,
            whole=whole,
            named="" if reference.code else suggested.get(reference.article, ""),
        )
        links.append(FoundLink("provision", provision_id, score, tuple(mentions)))
    return _best_of_each(links)


def _on_record(
    reference: ProvisionReference, known: dict[tuple[str, str, str, str], int]
) -> tuple[int, bool] | None:
    """The provision on record, or the nearest above it, and whether it is all that was cited.

    Without a code only an article that stands in one code of those on record will do.
    """
    codes = [reference.code] if reference.code else sorted({code for code, *_ in known})
    matches = []
    for code in codes:
        point = "" if reference.doubtful else reference.point
        for part_and_point in ((reference.part, point), (reference.part, ""), ("", "")):
            found = known.get((code, reference.article, *part_and_point))
            if found is not None:
                whole = part_and_point == (reference.part, reference.point)
                matches.append((found, whole))
                break
    return matches[0] if len(matches) == 1 else None


def law_links(read: ReadArticle, published: date) -> list[FoundLink]:
    """Laws on record that the text cites by number; one query. `published`: of the article."""
    cited = [mention for mention in read.mentions if mention.law is not None]
    if not cited:
        return []
    rows = Law.objects.filter(number__in={m.law.number for m in cited if m.law is not None})
    by_number: dict[str, list[Law]] = defaultdict(list)
    for law in rows.order_by("pk"):
        by_number[law.number].append(law)
    # A number said with its date once is the same law in the rest of the article.
    dated = {m.law.number: m.law.signed for m in cited if m.law is not None and m.law.signed}
    links = []
    for mention in cited:
        if mention.law is None:
            continue
        signed = mention.law.signed or dated.get(mention.law.number)
        fitting = [law for law in by_number[mention.law.number] if _signed_on(law, signed)]
        if len(fitting) > _MOST_ASKED_ABOUT:
            continue
        for law in fitting:
            score = score_law(
                cited=mention.surface,
                dated=signed is not None,
                others=len(fitting) - 1,
                new=_newly_signed(law, published),
            )
            status = FOUND if signed is not None and len(fitting) == 1 else AMBIGUOUS
            links.append(FoundLink("law", law.pk, score, (replace(mention, status=status),)))
    return _best_of_each(links)


def _signed_on(law: Law, day: date | None) -> bool:
    """Whether the record does not contradict the day the text gives."""
    if day is None or law.signed is None:
        return True
    first, last = law.signed.bounds()
    return (first is None or first <= day) and (last is None or day <= last)


def _newly_signed(law: Law, published: date) -> bool:
    if law.signed is None:
        return False
    first, _ = law.signed.bounds()
    return first is not None and 0 <= (published - first).days <= 90


def institution_links(read: ReadArticle, people: Sequence[FoundLink]) -> list[FoundLink]:
    """Courts and prisons that the text names; at most two queries.

    Where a name or number fits several, or could be one not on record, it decides who is named for
    certain: somebody whose case was before this court, or who is held in this prison.
    """
    named = [mention for mention in read.mentions if mention.institution is not None]
    if not named:
        return []
    doubtful = {
        one
        for mention in named
        if mention.institution is not None and mention.status == AMBIGUOUS
        for one in mention.institution.institutions
    }
    sure = {link.record_id: link for link in people if link.score.score >= 0.9}
    of_people = _institutions_of(sure, doubtful) if doubtful and sure else {}
    links = []
    for mention in named:
        if mention.institution is None:
            continue
        ids = mention.institution.institutions
        decided = [one for one in ids if one in of_people] if mention.status == AMBIGUOUS else []
        if len(decided) == 1:
            ids, mention = (decided[0],), replace(mention, status=FOUND)
        if len(ids) > _MOST_ASKED_ABOUT:
            continue
        for one in ids:
            person = sure[of_people[one]].mentions[0].surface if decided else ""
            score = score_institution(
                named=mention.surface,
                how=mention.institution.how if mention.institution is not None else "",
                others=len(ids) - 1,
                person=person,
            )
            links.append(FoundLink("institution", one, score, (mention,)))
    return _best_of_each(links)


def _institutions_of(people: Iterable[int], institutions: set[int]) -> dict[int, int]:
    """Which of the institutions a case or a detention of one of the people names."""
    ids = list(people)
    of_case = Q(party__isnull=True, case__parties__person_id__in=ids) | Q(party__person_id__in=ids)
    events = CaseEvent.objects.filter(of_case, court_id__in=institutions)
    found: dict[int, int] = {}
    for court_id, own, shared in events.values_list(
        "court_id", "party__person_id", "case__parties__person_id"
    ):
        person_id = own if own is not None else shared
        if court_id is not None and person_id in ids:
            found[court_id] = person_id
    held = Transfer.objects.filter(detention__person_id__in=ids, institution_id__in=institutions)
    for prison_id, person_id in held.values_list("institution_id", "detention__person_id"):
        if prison_id is not None:
            found[prison_id] = person_id
    return found


def _best_of_each(links: Iterable[FoundLink]) -> list[FoundLink]:
    """One link per record: the best score, all the mentions, each once."""
    best: dict[int, FoundLink] = {}
    mentions: dict[int, dict[tuple[bool, str, int, int], FoundMention]] = defaultdict(dict)
    for link in links:
        before = best.get(link.record_id)
        if before is None or link.score.score > before.score.score:
            best[link.record_id] = link
        for mention in link.mentions:
            mentions[link.record_id].setdefault(mention.key, mention)
    return [replace(link, mentions=tuple(mentions[pk].values())) for pk, link in best.items()]
