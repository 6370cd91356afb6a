"""What the tracker mails to the person who is signed in, and in which language."""

from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from people.services.accounts import choose_mail
from tracker.lib.admin.hooks import ExtraPage, connected


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """A form of two fields for one's own account."""
    user: Any = request.user
    if request.method == "POST":
        language = request.POST.get("language", "")
        choose_mail(
            user,
            wants_digest=request.POST.get("wants_digest") == "1",
            language=language if language in dict(settings.LANGUAGES) else "",
        )
        messages.success(request, _("Your choice was saved."))
        return HttpResponseRedirect(reverse("admin:my_mail"))
    context = {
        **admin.site.each_context(request),
        "title": _("My mail"),
        "account": user,
        "languages": settings.LANGUAGES,
    }
    return render(request, "admin/my_mail.html", context)


connected.pages.append(ExtraPage("my-mail/", show, "my_mail"))
