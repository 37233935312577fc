"""A command asked for help tells it, and does nothing else."""

import subprocess
import sys
from pathlib import Path

import pytest

from diemcau.config.cli import OWN


def asked(folder: Path, *words: str) -> str:
    told = subprocess.run(
        [sys.executable, "-m", "diemcau", *words], cwd=folder, capture_output=True, text=True, check=True
    )
    return told.stdout


@pytest.mark.parametrize("words", [(), ("--help",), ("help",)])
def test_the_command_alone_lists_our_own_commands(tmp_path: Path, words: tuple[str, ...]) -> None:
    assert all(name in asked(tmp_path, *words) for name in OWN)


@pytest.mark.parametrize("name", OWN)
def test_each_command_tells_its_options_and_leaves_nothing_behind(tmp_path: Path, name: str) -> None:
    assert f"usage: diemcau {name}" in asked(tmp_path, name, "--help")
    assert not list(tmp_path.iterdir())


def test_the_frameworks_commands_are_still_there(tmp_path: Path) -> None:
    assert "migrate" in asked(tmp_path, "help", "--commands")
