"""Reading settings: the environment wins over the file that `diemcau setup` wrote."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

LOCK_WAIT = 1.5  # seconds for SQLite's lock: an act is answered within two


def _parse(text: str) -> dict[str, str]:
    lines = (line.strip() for line in text.splitlines())
    pairs = (line.split("=", 1) for line in lines if line and not line.startswith("#") and "=" in line)
    return {name.strip(): value.strip() for name, value in pairs}


@dataclass(frozen=True)
class Environment:
    """Names are given without the prefix DIEMCAU_."""

    values: Mapping[str, str]

    @classmethod
    def read(cls, file: Path, environ: Mapping[str, str]) -> "Environment":
        kept = _parse(file.read_text("utf-8")) if file.is_file() else {}
        return cls({**kept, **{k: v for k, v in environ.items() if k.startswith("DIEMCAU_")}})

    def text(self, name: str, default: str) -> str:
        return self.values.get(f"DIEMCAU_{name}", default)

    def flag(self, name: str) -> bool:
        return self.text(name, "").lower() in {"1", "true", "yes", "on"}

    def words(self, name: str, default: str) -> list[str]:
        return self.text(name, default).replace(",", " ").split()

    def number(self, name: str, default: int) -> int:
        return int(self.text(name, str(default)))

    def database(self, name: str, default: Path) -> dict[str, Any]:
        """`postgres://user:password@host:port/name`, or a path to an SQLite file."""
        url = urlsplit(self.text(name, ""))
        if url.scheme in {"postgres", "postgresql"}:
            return {
                "ENGINE": "django.db.backends.postgresql",
                "NAME": url.path.lstrip("/"),
                "USER": unquote(url.username or ""),
                "PASSWORD": unquote(url.password or ""),
                "HOST": url.hostname or "",
                "PORT": str(url.port or ""),
                "CONN_MAX_AGE": 60,
                "OPTIONS": {"connect_timeout": 2, "tcp_user_timeout": 5000, "keepalives_idle": 5},
            }
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": self.text(name, str(default)),
            "OPTIONS": {
                "timeout": LOCK_WAIT,
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
            },
        }

    def origin(self, name: str) -> list[str]:
        """As a content policy names it; empty where nothing is set."""
        url = urlsplit(self.text(name, ""))
        return [f"{url.scheme}://{url.netloc}"] if url.netloc else []

    def oidc(self, name: str) -> dict[str, Any]:
        """Sign-in through an identity server: OIDC_ISSUER, _CLIENT, _SECRET, _NAME, _CLAIM."""
        issuer = self.text(f"{name}_ISSUER", "")
        app = {
            "provider_id": "oidc",
            "name": self.text(f"{name}_NAME", "Đăng nhập một cửa"),
            "client_id": self.text(f"{name}_CLIENT", ""),
            "secret": self.text(f"{name}_SECRET", ""),
            "settings": {"server_url": issuer, "uid_field": self.text(f"{name}_CLAIM", "sub")},
        }
        provider = "diemcau.web.identities.provider.OfficeProvider"
        return {"openid_connect": {"provider_class": provider, "APPS": [app] if issuer else []}}
