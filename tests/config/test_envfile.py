import stat
from pathlib import Path

from diemcau.config import envfile
from diemcau.config.environment import Environment
from diemcau.config.preflight import is_weak


def test_missing_secrets_are_made_and_strong(tmp_path: Path) -> None:
    envfile.write(tmp_path / "diemcau.env", {})
    made = envfile.read(tmp_path / "diemcau.env")
    assert set(made) == set(envfile.SECRETS)
    assert not any(is_weak(secret) for secret in made.values())


def test_what_was_there_stays(tmp_path: Path) -> None:
    file = tmp_path / "diemcau.env"
    envfile.write(file, {"DIEMCAU_HOSTS": "a.test"})
    before = envfile.read(file)
    envfile.write(file, {"DIEMCAU_LISTEN": "127.0.0.1:1"})
    assert envfile.read(file) == before | {"DIEMCAU_LISTEN": "127.0.0.1:1"}


def test_only_the_owner_reads_it_even_where_it_was_open_before(tmp_path: Path) -> None:
    file = tmp_path / "diemcau.env"
    file.touch(0o644)
    envfile.write(file, {})
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / "diemcau.env"
    envfile.write(file, {"DIEMCAU_HOSTS": "file.test", "DIEMCAU_WORKERS": "2"})
    read = Environment.read(file, {"DIEMCAU_HOSTS": "environ.test", "OTHER": "x"})
    assert (read.words("HOSTS", ""), read.number("WORKERS", 1)) == (["environ.test"], 2)
