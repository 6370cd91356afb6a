"""The list of open letters and the page of one."""

from dataclasses import dataclass

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cases.casefile.models import Recognition
from cases.casefile.selectors import recognitions_of
from cases.charges.selectors import charges_of_people, people_sentenced
from cases.evidence.models import Claim
from cases.evidence.selectors import claims_of
from cases.letters.models import OpenLetter, Signature
from cases.letters.selectors import letter_page, letters_listed, shown_person
from cases.public.coverage import coverage_of
from cases.public.pages import PUBLIC, public_page, refuse_missing
from cases.public.sources import PageSources
from cases.public.words import RECOGNISING, Conviction, conviction_of

MOST_LETTERS = 200


@dataclass(frozen=True)
class SignatoryToday:
    """A name under the letter, and what is on record of the person today: three separate facts."""

    signature: Signature
    conviction: Conviction
    recognised: list[Recognition]


@public_page
def letters(request: HttpRequest) -> HttpResponse:
    """Open letters, newest first."""
    return render(
        request, "public/letters.html", {"letters": letters_listed(PUBLIC)[:MOST_LETTERS]}
    )


@public_page
def letter(request: HttpRequest, slug: str) -> HttpResponse:
    """The letter's texts, demands, claims with a wording per source, signatories and coverage."""
    found = letter_page(slug, PUBLIC)
    if found is None:
        refuse_missing(OpenLetter, slug)
    signatures = [*found.signatories, *found.supporters]
    people = [one.pk for one in map(shown_person, signatures) if one is not None]
    charges = charges_of_people(people, PUBLIC)
    sentenced = people_sentenced(people, PUBLIC)
    recognitions = recognitions_of(people, PUBLIC)
    claims = claims_of(found.letter, PUBLIC)
    shown: list[Model] = [
        found.letter, *found.addressees, *found.texts, *found.demands, *signatures
    ]  # fmt: skip
    shown += evidence_of_claims(claims)
    context = {
        "letter": found.letter,
        "found": found,
        "signatories": [
            SignatoryToday(
                signature,
                conviction_of(
                    charges.get(signature.person_id or 0, []),
                    sentenced=signature.person_id in sentenced,
                ),
                [
                    one
                    for one in recognitions.get(signature.person_id or 0, [])
                    if one.status in RECOGNISING
                ],
            )
            for signature in found.signatories
        ],
        "claims": claims,
        "coverage": coverage_of(request.GET.get("news", ""), letter=found.letter),
        "sources": PageSources(shown),
    }
    return render(request, "public/letter.html", context)


def evidence_of_claims(claims: list[Claim]) -> list[Model]:
    """The claims and all their wordings: the rows whose sources a page prints."""
    rows: list[Model] = [*claims]
    for claim in claims:
        rows += claim.wordings.all()
    return rows
