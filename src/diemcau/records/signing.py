"""The server's own key for checkpoints of the log books: Ed25519, made once, kept beside the settings.

Its public half is shown on the page that compares a printed book, so that it can be written down elsewhere.
"""

import os
from base64 import b64decode, b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from django.conf import settings


def sign(words: bytes) -> str:
    return b64encode(_private(settings.LOGBOOK_KEY).sign(words)).decode()


def is_signed(words: bytes, signature: str, public: str) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(b64decode(signature), words)
    except (InvalidSignature, ValueError):
        return False
    return True


def public_key() -> str:
    """32 bytes in hexadecimal."""
    public = _private(settings.LOGBOOK_KEY).public_key()
    return public.public_bytes(Encoding.Raw, PublicFormat.Raw).hex()


def fingerprint(public: str) -> str:
    """Short enough to be read out over the telephone."""
    digest = sha256(bytes.fromhex(public)).hexdigest()[:16].upper()
    return " ".join(digest[at : at + 4] for at in range(0, 16, 4))


@cache
def _private(path: Path) -> Ed25519PrivateKey:
    if not path.exists():
        _make(path)
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(path.read_text().strip()))


def _make(path: Path) -> None:
    """Two processes may come at once: the first one's key stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    raw = Ed25519PrivateKey.generate().private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
    part = path.with_name(f"{path.name}.{os.getpid()}")
    part.touch(0o600)
    part.write_text(raw.hex())
    try:
        os.link(part, path)
    except FileExistsError:
        pass
    finally:
        part.unlink()
