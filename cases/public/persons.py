"""The list of people and a person's page."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy

from cases.casefile.models import Party
from cases.casefile.selectors import events_of_parties, parties_of_person, recognitions_of
from cases.charges.models import Sentence
from cases.charges.selectors import (
    ChargeHistory,
    charges_of_parties,
    charges_of_people,
    charges_under,
    sentences_of_parties,
)
from cases.detention.selectors import detentions_of
from cases.laws.models import Provision
from cases.laws.selectors import articles_listed, provision_by_slug
from cases.letters.selectors import signatures_of_person
from cases.public.coverage import coverage_of
from cases.public.pages import PUBLIC, public_page, refuse_missing
from cases.public.paging import keyset_page
from cases.public.sources import PageSources
from cases.public.words import RECOGNISING, conviction_of
from people.models import CurrentStatus, Person
from people.querysets import PersonQuerySet
from people.selectors.persons import people_listed, person_facts, survivor_of


@dataclass(frozen=True)
class PersonInCase:
    """One case as it concerns one person."""

    party: Party
    charges: list[ChargeHistory]
    sentences: list[Sentence]


@public_page
def people(request: HttpRequest) -> HttpResponse:
    """People by surname, narrowed by part of a name, status and provision; all of it in the address."""
    text = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    status = request.GET.get("status", "")
    provision_slug = request.GET.get("provision", "")
    rows = people_listed(PUBLIC, text=text, status=status)
    chosen: Provision | None = None
    if provision_slug:
        chosen = provision_by_slug(provision_slug[:160].replace("\x00", ""), PUBLIC)
        rows = _charged_under(rows, chosen)
    key = "sort_ru" if (get_language() or "").startswith("ru") else "sort_en"
    page = keyset_page(rows, keys=(key, "id"), token=request.GET.get("page", ""))
    charges = charges_of_people([person.pk for person in page.rows], PUBLIC)
    chosen_filters = {"q": text, "status": status, "provision": provision_slug}
    return render(
        request,
        "public/people.html",
        {
            "page": page,
            "rows": [(person, charges.get(person.pk, [])) for person in page.rows],
            "filters": urlencode({name: value for name, value in chosen_filters.items() if value}),
            "text": text,
            "status": status,
            "statuses": CurrentStatus.choices,
            "chosen": chosen,
            "provision_slug": provision_slug,
            "provisions": articles_listed(PUBLIC),
        },
    )


def _charged_under(rows: PersonQuerySet, provision: Provision | None) -> PersonQuerySet:
    if provision is None:
        return rows.none()
    charges = charges_under(
        PUBLIC,
        code=provision.code,
        article=provision.article,
        part=provision.part,
        point=provision.point,
    )
    return rows.filter(pk__in=charges.filter(party__role="defendant").values("party__person_id"))


@public_page
def person(request: HttpRequest, slug: str) -> HttpResponse:
    """Who the person is, what they are accused of, where they are, and where each fact comes from."""
    facts = person_facts(slug, PUBLIC)
    if facts is None:
        refuse_missing(Person, slug)
    record = facts.person
    if record.merged_into_id:
        survivor = survivor_of(record, PUBLIC)
        if survivor is None:
            refuse_missing(Person, slug)
        return redirect("public:person", survivor.slug, permanent=True)
    parties = parties_of_person(record.pk, PUBLIC)
    party_ids = [party.pk for party in parties]
    charges = charges_of_parties(party_ids, PUBLIC)
    sentences = sentences_of_parties(party_ids, PUBLIC)
    in_cases = [
        PersonInCase(party, charges.get(party.pk, []), sentences.get(party.pk, []))
        for party in parties
    ]
    events = events_of_parties(parties, PUBLIC)
    detentions = detentions_of(record.pk, PUBLIC)
    recognitions = recognitions_of([record.pk], PUBLIC).get(record.pk, [])
    signatures = signatures_of_person(record.pk, PUBLIC)
    all_charges = [history for one in in_cases for history in one.charges]
    shown: list[Model] = [
        record,
        *facts.affiliations,
        *parties,
        *events,
        *recognitions,
        *signatures,
    ]
    for one in in_cases:
        shown += [*(history.charge for history in one.charges), *one.sentences]
        shown += [update for history in one.charges for update in history.updates]
    for stay in detentions:
        shown += [stay.detention, *stay.places]
        shown += [stay.release] if stay.release else []
    context: dict[str, Any] = {
        "person": record,
        "names": _other_names(facts.names, record),
        "affiliations": facts.affiliations,
        "in_cases": in_cases,
        "events": events,
        "detentions": detentions,
        "recognised": [one for one in recognitions if one.status in RECOGNISING],
        "not_recognition": [one for one in recognitions if one.status not in RECOGNISING],
        "signatures": signatures,
        "conviction": conviction_of(all_charges, sentenced=any(one.sentences for one in in_cases)),
        "charges": all_charges,
        "coverage": coverage_of(request.GET.get("news", ""), person=record),
        "unknown_facts": unknown_facts(record),
        "sources": PageSources(shown),
    }
    return render(request, "public/person.html", context)


def _other_names(names: list[Any], record: Person) -> list[Any]:
    """Names in scripts and languages other than the two in the heading, each once."""
    seen = {record.name_en.casefold(), record.name_ru.casefold()}
    others = []
    for name in names:
        if name.text.casefold() not in seen:
            seen.add(name.text.casefold())
            others.append(name)
    return others


@dataclass(frozen=True)
class UnknownFact:
    """Something looked for and not found, in the shape that `localized` reads."""

    text_en: str
    text_ru: str = ""


# The column holds short English texts; those that recur are read in Russian too.
_OFTEN_UNKNOWN: dict[str, Promise] = {
    "patronymic": pgettext_lazy("not known", "patronymic"),
    "date of birth": pgettext_lazy("not known", "date of birth"),
    "facility": pgettext_lazy("not known", "facility"),
    "current facility": pgettext_lazy("not known", "current facility"),
    "arrest date": pgettext_lazy("not known", "arrest date"),
    "exact articles": pgettext_lazy("not known", "exact articles"),
    "cassation": pgettext_lazy("not known", "cassation"),
}


def unknown_facts(record: Person) -> list[UnknownFact]:
    """What was looked for and not found."""
    listed = record.unknown_facts if isinstance(record.unknown_facts, list) else []
    facts = [fact.strip() for fact in listed if isinstance(fact, str) and fact.strip()]
    russian = (get_language() or "").startswith("ru")
    return [
        UnknownFact(fact, str(_OFTEN_UNKNOWN.get(fact, "")) if russian else "") for fact in facts
    ]
