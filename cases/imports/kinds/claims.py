"""Claims about any record, each in as many wordings as sources gave it."""

from django.db import models

from cases.changes.models import ChangeKind
from cases.changes.telling import tell
from cases.evidence.models import Claim, ClaimWording
from cases.evidence.selectors import record_key
from cases.evidence.services import add_claim, word_claim
from cases.imports.columns import number, rows, slug, text
from cases.imports.kinds.base import EVIDENCE, Entry
from cases.publishing.writing import amend_row

WORDING = {
    "said_by": text(200).needed(),
    "wording_en": text().needed(),
    "wording_ru": text(),
    "value": number(),
    **EVIDENCE,
}
CLAIM = {
    "key": slug().needed(),
    "subject_en": text(200).needed(),
    "subject_ru": text(200),
    "note_en": text(),
    "note_ru": text(),
    "wordings": rows(WORDING).needed(),
    **EVIDENCE,
}


def keep_claims(entry: Entry, record: models.Model) -> None:
    """Bring the claims of the row's `claims` column onto the record."""
    context = entry.context
    type_id, pk = record_key(record)
    for position, below in enumerate(entry.below("claims"), start=1):
        values = below.values("subject_en", "subject_ru", "note_en", "note_ru")
        values |= {"position": position, "state": below.state()["state"]}
        known = Claim.objects.filter(content_type_id=type_id, object_id=pk, key=below["key"])
        found = context.among(record, known).first()
        if found is None:
            claim = add_claim(record, key=below["key"], **values)
            context.changed = True
            tell(ChangeKind.UPDATED, record, fields=["claims"], part=claim, **context.told)
        else:
            claim = found
            told = {"whole": record, "part": "claims", **context.told}
            if amend_row(claim, changes=values, **told):
                context.changed = True
        below.done(claim)
        for place, wording in enumerate(below.below("wordings"), start=1):
            _keep_wording(wording, claim, record, place)


def _keep_wording(entry: Entry, claim: Claim, record: models.Model, position: int) -> None:
    context = entry.context
    values = entry.values("wording_en", "wording_ru", "value") | {"position": position}
    found = ClaimWording.objects.filter(claim=claim, said_by=entry["said_by"]).first()
    if found is None:
        wording = word_claim(claim, said_by=entry["said_by"], **values)
        context.changed = True
    else:
        wording = found
        told = {"whole": record, "part": "claims", **context.told}
        if amend_row(wording, changes=values, **told):
            context.changed = True
    entry.done(wording)
