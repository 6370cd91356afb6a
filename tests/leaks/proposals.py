"""Proposals in the world of the leak tests: internal whatever they hang on."""

from cases.articles.models import Article
from cases.proposals.models import Proposal, ProposalQuote, ProposalReading
from tests.factories import people as people_factories
from tests.leaks.words import Words


def propose(words: Words, about: str, article: Article) -> None:
    """What the news says happened is a question for researchers, never told to anybody."""
    person = people_factories.make_person()
    proposal = Proposal.objects.create(
        person=person,
        kind="sentenced",
        values={"register": words.new(f"{about}: values of a proposal", secret=True)},
    )
    words.fill(proposal, about, secret=True)
    quote = ProposalQuote.objects.create(
        proposal=proposal, article=article, person=person, kind="sentenced", start=0, end=1,
        quote="x", score=0.9,
        reasons=[{"text": words.new(f"{about}: reason of a proposal", secret=True)}],
    )  # fmt: skip
    words.fill(quote, about, secret=True)
    reading = ProposalReading.objects.create(article=article)
    words.fill(reading, about, secret=True)
