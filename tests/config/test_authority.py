"""The private authority: its papers, and a real handshake with them."""

import hashlib
import socket
import ssl
import stat
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509

from diemcau.config.authority import Papers, fingerprint, make_authority, make_certificate

NOW = datetime.now(UTC)


@pytest.fixture
def papers(tmp_path: Path) -> Papers:
    papers = Papers(tmp_path / "certificates")
    make_authority(papers, "Điểm Cầu", now=NOW)
    make_certificate(papers, ["hop.test", "127.0.0.1"], now=NOW)
    return papers


def handshake(papers: Papers, trusted: Path, name: str) -> str:
    """The protocol that client and server agreed on."""
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(papers.certificate, papers.key)
    client = ssl.create_default_context(cafile=str(trusted))
    near, far = socket.socketpair()

    def answer() -> None:
        try:
            server.wrap_socket(far, server_side=True).close()
        except ssl.SSLError:
            far.close()

    serving = threading.Thread(target=answer)
    serving.start()
    try:
        with client.wrap_socket(near, server_hostname=name) as secured:
            return str(secured.version())
    finally:
        near.close()
        serving.join(5)


@pytest.mark.parametrize("name", ["hop.test", "127.0.0.1"])
def test_who_trusts_the_authority_trusts_the_server(papers: Papers, name: str) -> None:
    assert handshake(papers, papers.authority, name) == "TLSv1.3"


def test_another_name_is_not_trusted(papers: Papers) -> None:
    with pytest.raises(ssl.SSLCertVerificationError, match="mismatch"):
        handshake(papers, papers.authority, "khac.test")


def test_another_authority_of_the_same_name_is_not_trusted(papers: Papers, tmp_path: Path) -> None:
    other = Papers(tmp_path / "other")
    make_authority(other, "Điểm Cầu", now=NOW)
    with pytest.raises(ssl.SSLCertVerificationError):
        handshake(papers, other.authority, "hop.test")


def test_renewing_keeps_the_authority_and_moves_the_end(papers: Papers) -> None:
    authority, before = papers.authority.read_bytes(), papers.certificate.read_bytes()
    later = NOW + timedelta(days=300)
    make_authority(papers, "Điểm Cầu", now=later)
    make_certificate(papers, ["hop.test"], now=later)
    assert papers.authority.read_bytes() == authority
    ends = [
        x509.load_pem_x509_certificate(pem).not_valid_after_utc
        for pem in (before, papers.certificate.read_bytes())
    ]
    assert ends[1] - ends[0] == timedelta(days=300)


def test_keys_are_for_their_owner_only(papers: Papers) -> None:
    for key in (papers.authority_key, papers.key):
        assert stat.S_IMODE(key.stat().st_mode) == 0o600


def test_the_fingerprint_is_the_one_a_browser_shows(papers: Papers) -> None:
    der = ssl.PEM_cert_to_DER_cert(papers.authority.read_text())
    shown = fingerprint(papers.authority.read_bytes())
    assert len(shown.split(":")) == 32
    assert bytes.fromhex(shown.replace(":", "")) == hashlib.sha256(der).digest()
