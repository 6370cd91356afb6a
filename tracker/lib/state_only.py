"""Migrations that change what models say of themselves and nothing in the database, such as labels."""

from django.db.migrations.operations import SeparateDatabaseAndState
from django.db.migrations.state import ProjectState


class StateOnly(SeparateDatabaseAndState):
    """Operations that touch no table, done without making the models of the state anew for each.

    Django renders a model and all that are related to it once for every altered field: with hundreds
    of labels that takes most of the time of building a database.
    """

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Alter the state; its models are rendered once, when they are next asked for."""
        state.__dict__.pop("apps", None)
        super().state_forwards(app_label, state)
