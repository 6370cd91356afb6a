"""Proposals for tests, written without the reader of sentences."""

from typing import Any

from cases.articles.models import Article
from cases.proposals.models import Proposal, ProposalQuote
from people.models import Person


def make_proposal(
    article: Article, person: Person, *, kind: str = "sentenced", **columns: Any
) -> Proposal:
    """What the article says happened to the person, with the sentence that says it."""
    values = columns.pop("values", {"months": 84})
    proposal = Proposal.objects.create(person=person, kind=kind, values=values, **columns)
    quote = "The court sentenced the defendant to seven years."
    ProposalQuote.objects.create(
        proposal=proposal,
        article=article,
        person=person,
        kind=kind,
        values=values,
        start=0,
        end=len(quote),
        quote=quote,
        score=0.9,
    )
    return proposal
