"""RecordAdmin: the base of every record's admin.

A save is one transaction: the rows, the history with who and why, and one Change for the record
whatever number of its inline rows was touched. What the world is told goes through the functions of
`tracker.lib.admin.hooks`. Nothing that is or was public can be deleted.
"""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.lib.admin.forms import FORM_ONLY, REASON_FIELD, SEEN_FIELD, RecordForm
from tracker.lib.admin.history import history_page
from tracker.lib.admin.hooks import Link, connected
from tracker.lib.admin.inlines import RecordInline
from tracker.lib.admin.lists import BoundedAdmin
from tracker.lib.admin.moving import MovingMixin
from tracker.lib.errors import TrackerError
from tracker.lib.history import because
from tracker.lib.publishing import Publishable, PublishingState


class RecordAdmin(MovingMixin, BoundedAdmin):
    """Saves with a reason, publishes by buttons, shows history and where to go from here."""

    form = RecordForm
    change_form_template = "admin/record_form.html"
    actions: Any = ("publish_selected", "withdraw_selected")
    save_on_top = False
    # Columns that outsiders never see: a save of these alone tells nobody.
    internal_fields: ClassVar[frozenset[str]] = frozenset({"state_reason", "note", "identity_note"})
    # Whether the evidence inlines (citations, disagreeing values, claims) stand on the form.
    with_evidence: ClassVar[bool] = True

    # ---- saving

    def record_saved(
        self, record: models.Model, *, created: bool, fields: Iterable[str], by: Any, reason: str
    ) -> None:
        """Tell the world of the save, in its transaction."""
        connected.saved(record, created=created, fields=fields, by=by, reason=reason)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The form; a save carries its reason into every version written, and problems into words."""
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        reason = request.POST.get(REASON_FIELD, "").strip()[:400]
        try:
            with because(reason, by=request.user):
                return super().changeform_view(request, object_id, form_url, extra_context)
        except TrackerError as problem:
            messages.error(request, problem.message)
        except IntegrityError:
            messages.error(
                request, _("Nothing was saved: another row says the same already, or points here.")
            )
        return HttpResponseRedirect(request.get_full_path())

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Any:
        """The row; for a save it is locked first, so that two saves are told apart in order."""
        if request.method == "POST" and connection.in_atomic_block and from_field is None:
            try:
                pk = self.opts.pk.to_python(object_id)
            except ValidationError:
                return None
            list(self.model._base_manager.select_for_update().filter(pk=pk).values_list("pk"))
        return super().get_object(request, object_id, from_field)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save the inline rows, then tell of the whole save once."""
        super().save_related(request, form, formsets, change)
        fields = [name for name in form.changed_data if name not in FORM_ONLY]
        fields += [_name_of(formset) for formset in formsets if _tells(formset)]
        told = sorted(set(fields) - self.internal_fields)
        if told or not change:
            self.record_saved(
                form.instance,
                created=not change,
                fields=told,
                by=request.user,
                reason=form.cleaned_data.get(REASON_FIELD, ""),
            )

    # ---- what the form shows

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The record's fields and, for those who may change it, why."""
        fieldsets = []
        for name, options in super().get_fieldsets(request, obj):
            shown = [field for field in options["fields"] if field not in FORM_ONLY]
            fieldsets.append((name, {**options, "fields": shown}))
        may_save = (
            self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        )
        if may_save:
            fieldsets.append(
                (
                    gettext_lazy("Why"),
                    {"fields": [REASON_FIELD, SEEN_FIELD], "classes": ["reason"]},
                )
            )
        return fieldsets

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """States are moved by buttons; an address that was public stays for ever."""
        fields = list(super().get_readonly_fields(request, obj))
        if issubclass(self.model, Publishable):
            fields.append("state")
            if obj is not None and obj.state in (
                PublishingState.PUBLISHED,
                PublishingState.WITHDRAWN,
            ):
                # Lifted or set while public, an embargo would hide the record without telling anybody.
                fields += ["state_reason", "embargo_until"]
            elif not self.may_publish(request):
                fields.append("embargo_until")
        if obj is not None and self._was_public(obj) and _has_field(self.model, "slug"):
            fields.append("slug")
        return fields

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Addresses are proposed for new records only."""
        if obj is not None:
            return {}
        return super().get_prepopulated_fields(request, obj)

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        """The record's own inlines and, once it is saved, its evidence."""
        own = list(super().get_inlines(request, obj))
        if not self.with_evidence or obj is None:
            return own
        return [*own, *connected.evidence_inlines]

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        """The form with its buttons and links."""
        if obj is not None and obj.pk:
            context["move_buttons"] = self.buttons(request, obj)
            context["record_links"] = self.links(request, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def links(self, request: HttpRequest, obj: Any) -> list[Link]:
        """Lists of what points at the record, and what `cases.admin` adds."""
        inlined = {inline.model for inline in self.get_inline_instances(request, obj)}
        found = []
        for relation in self.model._meta.related_objects:
            model: Any = relation.related_model
            if model in inlined or model is self.model or relation.name == "versions":
                continue
            if not self.admin_site.is_registered(model):
                continue
            if not self.admin_site.get_model_admin(model).has_view_permission(request):
                continue
            found.append(
                Link(
                    capfirst(str(model._meta.verbose_name_plural)),
                    f"{_list_of(model)}?{relation.field.name}__id__exact={obj.pk}",
                )
            )
        return [*found, *connected.links(obj)]

    # ---- history

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """What changed, from what to what, who, when and why; the record's rows included."""
        obj = self.get_object(request, unquote(object_id))
        if obj is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined,no-any-return]
        if not self.has_view_or_change_permission(request, obj):
            raise PermissionDenied
        wanted = request.GET.get("p", "1")
        page = history_page(
            obj, self._rows_of(request, obj), number=int(wanted) if wanted.isdecimal() else 1
        )
        context = {
            **self.admin_site.each_context(request),
            "title": _("History of “%(record)s”") % {"record": obj},
            "subtitle": None,
            "opts": self.opts,
            "object": obj,
            "history": page,
            "newer": page.number - 1,
            "older": page.number + 1 if page.has_older else 0,
            **(extra_context or {}),
        }
        return render(request, "admin/record_history.html", context)

    def _rows_of(self, request: HttpRequest, obj: Any) -> list[Any]:
        rows = []
        for inline in self.get_inline_instances(request, obj):
            formset = inline.get_formset(request, obj)
            key = getattr(formset, "fk", None)
            rows_about = getattr(formset, "rows_about", None)
            if key is not None:
                rows.append(inline.model._default_manager.filter(**{key.name: obj}))
            elif rows_about is not None:
                rows.append(rows_about(obj))
        return rows

    # ---- deleting

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never what is or was public: it is withdrawn, and copies are told."""
        if obj is not None and self._was_public(obj):
            return False
        return super().has_delete_permission(request, obj)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Rows that are nothing without the record (its name forms) go with it; public ones never."""
        deleted, counts, missing, protected = super().get_deleted_objects(objs, request)
        own = {
            inline.model._meta.verbose_name
            for inline in self.inlines
            if not issubclass(inline.model, Publishable)
        }
        return deleted, counts, set(missing) - own, protected

    @staticmethod
    def _was_public(obj: Any) -> bool:
        state = getattr(obj, "state", None)
        return bool(
            state in (PublishingState.PUBLISHED, PublishingState.WITHDRAWN)
            or getattr(obj, "published_at", None)
        )


def _has_field(model: type[models.Model], name: str) -> bool:
    return any(column.name == name for column in model._meta.concrete_fields)


def _list_of(model: type[models.Model]) -> str:
    try:
        return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    except NoReverseMatch:
        return ""


def _tells(formset: Any) -> bool:
    """Whether a row that outsiders may see was saved: a draft row of a public record is told later."""
    saved = [
        *formset.new_objects,
        *(row for row, _fields in formset.changed_objects),
        *formset.deleted_objects,
    ]
    return any(getattr(row, "is_public", True) for row in saved)


def _name_of(formset: Any) -> str:
    """The name of the rows as the record's field: the related name of their foreign key."""
    key = getattr(formset, "fk", None)
    return str(key.remote_field.get_accessor_name() if key is not None else formset.changed_as)


__all__ = ["RecordAdmin", "RecordInline"]
