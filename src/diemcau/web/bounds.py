"""Around every page: read in one encoding only, and kept by nobody on the way."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.views.defaults import bad_request

Page = Callable[[HttpRequest], HttpResponse]


class OneEncoding:
    """Browsers send our forms in UTF-8; other encodings make characters that nothing can store, or none."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def __call__(self, request: HttpRequest) -> HttpResponse:
        named = (request.content_params or {}).get("charset", "utf-8").lower()
        if named not in ("utf-8", "utf8"):
            return bad_request(request, ValueError("encoding"))
        return self._page(request)


class Unkept:
    """Pages show what one person may see: no cache keeps them, nor the browser after signing out."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._page(request)
        if not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_store=True)
        return response
