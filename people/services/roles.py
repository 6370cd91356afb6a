"""Groups and permissions made from the table of roles."""

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from tracker.lib.roles import READ_ONLY_MODELS, ROLES


@transaction.atomic
def ensure_roles() -> None:
    """Make or refresh one group per role of `tracker.lib.roles`. Doing it again changes nothing."""
    record_models = [
        model
        for label in ("people", "cases")
        for model in apps.get_app_config(label).get_models()
        if not model.__name__.endswith("Version") and model.__name__ != "Account"
    ]
    types = ContentType.objects.get_for_models(*record_models)
    wanted: dict[str, set[str]] = {}
    for role in ROLES:
        codenames = set(role.special)
        for model in record_models:
            name = model._meta.model_name or ""
            for action in role.actions:
                if action == "view" or name not in READ_ONLY_MODELS:
                    codenames.add(f"{action}_{name}")
        wanted[role.name] = codenames
    account_type = ContentType.objects.get(app_label="people", model="account")
    permissions = {
        permission.codename: permission
        for permission in Permission.objects.filter(
            content_type__in=[*types.values(), account_type]
        )
    }
    for name, codenames in wanted.items():
        group, _made = Group.objects.get_or_create(name=name)
        group.permissions.set(
            permissions[codename] for codename in sorted(codenames) if codename in permissions
        )
