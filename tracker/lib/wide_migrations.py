"""A migration of many operations, applied in seconds instead of half a minute.

After each operation Django renders the touched model and all its relatives anew. With history
tables and triggers the first migration has four hundred operations on models that nearly all know
each other, and rendering took 30 of its 33 seconds. Here neighbouring operations share one rendering:
new models with new models, additions with additions. What is written in the migration, and what it
does to the database, stays the same.
"""

from itertools import groupby
from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from pgtrigger.migrations import AddTrigger

# Each of these writes one thing of its own. It may see its model as it will be at the end of the
# run, with fields that come later, and does the same; a new model would be made with them, so new
# models stay among themselves.
_ADDITIONS = (migrations.AddField, migrations.AddIndex, migrations.AddConstraint, AddTrigger)
_FEWEST = 8  # rendering everything once costs about as much as so many single operations


class WideMigration(migrations.Migration):
    """Base class for migrations of more than a few dozen operations."""

    def apply(
        self,
        project_state: ProjectState,
        schema_editor: BaseDatabaseSchemaEditor,
        collect_sql: bool = False,
    ) -> ProjectState:
        """As Django's, but runs of one kind of operation share the rendered models."""
        if collect_sql:
            return super().apply(project_state, schema_editor, collect_sql)
        every = self.operations
        try:
            for kind, run in groupby(every, key=_kind):
                operations = list(run)
                if kind != "other" and len(operations) >= _FEWEST:
                    self._apply_together(operations, project_state, schema_editor)
                else:
                    vars(self)["operations"] = operations
                    project_state = super().apply(project_state, schema_editor)
        finally:
            vars(self)["operations"] = every
        return project_state

    def mutate_state(self, project_state: ProjectState, preserve: bool = True) -> ProjectState:
        """As Django's; models are rendered once, when somebody asks for them."""
        state: ProjectState = project_state.clone() if preserve else project_state
        state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(self.app_label, state)
        return state

    def unapply(
        self,
        project_state: ProjectState,
        schema_editor: BaseDatabaseSchemaEditor,
        collect_sql: bool = False,
    ) -> ProjectState:
        """As Django's, the last operation first; runs of one kind share the rendered models."""
        irreversible = [one for one in self.operations if not one.reversible]
        if collect_sql or irreversible:
            return super().unapply(project_state, schema_editor, collect_sql)
        steps: list[tuple[list[Operation], ProjectState, ProjectState]] = []
        after = project_state
        for kind, run in groupby(self.operations, key=_kind):
            every = list(run)
            for operations in [every] if kind != "other" else [[one] for one in every]:
                before, after = after, after.clone()
                after.__dict__.pop("apps", None)
                for operation in operations:
                    operation.state_forwards(self.app_label, after)
                steps.append((operations, before, after))
        editor: Any = schema_editor
        for operations, before, after in reversed(steps):
            for operation in reversed(operations):
                # A constraint is taken from the model as it is afterwards, which here has lost
                # the constraint's columns too.
                kept = type(operation) is migrations.AddConstraint
                operation.database_backwards(
                    self.app_label, editor, after, after if kept else before
                )
        return project_state

    def _apply_together(
        self,
        operations: list[Operation],
        project_state: ProjectState,
        schema_editor: Any,
    ) -> None:
        before = project_state.clone()
        project_state.__dict__.pop("apps", None)  # rendered anew when the first one asks for it
        for operation in operations:
            operation.state_forwards(self.app_label, project_state)
        for operation in operations:
            operation.database_forwards(self.app_label, schema_editor, before, project_state)


def _kind(operation: Operation) -> str:
    if type(operation) is migrations.CreateModel:
        return "new model"
    return "addition" if type(operation) in _ADDITIONS else "other"
