"""Publish, withdraw and send to review: buttons on the record's page and actions on lists.

Each goes through the service that `tracker.lib.admin.hooks` names; only who holds
`people.publish_records` is shown the first two.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from tracker.lib.admin.hooks import connected
from tracker.lib.admin.parts import draft_parts
from tracker.lib.errors import TrackerError
from tracker.lib.publishing import ALLOWED_MOVES, Publishable, PublishingState

if TYPE_CHECKING:
    from tracker.lib.admin.generic import ModelAdmin as _Base
else:
    _Base = object

PUBLISH_PERMISSION = "people.publish_records"
# One action of a list moves at most so many records: it runs in one request.
MOST_MOVED = 200

_MOVES: dict[str, tuple[PublishingState, Any, Any]] = {
    "publish": (PublishingState.PUBLISHED, _("Publish"), _("Publish “%(record)s”?")),
    "withdraw": (PublishingState.WITHDRAWN, _("Withdraw"), _("Withdraw “%(record)s”?")),
    "review": (
        PublishingState.IN_REVIEW,
        _("Send to review"),
        _("Send “%(record)s” to review?"),
    ),
}


class MovingMixin(_Base):
    """Adds the buttons, their pages and the list actions to the admin of publishable records."""

    def publish_record(self, record: models.Model, *, by: Any, reason: str) -> None:
        """Publish through the service."""
        connected.publish(record, by=by, reason=reason)

    def withdraw_record(self, record: models.Model, *, by: Any, reason: str) -> None:
        """Withdraw through the service."""
        connected.withdraw(record, by=by, reason=reason)

    def send_record_to_review(self, record: models.Model, *, by: Any, reason: str) -> None:
        """Send to review through the service."""
        connected.send_to_review(record, by=by, reason=reason)

    @property
    def is_publishable(self) -> bool:
        """Whether the model has a publishing state at all."""
        return issubclass(self.model, Publishable)

    def may_publish(self, request: HttpRequest) -> bool:
        """Whether this person publishes and withdraws."""
        return bool(request.user.has_perm(PUBLISH_PERMISSION))

    def may_move(self, request: HttpRequest, verb: str, record: Any) -> bool:
        """Whether this person may take this step with this record now."""
        to = _MOVES[verb][0]
        if record is None or not self.is_publishable or to not in ALLOWED_MOVES[record.state]:
            return False
        if verb == "review":
            return self.has_change_permission(request, record)
        return self.may_publish(request) and self.has_change_permission(request, record)

    def buttons(self, request: HttpRequest, record: Any) -> list[dict[str, Any]]:
        """The steps that are open, for the top of the record's page."""
        return [
            {
                "verb": verb,
                "text": words,
                "url": reverse(f"admin:{self._name(verb)}", args=[record.pk]),
            }
            for verb, (_to, words, _question) in _MOVES.items()
            if self.may_move(request, verb, record)
        ]

    def get_urls(self) -> list[Any]:
        """The pages that ask before a step is taken."""
        own = []
        if self.is_publishable:
            for verb in _MOVES:
                own.append(
                    path(
                        f"<path:object_id>/{verb}/",
                        self.admin_site.admin_view(self._view_of(verb)),
                        name=self._name(verb),
                    )
                )
        return [*own, *super().get_urls()]

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Publish and withdraw for the selected rows, for those who may."""
        actions = super().get_actions(request)
        if not self.is_publishable or not self.may_publish(request):
            actions.pop("publish_selected", None)
            actions.pop("withdraw_selected", None)
        return actions

    @admin.action(description=_("Publish the selected records"))
    def publish_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Publish each; what cannot be published is named and left."""
        self._move_all(request, list(queryset.order_by("pk")[:MOST_MOVED]), "publish", "")

    @admin.action(description=_("Withdraw the selected records…"))
    def withdraw_selected(
        self, request: HttpRequest, queryset: QuerySet[Any]
    ) -> HttpResponse | None:
        """Ask for the reason first, then withdraw each."""
        records = list(queryset.order_by("pk")[:MOST_MOVED])
        reason = request.POST.get("reason", "").strip()
        if "confirmed" in request.POST and reason:
            self._move_all(request, records, "withdraw", reason)
            return None
        context = {
            **self.admin_site.each_context(request),
            "title": _("Withdraw the selected records?"),
            "opts": self.opts,
            "records": records,
            "missing_reason": "confirmed" in request.POST,
            "action_name": "withdraw_selected",
            "checkbox_name": "_selected_action",
        }
        return render(request, "admin/withdraw_selected.html", context)

    def _name(self, verb: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{verb}"

    def _view_of(self, verb: str) -> Callable[..., HttpResponse]:
        def view(request: HttpRequest, object_id: str) -> HttpResponse:
            return self._ask_and_move(request, object_id, verb)

        return view

    def _ask_and_move(self, request: HttpRequest, object_id: str, verb: str) -> HttpResponse:
        record = self.get_object(request, unquote(object_id))
        if record is None:
            raise Http404
        back = reverse(
            f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[record.pk]
        )
        if not self.may_move(request, verb, record):
            if verb != "review" and not self.may_publish(request):
                raise PermissionDenied
            messages.error(
                request,
                _("“%(record)s” is “%(state)s” now; this step is not open.")
                % {"record": record, "state": record.get_state_display()},
            )
            return HttpResponseRedirect(back)
        parts = draft_parts(record) if verb == "publish" else []
        reason = request.POST.get("reason", "").strip()[:400]
        if request.method == "POST" and (reason or verb != "withdraw"):
            chosen = set(request.POST.getlist("part"))
            records = [record, *(row for row in parts if _part_key(row) in chosen)]
            self._move_all(request, records, verb, reason)
            return HttpResponseRedirect(back)
        to, words, question = _MOVES[verb]
        context = {
            **self.admin_site.each_context(request),
            "title": question % {"record": record},
            "opts": self.opts,
            "record": record,
            "verb": verb,
            "words": words,
            "reason": reason,
            "reason_required": verb == "withdraw",
            "missing_reason": request.method == "POST",
            "parts": [
                {"key": _part_key(row), "kind": row._meta.verbose_name, "row": row} for row in parts
            ],
            "back": back,
        }
        return render(request, "admin/move_record.html", context)

    def _move_all(self, request: HttpRequest, records: list[Any], verb: str, reason: str) -> None:
        moved = 0
        for record in records:
            owner = self.admin_site.get_model_admin(type(record))
            if not isinstance(owner, MovingMixin):
                owner = self
            move = {
                "publish": owner.publish_record,
                "withdraw": owner.withdraw_record,
                "review": owner.send_record_to_review,
            }[verb]
            try:
                with transaction.atomic():
                    move(record, by=request.user, reason=reason)
                    self.log_change(request, record, f"{verb}: {reason}" if reason else verb)
            except TrackerError as problem:
                messages.error(request, problem.message)
            else:
                moved += 1
        if moved:
            text = {
                "publish": ngettext(
                    "%(count)d record is public now.", "%(count)d records are public now.", moved
                ),
                "withdraw": ngettext(
                    "%(count)d record was withdrawn.", "%(count)d records were withdrawn.", moved
                ),
                "review": ngettext(
                    "%(count)d record waits for review.",
                    "%(count)d records wait for review.",
                    moved,
                ),
            }[verb]
            messages.success(request, text % {"count": moved})


def _part_key(row: models.Model) -> str:
    return f"{row._meta.label_lower}:{row.pk}"
