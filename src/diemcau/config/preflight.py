"""What must be right before `serve` starts. Each complaint says what is wrong and what to do."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from diemcau.conference.recording import PROFILES

SECRET_LENGTH = 32
SECRET_VARIETY = 10
RUN_SETUP = "Hãy chạy: diemcau setup"


def check_or_stop(listen: str) -> None:
    complaints = list(complaints_about(listen))
    connection.close()
    if complaints:
        lines = "\n".join(f"  - {words}" for words in complaints)
        sys.exit(f"Chưa khởi động được:\n{lines}")


def complaints_about(listen: str) -> Iterator[str]:
    yield from _secrets()
    yield from (_demo(listen) if settings.DEMO else _production(listen))
    yield from _files()
    yield from _recordings()
    yield from _tables()


def is_weak(secret: str) -> bool:
    return len(secret) < SECRET_LENGTH or len(set(secret)) < SECRET_VARIETY or "insecure" in secret


def _secrets() -> Iterator[str]:
    for name in ("SECRET_KEY", "ENGINE_SECRET"):
        value = _secret(name)
        if not value:
            yield f"Thiếu khóa bí mật DIEMCAU_{name}. {RUN_SETUP} (khóa được sinh vào {settings.HOME})."
        elif is_weak(value):
            yield (
                f"Khóa bí mật DIEMCAU_{name} quá yếu (cần ít nhất {SECRET_LENGTH} ký tự ngẫu nhiên). "
                f"Xóa dòng đó trong {settings.HOME}/diemcau.env rồi chạy: diemcau setup"
            )


def _secret(name: str) -> str:
    try:
        return str(getattr(settings, name))
    except ImproperlyConfigured:  # Django does not hand out an empty SECRET_KEY
        return ""


def _demo(listen: str) -> Iterator[str]:
    """Passwords of the demo are printed and known: nobody else may reach it."""
    if not listen.startswith(("127.", "localhost:", "[::1]")):
        yield f"Bản trình diễn chỉ chạy trên chính máy này (127.0.0.1), không mở tại {listen}."


def _production(listen: str) -> Iterator[str]:
    if settings.DEBUG:
        yield "DIEMCAU_DEBUG đang bật: hãy bỏ dòng đó."
    if not settings.CERTIFICATE and not (settings.HTTPS and settings.PROXIES):
        yield (
            "Chưa có HTTPS, trình duyệt sẽ không cho dùng camera. Hãy chạy: diemcau setup --authority "
            "(tự cấp chứng thư) hoặc --certificate/--key; sau máy chủ trung gian thì đặt DIEMCAU_HTTPS=1 "
            "và DIEMCAU_PROXIES."
        )
    if settings.OIDC_ISSUER and not settings.OIDC_ISSUER.startswith("https://"):
        yield "DIEMCAU_OIDC_ISSUER không bắt đầu bằng https://: ai ở giữa cũng giả danh được người khác."
    if (
        settings.ENGINE_EMBEDDED
        and settings.MEDIA_ADDRESS.startswith("127.")
        and not listen.startswith("127.")
    ):
        yield (
            "DIEMCAU_MEDIA_ADDRESS là 127.0.0.1: các điểm cầu sẽ không có hình, tiếng. "
            "Hãy đặt địa chỉ của máy chủ này trên mạng của các điểm cầu."
        )


def _files() -> Iterator[str]:
    for name in ("CERTIFICATE", "CERTIFICATE_KEY"):
        path = getattr(settings, name)
        if path and not Path(path).is_file():
            yield f"Không thấy tệp {path} (DIEMCAU_{name}). {RUN_SETUP}."


def _recordings() -> Iterator[str]:
    if settings.RECORDING_PROFILE not in PROFILES:
        yield f"DIEMCAU_RECORDING_PROFILE phải là một trong: {', '.join(PROFILES)}."
    try:
        settings.RECORDINGS_FOLDER.mkdir(parents=True, exist_ok=True)
        writable = os.access(settings.RECORDINGS_FOLDER, os.W_OK)
    except OSError:
        writable = False
    if not writable:
        yield f"Không ghi được vào {settings.RECORDINGS_FOLDER} (DIEMCAU_RECORDINGS_FOLDER)."


def _tables() -> Iterator[str]:
    try:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        yield f"Cơ sở dữ liệu không trả lời: {error}"
        return
    if missing:
        yield "Cơ sở dữ liệu chưa được cập nhật. Hãy chạy: diemcau migrate"
