"""`python -m bench` runs every figure, `python -m bench P1` one."""

import os
import subprocess
import sys

from bench.report import ASKED

FIGURES = {
    "P1": "p1_switch",
    "P2": "p1_switch",
    "P3": "p3_control",
    "P4": "p3_control",
    "P5": "p5_capacity",
    "P6": "p6_truth",
    "P7": "p7_join",
    "P8": "p8_recorder",
    "P10": "p10_documents",
}


def main(asked: list[str]) -> int:
    unknown = [name for name in asked if name not in FIGURES]
    if unknown:
        sys.exit(f"unknown: {' '.join(unknown)}; there are {' '.join(FIGURES)}")
    scripts = dict.fromkeys(FIGURES[name] for name in asked or FIGURES)
    environment = {**os.environ, ASKED: " ".join(asked or FIGURES)}
    return max(
        subprocess.run([sys.executable, "-m", f"bench.{name}"], env=environment, check=False).returncode
        for name in scripts
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
