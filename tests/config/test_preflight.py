"""`serve` does not start on a weak secret, without HTTPS, on tables that are behind; it says what to do."""

from pathlib import Path
from typing import Any

import pytest
from django.db.migrations.recorder import MigrationRecorder

from diemcau.config.preflight import complaints_about

STRONG = "pW3xZ9qLr7Tn2VbK8mHd5JfYc4GsAe6U"
pytestmark = pytest.mark.django_db


@pytest.fixture
def production(settings: Any, tmp_path: Path) -> Any:
    papers = [tmp_path / "server.crt", tmp_path / "server.key"]
    for paper in papers:
        paper.touch()
    settings.SECRET_KEY = settings.ENGINE_SECRET = STRONG
    settings.DEMO = settings.DEBUG = False
    settings.CERTIFICATE, settings.CERTIFICATE_KEY = map(str, papers)
    settings.MEDIA_ADDRESS = "192.0.2.10"
    settings.PROXIES = []
    settings.RECORDINGS_FOLDER = tmp_path / "recordings"
    return settings


def complaints(listen: str = "0.0.0.0:8443") -> list[str]:
    return list(complaints_about(listen))


def test_nothing_to_complain_about(production: Any) -> None:
    assert complaints() == []


@pytest.mark.parametrize("name", ["SECRET_KEY", "ENGINE_SECRET"])
@pytest.mark.parametrize(
    ("value", "why"),
    [("", "Thiếu"), ("short", "quá yếu"), ("a" * 60, "quá yếu"), ("django-insecure-" + STRONG, "quá yếu")],
)
@pytest.mark.parametrize("demo", [False, True])
def test_a_weak_secret_is_named_and_the_way_out_is_told(
    production: Any, name: str, value: str, why: str, demo: bool
) -> None:
    production.DEMO = demo
    setattr(production, name, value)
    said = complaints("127.0.0.1:8000")
    assert len(said) == 1
    assert why in said[0]
    assert f"DIEMCAU_{name}" in said[0]
    assert "diemcau setup" in said[0]
    assert not value or value not in said[0]


def test_recordings_that_could_not_be_made_are_told_before_the_session(production: Any) -> None:
    production.RECORDING_PROFILE = "hd"
    production.RECORDINGS_FOLDER = Path("/proc/recordings")
    profile, folder = complaints()
    assert "DIEMCAU_RECORDING_PROFILE phải là một trong: standard, low" in profile
    assert "/proc/recordings" in folder


def test_no_https_no_start(production: Any) -> None:
    production.CERTIFICATE = production.CERTIFICATE_KEY = ""
    assert ["Chưa có HTTPS" in words for words in complaints()] == [True]


def test_an_identity_server_without_https_is_not_trusted(production: Any) -> None:
    production.OIDC_ISSUER = "http://sso.tinh.vn"
    assert ["DIEMCAU_OIDC_ISSUER" in words for words in complaints()] == [True]
    production.OIDC_ISSUER = "https://sso.tinh.vn"
    assert complaints() == []


def test_a_proxy_that_speaks_https_is_enough(production: Any) -> None:
    production.CERTIFICATE = production.CERTIFICATE_KEY = ""
    production.HTTPS, production.PROXIES = True, ["192.0.2.1"]
    assert complaints() == []


def test_a_certificate_that_is_not_there(production: Any) -> None:
    production.CERTIFICATE = "/nowhere/server.crt"
    assert ["/nowhere/server.crt" in words for words in complaints()] == [True]


def test_debug_does_not_go_into_production(production: Any) -> None:
    production.DEBUG = True
    assert ["DIEMCAU_DEBUG" in words for words in complaints()] == [True]


def test_media_on_loopback_would_reach_no_site(production: Any) -> None:
    production.MEDIA_ADDRESS = "127.0.0.1"
    assert ["DIEMCAU_MEDIA_ADDRESS" in words for words in complaints()] == [True]


@pytest.mark.parametrize("listen", ["0.0.0.0:8000", "192.0.2.10:8000", "[::]:8000"])
def test_the_demo_is_for_this_machine_only(production: Any, listen: str) -> None:
    production.DEMO = True
    assert ["Bản trình diễn" in words for words in complaints(listen)] == [True]
    assert complaints("127.0.0.1:8000") == []


def test_tables_that_are_behind(production: Any) -> None:
    MigrationRecorder.Migration.objects.filter(app="records").order_by("-pk").first().delete()  # type: ignore[union-attr]
    assert ["diemcau migrate" in words for words in complaints()] == [True]
