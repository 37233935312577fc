"""What goes back over HTTP: JSON, and a refusal is always a sentence."""

from collections.abc import AsyncIterator, Mapping
from typing import Any

import msgspec
from django.utils.translation import gettext, override
from starlette.responses import Response

from diemcau.conference.commands import Refused


def _(words: str) -> str:
    return words


class Refusal(Exception):
    """Ends a request with this answer."""

    def __init__(self, status: int, code: str, says: str, article: str = "", **values: str) -> None:
        super().__init__(code)
        self.status = status
        self.refused = Refused(code, says, values, article)


def not_found() -> Refusal:
    """The same for what is not there and for what is not yours."""
    return Refusal(404, "not_found", _("Không tìm thấy phiên họp này, hoặc Ông/Bà không có quyền vào."))


def not_signed_in() -> Refusal:
    return Refusal(401, "not_signed_in", _("Xin đăng nhập, hoặc mở lại đường dẫn của điểm cầu."))


def foreign_page() -> Refusal:
    return Refusal(403, "foreign_page", _("Yêu cầu không đến từ trang của hệ thống nên không được nhận."))


def bad_form() -> Refusal:
    return Refusal(422, "form", _("Nội dung gửi lên không đúng mẫu; xin tải lại trang rồi thử lại."))


def too_big() -> Refusal:
    return Refusal(413, "too_big", _("Nội dung gửi lên quá dài."))


def store_away(code: str = "store_away", says: str = "") -> Refusal:
    words = _("Cơ sở dữ liệu đang không trả lời: thao tác chưa có hiệu lực, xin thử lại.")
    return Refusal(503, code, says or words)


def engine_away() -> Refusal:
    return Refusal(503, "engine_away", _("Máy chủ hình và tiếng đang khởi động lại; xin chờ giây lát."))


def sentence(refused: Refused, language: str) -> str:
    """In the reader's language. A translation that lost a placeholder gives way to the original."""
    with override(language):
        try:
            return gettext(refused.says).format_map(refused.values)
        except (KeyError, ValueError, IndexError):
            return refused.sentence()


def refusal(refused: Refused, status: int, language: str) -> Response:
    body: dict[str, Any] = {"code": refused.code, "says": sentence(refused, language)}
    if refused.article:
        body["article"] = refused.article
    return answer({"refused": body}, status)


def answer(body: Mapping[str, Any], status: int = 200) -> Response:
    return Response(
        msgspec.json.encode(body),
        status,
        {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"},
        media_type="application/json",
    )


async def read_body(stream: AsyncIterator[bytes], limit: int) -> bytes:
    """Never more than `limit` in memory, whatever the headers say."""
    parts, size = [], 0
    async for part in stream:
        size += len(part)
        if size > limit:
            raise too_big()
        parts.append(part)
    return b"".join(parts)
