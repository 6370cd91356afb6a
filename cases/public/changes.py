"""What changed on the public record, newest first."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cases.changes.selectors import newest_public_changes
from cases.public.pages import public_page
from cases.public.paging import keyset_page
from cases.public.told_changes import told


@public_page
def changes(request: HttpRequest) -> HttpResponse:
    """Every change that the public may know of, in the order it became true."""
    page = keyset_page(newest_public_changes(), keys=("-id",), token=request.GET.get("page", ""))
    return render(request, "public/changes.html", {"page": page, "rows": told(page.rows)})
