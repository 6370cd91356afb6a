"""Models of people."""

from people.models.account import Account
from people.models.affiliation import Affiliation, Organisation
from people.models.external_id import ExternalId
from people.models.merge import MergeDecision, MergeRecord, Verdict
from people.models.name_form import NameForm, NameKind
from people.models.person import CurrentStatus, Person, Sex

__all__ = [
    "Account",
    "Affiliation",
    "CurrentStatus",
    "ExternalId",
    "MergeDecision",
    "MergeRecord",
    "NameForm",
    "NameKind",
    "Organisation",
    "Person",
    "Sex",
    "Verdict",
]
