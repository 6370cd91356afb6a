"""Citing: a source once, and as many facts on it as it bears."""

import hashlib
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction

from cases.evidence.models import (
    Assertion,
    Citation,
    Claim,
    ClaimWording,
    Confidence,
    Source,
    SourceKind,
)
from tracker.lib import clock
from tracker.lib.errors import Refused
from tracker.lib.publishing import PublishingState
from tracker.lib.web_urls import canonical_url


def source_key(*, url: str = "", title: str = "") -> str:
    """What makes two mentions the same source: the canonical address, or the words where there is none."""
    text = canonical_url(url) if url else " ".join(title.split()).casefold()
    if not text:
        raise Refused("A source needs an address or a title.", field="url")
    return text if len(text) <= 500 else f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def ensure_source(
    *,
    kind: SourceKind,
    url: str = "",
    title: str = "",
    publisher: str = "",
    language: str = "",
    note: str = "",
) -> Source:
    """The source of this address or title, made when it is new."""
    source, _made = Source.objects.get_or_create(
        key=source_key(url=url, title=title),
        defaults={
            "kind": kind,
            "url": url,
            "title": title[:400],
            "publisher": publisher[:200],
            "language": language,
            "note": note[:400],
        },
    )
    return source


def cite(
    record: models.Model,
    *,
    source: Source,
    field: str = "",
    quote: str = "",
    confidence: Confidence = Confidence.VERIFIED,
    note: str = "",
) -> Citation:
    """Let the source bear the field (or, with an empty field, the whole record). Once per field."""
    if field:
        record._meta.get_field(field)  # a misspelt field name is a fault of the caller
    citation, _made = Citation.objects.get_or_create(
        content_type=ContentType.objects.get_for_model(record),
        object_id=record.pk,
        field=field,
        source=source,
        retracted_at=None,
        defaults={"quote": quote, "confidence": confidence, "note": note[:600]},
    )
    return citation


def retract(citation: Citation) -> None:
    """Take a citation back; it stays on record as retracted."""
    citation.retracted_at = clock.now()
    citation.save(update_fields=["retracted_at", "updated_at"])


@transaction.atomic
def assert_otherwise(
    record: models.Model,
    *,
    field: str,
    value_text: str,
    source: Source,
    confidence: Confidence = Confidence.VERIFIED,
    note: str = "",
    state: PublishingState = PublishingState.PUBLISHED,
) -> Assertion:
    """Keep a value that disagrees with the accepted one, with its source, beside it."""
    record._meta.get_field(field)
    assertion, _made = Assertion.objects.get_or_create(
        content_type=ContentType.objects.get_for_model(record),
        object_id=record.pk,
        field=field,
        value_text=value_text[:400],
        source=source,
        defaults={"confidence": confidence, "note": note[:600], "state": state},
    )
    return assertion


def add_claim(
    record: models.Model,
    *,
    key: str,
    subject_en: str,
    subject_ru: str = "",
    note_en: str = "",
    note_ru: str = "",
    position: int = 0,
    state: PublishingState = PublishingState.PUBLISHED,
) -> Claim:
    """A claim about the record's subject, to which wordings are added."""
    claim, _made = Claim.objects.get_or_create(
        content_type=ContentType.objects.get_for_model(record),
        object_id=record.pk,
        key=key,
        defaults={
            "subject_en": subject_en,
            "subject_ru": subject_ru,
            "note_en": note_en,
            "note_ru": note_ru,
            "position": position,
            "state": state,
        },
    )
    return claim


def word_claim(
    claim: Claim,
    *,
    said_by: str,
    wording_en: str,
    wording_ru: str = "",
    value: int | None = None,
    position: int = 0,
    sources: tuple[Source, ...] = (),
    confidence: Confidence = Confidence.VERIFIED,
) -> ClaimWording:
    """How somebody words the claim, with the sources of the wording."""
    wording, _made = ClaimWording.objects.get_or_create(
        claim=claim,
        said_by=said_by[:200],
        defaults={
            "wording_en": wording_en,
            "wording_ru": wording_ru,
            "value": value,
            "position": position,
        },
    )
    for source in sources:
        cite(wording, source=source, confidence=confidence)
    return wording


def publish_state_of(confidence: str) -> tuple[PublishingState, str]:
    """The state in which an imported fact begins, and the reason shown to researchers.

    Only what was read in a source is published; what is remembered is a draft until somebody reads it.
    """
    if confidence.startswith("verified"):
        return PublishingState.PUBLISHED, ""
    reasons: dict[str, Any] = {
        "memory": "From memory, not checked against a source.",
        "unknown": "Looked for and not found.",
    }
    return PublishingState.DRAFT, str(
        reasons.get(confidence, f"Confidence “{confidence}”, not verified.")
    )
