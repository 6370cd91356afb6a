"""A wide migration does what Django's own would have done, in one rendering."""

from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from tracker.lib.wide_migrations import WideMigration

_NAMES = [f"Thing{number}" for number in range(9)]


def operations() -> list[Any]:
    """Nine models, then fields that tie them together, an index, a constraint and a field again."""
    models_ = [
        migrations.CreateModel(name, [("id", models.BigAutoField(primary_key=True))])
        for name in _NAMES
    ]
    fields = [
        migrations.AddField(
            name,
            "next",
            models.ForeignKey(f"wide.{after}", models.CASCADE, null=True, related_name="+"),
        )
        for name, after in zip(_NAMES, [*_NAMES[1:], _NAMES[0]], strict=True)
    ]
    return [
        *models_,
        *fields,
        migrations.AddField("Thing0", "size", models.IntegerField(default=7)),
        migrations.AddIndex("Thing0", models.Index(fields=["size"], name="thing_by_size")),
        migrations.AddConstraint(
            "Thing0",
            models.CheckConstraint(condition=models.Q(size__gt=0), name="thing_has_a_size"),
        ),
        migrations.AddField("Thing0", "friends", models.ManyToManyField("wide.Thing1")),
        migrations.RunSQL("INSERT INTO wide_thing0 (size) VALUES (3)", migrations.RunSQL.noop),
        migrations.AddField("Thing1", "late", models.TextField(default="here")),
    ]


def tables_after(base: type[migrations.Migration]) -> list[tuple[object, ...]]:
    """Apply the operations with this kind of migration, describe the tables, drop them again."""
    kind = type("Migration", (base,), {"operations": operations(), "dependencies": []})
    migration = kind("0001_initial", "wide")
    state = ProjectState()
    with connection.schema_editor() as editor:
        after = migration.apply(state, editor)
    assert {name.lower() for _, name in after.models} == {name.lower() for name in _NAMES}
    with connection.cursor() as cursor:
        cursor.execute("SELECT size FROM wide_thing0")
        assert cursor.fetchall() == [(3,)]
        cursor.execute(
            "SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns "
            "WHERE table_name LIKE 'wide_%' "
            "UNION ALL SELECT tablename, indexname, indexdef, '' FROM pg_indexes "
            "WHERE tablename LIKE 'wide_%' "
            "UNION ALL SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), '' "
            "FROM pg_constraint WHERE conrelid::regclass::text LIKE 'wide_%' ORDER BY 1, 2, 3"
        )
        described = cursor.fetchall()
    state = ProjectState()
    with connection.schema_editor() as editor:
        migration.unapply(state, editor)
    return described


@pytest.mark.django_db(transaction=True)
def test_the_tables_are_those_that_django_makes() -> None:
    wide, plain = tables_after(WideMigration), tables_after(migrations.Migration)
    assert len(wide) > 50
    assert wide == plain


def test_every_large_migration_of_ours_is_a_wide_one() -> None:
    root = Path(apps.get_app_config("cases").path).parent
    for (label, name), migration in MigrationLoader(None).disk_migrations.items():
        ours = Path(apps.get_app_config(label).path).parent == root
        if ours and len(migration.operations) > 60:
            assert isinstance(migration, WideMigration), f"{label} {name} would take long"
