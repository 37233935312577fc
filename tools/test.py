"""The whole suite: the core under its coverage gate, what is quick on two cores, what needs a real engine.

    python tools/test.py [PATH...]

Ends with one line in pytest's form that adds the parts up.
"""

import re
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from install import TOP, VENV

CORE = ("tests/conference", "tests/regulation")
REAL = "engine or browser or faults"
GATE = (
    "--include",
    "src/diemcau/conference/*,src/diemcau/regulation/*",
    "--fail-under",
    "100",
    "--show-missing",
)
COUNTED = re.compile(r"(\d+) (passed|failed|errors?|skipped|xfailed|xpassed)")


def run(*command: str) -> tuple[int, str]:
    """Its exit code and its last line that counts."""
    closing = ""
    with subprocess.Popen(
        [str(VENV / "bin" / command[0]), *command[1:]], cwd=TOP, stdout=subprocess.PIPE, text=True
    ) as child:
        for line in child.stdout or ():
            print(line, end="", flush=True)
            if re.search(r" in \d+\.\d+s", line):
                closing = line
    return child.returncode, closing


def parts() -> list[list[str]]:
    if sys.argv[1:]:
        return [["pytest", "-q", *sys.argv[1:]]]
    fast = [f"--ignore={folder}" for folder in CORE]
    return [
        ["coverage", "run", "--branch", "--source=src/diemcau", "-m", "pytest", "-q", *CORE],
        ["coverage", "report", *GATE],
        ["pytest", "-q", "-n", "2", "-m", f"not ({REAL})", *fast, "tests"],
        ["pytest", "-q", "-m", REAL, "tests"],
    ]


def main() -> None:
    began, counts, failed = time.monotonic(), Counter[str](), False
    for part in parts():
        print(f"\n== {' '.join(part)}", flush=True)
        code, closing = run(*part)
        failed |= code not in (0, 5)  # 5: nothing to collect in this part
        for number, word in COUNTED.findall(closing):
            counts[word.rstrip("s") if word == "errors" else word] += int(number)
    said = ", ".join(f"{number} {word}" for word, number in sorted(counts.items()))
    print(f"\n{'=' * 10} {said} in {time.monotonic() - began:.2f}s {'=' * 10}")
    sys.exit(failed)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent))
    main()
