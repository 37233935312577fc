"""Every check that needs no running product. All are run; the failures come last."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from babel.messages import pofile
from install import FRONTEND, LOCALE, PYTHON, TOP, VENV, version_of

CODE = ("src", "tests", "bench", "tools")


def ran(*command: str | Path, cwd: Path = TOP, **environment: str) -> str:
    """What it said, where it failed; else nothing."""
    words, known = [*map(str, command)], {**os.environ, **environment}
    done = subprocess.run(words, cwd=cwd, env=known, capture_output=True, text=True, check=False)
    return (done.stdout + done.stderr).strip() or f"code {done.returncode}" if done.returncode else ""


def tool(name: str, *arguments: str) -> Callable[[], str]:
    return lambda: ran(VENV / "bin" / name, *arguments)


def front_end(*arguments: str) -> Callable[[], str]:
    """Through the installed Node, whichever it is."""
    script = "import sys; sys.path.insert(0, 'tools'); from install import npm; npm(*sys.argv[1:])"
    return lambda: ran(PYTHON, "-c", script, *arguments)


def missing_migrations() -> str:
    return ran(
        PYTHON,
        "-c",
        _WITHOUT_HOME + "execute_from_command_line(['', 'makemigrations', '--check', '--dry-run'])",
    )


_WITHOUT_HOME = (
    "import os, tempfile; os.environ['DIEMCAU_HOME'] = tempfile.mkdtemp();"
    "os.environ['DIEMCAU_SECRET_KEY'] = 'only to look at the models';"
    "os.environ['DJANGO_SETTINGS_MODULE'] = 'diemcau.config.settings';"
    "from django.core.management import execute_from_command_line;"
)


def missing_words() -> str:
    """Every Vietnamese word of pages and answers has its English one. Collected anew in a copy."""
    if not shutil.which("xgettext"):
        return "gettext is not installed: the words cannot be collected (apt-get install gettext)"
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "diemcau"
        shutil.copytree(TOP / "src" / "diemcau", copy, ignore=shutil.ignore_patterns("dist", "__pycache__"))
        make = (
            _WITHOUT_HOME
            + "execute_from_command_line(['', 'makemessages', '-l', 'en', '-v', '0', '-e', 'html,txt,py'])"
        )
        if said := ran(PYTHON, "-c", make, cwd=copy, PYTHONPATH=folder):  # settings and all from the copy
            return said
        wanted = _messages(copy / LOCALE.relative_to(TOP / "src" / "diemcau"))
    there = _messages(LOCALE)
    missing = [words for words in wanted if not there.get(words)]
    return "\n".join(f"no English for: {words}" for words in missing)


def _messages(folder: Path) -> dict[str, str]:
    """Words -> their English; a fuzzy one counts as none."""
    found: dict[str, str] = {}
    for file in folder.rglob("django.po"):
        with file.open("rb") as lines:
            for message in pofile.read_po(lines, ignore_obsolete=True):
                if message.id:
                    one = message.id if isinstance(message.id, str) else message.id[0]
                    texts = [message.string] if isinstance(message.string, str) else list(message.string)
                    found[one] = texts[0] if all(texts) and not message.fuzzy else ""
    return found


def foreign_addresses() -> str:
    """No download address and no path of this machine in what is tracked."""
    told = [
        subprocess.run(command, capture_output=True, text=True, check=False, cwd=TOP).stdout
        for command in (
            ["git", "config", "--get-regexp", r"^url\."],
            [PYTHON, "-m", "pip", "config", "list"],
            *([["npm", "config", "get", "registry"]] if version_of("npm", "--version") > (0,) else []),
        )
    ]
    hosts = {re.escape(host) for host in re.findall(r"https?://([A-Za-z0-9.-]+)", "".join(told))}
    here = re.escape(str(TOP.parent)) + "/" if TOP.parent != Path("/") else re.escape(str(TOP)) + "/"
    patterns = [
        here,
        '"resolved": "http',
        r"--(extra-)?index-url",
        r"https?://[^ \"]+\.(whl|tgz|deb)\b",
        *hosts,
    ]
    found = subprocess.run(
        ["git", "grep", "-nIE", "|".join(patterns), "--", ".", ":!tools/check.py"],
        capture_output=True,
        text=True,
        check=False,
        cwd=TOP,
    ).stdout
    return found.strip()


CHECKS: dict[str, Callable[[], str]] = {
    "ruff": tool("ruff", "check", "--quiet", *CODE),
    "ruff format": tool("ruff", "format", "--check", "--quiet", *CODE),
    "mypy": tool("mypy"),
    "layers": tool("lint-imports", "--no-cache"),
    "templates (djLint)": tool("djlint", "src/diemcau/web/templates", "--lint", "--quiet"),
    "front end (tsc, Biome)": front_end("run", "check", "--silent"),
    "front end (Vitest)": front_end("run", "test", "--silent"),
    "migrations": missing_migrations,
    "translations": missing_words,
    "addresses": foreign_addresses,
}


def main() -> None:
    wanted = sys.argv[1:] or list(CHECKS)
    failed = {}
    for name in wanted:
        began = time.monotonic()
        said = CHECKS[name]()
        print(f"{'FAILED' if said else 'ok':>6}  {name}  ({time.monotonic() - began:.1f} s)", flush=True)
        if said:
            failed[name] = said
    for name, said in failed.items():
        print(f"\n== {name}\n{said}")
    sys.exit(bool(failed))


if __name__ == "__main__":
    sys.path.insert(0, str(FRONTEND.parent / "tools"))
    main()
