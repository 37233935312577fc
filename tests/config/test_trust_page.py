"""The page that leads a machine to trust the private authority; there is none without one."""

import ssl
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from diemcau.config.authority import Papers, fingerprint, make_authority

pytestmark = pytest.mark.django_db


@pytest.fixture
def authority(settings: Any, tmp_path: Path) -> Path:
    papers = Papers(tmp_path)
    make_authority(papers, "Điểm Cầu", now=datetime.now(UTC))
    settings.AUTHORITY = str(papers.authority)
    settings.SECURE_SSL_REDIRECT = False
    return papers.authority


def test_it_shows_the_fingerprint_that_setup_printed(client: Client, authority: Path) -> None:
    page = client.get("/tin-cay/")
    assert page.status_code == 200
    assert fingerprint(authority.read_bytes()) in page.content.decode()


def test_what_is_downloaded_is_the_authority_and_never_a_key(client: Client, authority: Path) -> None:
    given = client.get("/tin-cay/diem-cau.crt")
    assert given["Content-Type"] == "application/x-x509-ca-cert"
    assert ssl.PEM_cert_to_DER_cert(given.content.decode()) == ssl.PEM_cert_to_DER_cert(authority.read_text())
    assert b"PRIVATE" not in given.content


@pytest.mark.parametrize("path", ["/tin-cay/", "/tin-cay/diem-cau.crt"])
def test_without_a_private_authority_there_is_no_such_page(client: Client, settings: Any, path: str) -> None:
    settings.AUTHORITY = ""
    assert client.get(path).status_code == 404
