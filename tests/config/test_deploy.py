"""What `deploy/` hands to systemd and to containers is right; every setting that is named exists."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.product.running import ROOT

DEPLOY = ROOT / "deploy"
NAME = re.compile(r"DIEMCAU_[A-Z_]*[A-Z]")
READ = re.compile(r"""ENV\.\w+\(\s*"(\w+)\"""")
OIDC = {f"DIEMCAU_OIDC_{part}" for part in ("ISSUER", "CLIENT", "SECRET", "NAME", "CLAIM")}
# Of the demo, of the developer, of the tests: not for whoever runs it in earnest.
NOT_TOLD = {"DIEMCAU_DEMO", "DIEMCAU_DEBUG", "DIEMCAU_ENGINE"}


def settings_read() -> set[str]:
    written = (ROOT / "src/diemcau/config/settings.py").read_text("utf-8")
    return {f"DIEMCAU_{name}" for name in READ.findall(written)} - {"DIEMCAU_OIDC"} | OIDC | {"DIEMCAU_HOME"}


def named_in(*files: Path) -> set[str]:
    return {name for file in files for name in NAME.findall(file.read_text("utf-8"))}


def test_every_setting_that_is_named_exists_and_every_one_that_exists_is_told() -> None:
    manual = named_in(ROOT / "docs/operations.md")
    assert manual - settings_read() == set()
    assert named_in(*DEPLOY.iterdir()) - settings_read() == set()
    assert settings_read() - manual == NOT_TOLD


def verified(*units: Path) -> subprocess.CompletedProcess[str]:
    if shutil.which("systemd-analyze") is None:
        pytest.fail("systemd-analyze is missing (package systemd): install it, then run again")
    command = ["systemd-analyze", "verify", *map(str, units)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_systemd_understands_the_units(tmp_path: Path) -> None:
    """With the program where it is here; every warning counts."""
    units = [file for file in DEPLOY.iterdir() if file.suffix in (".service", ".socket")]
    assert len(units) == 3
    program = str(Path(sys.executable).parent / "diemcau")
    for unit in units:
        text = unit.read_text("utf-8")
        assert "ExecStart=/opt/diemcau/.venv/bin/diemcau" in text or unit.suffix == ".socket"
        (tmp_path / unit.name).write_text(text.replace("/opt/diemcau/.venv/bin/diemcau", program), "utf-8")
    said = verified(*sorted(tmp_path.iterdir()))
    assert (said.returncode, said.stdout + said.stderr) == (0, "")


def test_systemd_would_say_what_is_wrong_with_a_unit(tmp_path: Path) -> None:
    wrong = tmp_path / "diemcau.service"
    wrong.write_text("[Service]\nExecStart=/nowhere/diemcau serve\nProtectSytem=strict\n", "utf-8")
    assert "ProtectSytem" in verified(wrong).stderr


@pytest.fixture
def compose() -> dict[str, dict[str, dict[str, object]]]:
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))  # type: ignore[no-any-return]


def test_the_compose_file_fits_the_image(compose: dict[str, dict[str, dict[str, object]]]) -> None:
    image = (DEPLOY / "Containerfile").read_text("utf-8")
    product, database = compose["services"]["diemcau"], compose["services"]["database"]
    build = product["build"]
    assert isinstance(build, dict)
    assert (DEPLOY / build["context"]).resolve() == ROOT
    assert (ROOT / build["dockerfile"]).samefile(DEPLOY / "Containerfile")
    home = product["environment"]["DIEMCAU_HOME"]  # type: ignore[index]
    assert product["volumes"] == [f"home:{home}"]
    assert f"--home-dir {home} --create-home diemcau" in image
    assert "USER diemcau" in image
    assert product["depends_on"] == {"database": {"condition": "service_healthy"}}
    assert database["healthcheck"]["test"][1] == "pg_isready"  # type: ignore[index]
    assert set(compose["volumes"]) == {"home", "database"}


def test_the_database_is_reached_as_it_is_set_up_and_only_from_this_machine(
    compose: dict[str, dict[str, dict[str, object]]],
) -> None:
    database = compose["services"]["database"]
    login: dict[str, str] = database["environment"]  # type: ignore[assignment]
    url: str = compose["services"]["diemcau"]["environment"]["DIEMCAU_DATABASE"]  # type: ignore[index]
    assert url.startswith(f"postgres://{login['POSTGRES_USER']}:${{DATABASE_PASSWORD}}@127.0.0.1:5432/")
    assert url.endswith(f"/{login['POSTGRES_DB']}")
    assert "${DATABASE_PASSWORD:?" in login["POSTGRES_PASSWORD"]  # without one nothing starts
    assert database["ports"] == ["127.0.0.1:5432:5432"]


def test_the_image_takes_no_key_and_no_database_of_this_machine_along() -> None:
    left_out = (ROOT / ".dockerignore").read_text("utf-8").split()
    assert {".local", ".venv", ".git"} <= set(left_out)
