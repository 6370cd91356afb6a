"""Sources, citations and changes of the generated records."""

import random
from collections.abc import Iterator

from django.contrib.contenttypes.models import ContentType

from cases.casefile.models import CaseEvent
from cases.changes.models import Change
from cases.charges.models import Charge
from cases.evidence.models import Citation, Source
from people.models import Person
from tests.bench.copying import Loader
from tests.bench.invented import Invented, passage
from tests.bench.sizes import Size


def load_evidence(
    loader: Loader, size: Size, chance: random.Random, people: list[Invented]
) -> None:
    """Sources, citations of people, charges and events, and a change for many of them."""
    loader.load(
        Source,
        "id kind url title publisher language key",
        (
            (number, "web_page", f"https://source.example/{number}", f"Source {number}",
             f"Publisher {number % 500}", "ru", f"https://source.example/{number}")
            for number in range(1, size.sources + 1)
        ),
    )  # fmt: skip
    loader.load(
        Citation,
        "content_type_id object_id field source_id quote confidence",
        (
            (content_type, record, field, chance.randint(1, size.sources), passage(chance, 12),
             "verified")
            for content_type, record, field in _cited(size)
        ),
    )  # fmt: skip
    loader.load(
        Change,
        "id kind record_type record_id title fields people public position occurred_at",
        (
            (number, "updated", "person", person, people[person - 1].en, "{status,status_on}",
             f"{{{person}}}", number % 10 != 0, number,
             f"2025-{1 + number * 11 // size.changes:02}-15 12:00:00+00")
            for number in range(1, size.changes + 1)
            for person in (chance.randint(1, size.people),)
        ),
    )  # fmt: skip


def _cited(size: Size) -> Iterator[tuple[int, int, str]]:
    """Content type, id and field of what is cited: each field of each record at most once."""
    rows = {Person: size.people, Charge: size.charges, CaseEvent: size.events}
    fields = {
        Person: ("", "born", "status", "occupation_en"),
        Charge: ("", "act_on", "provision", "stage"),
        CaseEvent: ("", "happened", "court", "kind"),
    }
    left = size.citations
    for turn in range(4):
        for model, number in rows.items():
            content_type = ContentType.objects.get_for_model(model).pk
            for record in range(1, min(number, left) + 1):
                yield content_type, record, fields[model][turn]
            left -= min(number, left)
