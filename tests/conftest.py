"""The cast and the ground of all tests.

Prefer building what a test needs inline or with tests/factories; add a fixture here only when many
files need it. The cast: a researcher and a publisher (staff), a partner (API key), a stranger (nobody).
"""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from people.models import Account


@pytest.fixture
def make_account(db: None) -> Callable[..., Account]:
    """Make a signed-in kind of person with a role of `tracker.lib.roles`."""

    def make(username: str, role: str = "", **extra: object) -> Account:
        from people.services.roles import ensure_roles

        account = Account.objects.create_user(username, password="a-long-password-1", **extra)
        if role:
            ensure_roles()
            account.is_staff = True
            account.save()
            account.groups.add(Group.objects.get(name=role))
        return account

    return make


@pytest.fixture
def researcher(make_account: Callable[..., Account]) -> Account:
    """Edits records and decides links; may not publish."""
    return make_account("rosa", "researcher")


@pytest.fixture
def publisher(make_account: Callable[..., Account]) -> Account:
    """Publishes and withdraws."""
    return make_account("pavel", "publisher")


@pytest.fixture
def administrator(make_account: Callable[..., Account]) -> Account:
    """May do everything."""
    return make_account("ada", is_staff=True, is_superuser=True)


@pytest.fixture
def stranger_client() -> Client:
    """A browser without an account."""
    return Client()


@pytest.fixture
def researcher_client(researcher: Account) -> Client:
    """The researcher's browser."""
    client = Client()
    client.force_login(researcher)
    return client
