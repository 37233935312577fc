"""A kept file goes out, whole or in part (RFC 9110). A media element gets it; opened as a page it is only
saved."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

from diemcau.web.ranges import Span, span_of

PIECE = 256 << 10
GUARDED = {
    "Accept-Ranges": "bytes",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


class Kept(NamedTuple):
    """`name`: what it is saved as. `kind`: fixed by us, never told by whoever brought it."""

    path: Path
    name: str
    size: int
    sha256: str
    kind: str


def send(request: HttpRequest, kept: Kept) -> HttpResponseBase:
    if not kept.path.is_file():
        raise Http404
    tag = f'"{kept.sha256}"'
    wanted = "" if request.headers.get("If-Range", tag) != tag else request.headers.get("Range", "")
    span = span_of(wanted, kept.size)
    headers = GUARDED | {"ETag": tag, "Content-Disposition": f'attachment; filename="{kept.name}"'}
    if span is None:
        headers["Content-Range"] = f"bytes */{kept.size}"
        return HttpResponse(status=416, content_type=kept.kind, headers=headers)
    return _sent(request, kept, span, headers)


def _sent(request: HttpRequest, kept: Kept, span: Span, headers: dict[str, str]) -> HttpResponseBase:
    headers["Content-Length"] = str(span.length)
    if span.partial:
        headers["Content-Range"] = f"bytes {span.first}-{span.last}/{kept.size}"
    pieces = None if request.method == "HEAD" else _pieces(kept.path, span)
    return StreamingHttpResponse(
        pieces or (), status=206 if span.partial else 200, content_type=kept.kind, headers=headers
    )


async def _pieces(path: Path, span: Span) -> AsyncIterator[bytes]:
    """Read in a thread, so that a slow disk holds up nobody's line."""
    file: BinaryIO = await asyncio.to_thread(path.open, "rb")
    try:
        await asyncio.to_thread(file.seek, span.first)
        left = span.length
        while left > 0 and (piece := await asyncio.to_thread(file.read, min(PIECE, left))):
            left -= len(piece)
            yield piece
    finally:
        file.close()
