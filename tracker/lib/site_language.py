"""The language of an answer: in the address for public pages, the reader's choice in the admin.

Public English pages have no prefix, Russian ones begin with /ru/. Nobody is redirected by guess.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation


class SiteLanguageMiddleware:
    """Activates the language that the address, or in the admin the cookie or browser, asks for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        path = request.path_info
        language = translation.get_language_from_path(path)
        if language is None:
            if path.startswith("/admin/"):
                language = translation.get_language_from_request(request)
            else:
                language = settings.LANGUAGE_CODE
        translation.activate(language)
        request.LANGUAGE_CODE = translation.get_language() or settings.LANGUAGE_CODE
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        if path.startswith("/admin/"):
            response.headers.setdefault("Vary", "Accept-Language, Cookie")
        return response
