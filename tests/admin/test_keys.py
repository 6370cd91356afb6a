"""Partners' keys in the admin: never shown again, ended at once by who publishes."""

from django.test import Client
from django.urls import reverse

from cases.access.models import PartnerOrganisation
from cases.access.services import issue_key
from people.models import Account

KEYS = reverse("admin:cases_apikey_changelist")


def test_a_publisher_ends_a_key_and_a_researcher_cannot(
    client: Client, researcher_client: Client, publisher: Account
) -> None:
    row, key = issue_key(partner=PartnerOrganisation.objects.create(name="NGO"), name="copy")
    call = {"action": "revoke", "_selected_action": [row.pk]}
    researcher_client.post(KEYS, call)
    row.refresh_from_db()
    assert row.revoked_at is None
    client.force_login(publisher)
    assert key not in client.get(KEYS).content.decode()
    client.post(KEYS, call)
    row.refresh_from_db()
    assert row.revoked_at is not None
    assert (
        client.get("/api/v1/people/", headers={"Authorization": f"Bearer {key}"}).status_code == 401
    )
