"""The file of settings that `setup` writes: $DIEMCAU_HOME/diemcau.env, readable by its owner only."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

SECRETS = ("DIEMCAU_SECRET_KEY", "DIEMCAU_ENGINE_SECRET")


def read(file: Path) -> dict[str, str]:
    lines = file.read_text("utf-8").splitlines() if file.is_file() else []
    pairs = (line.split("=", 1) for line in lines if "=" in line and not line.lstrip().startswith("#"))
    return {name.strip(): value.strip() for name, value in pairs}


def write(file: Path, values: Mapping[str, str]) -> None:
    """What is there stays unless `values` says otherwise; missing secrets are made."""
    kept = {**read(file), **values}
    for name in SECRETS:
        if not kept.get(name):
            kept[name] = secrets.token_urlsafe(48)
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        os.fchmod(handle, 0o600)
        out.writelines(f"{name}={value}\n" for name, value in sorted(kept.items()))
