"""The `diemcau` command: our own commands, and Django's for everything else."""

import os
import sys
from collections.abc import Callable
from importlib import import_module

OWN = {
    "serve": "diemcau.config.serve",
    "web": "diemcau.config.web",
    "setup": "diemcau.config.setup",
    "demo": "diemcau.config.demo",
    "simulate": "diemcau.config.simulate",
}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diemcau.config.settings")
    name = sys.argv[1] if len(sys.argv) > 1 else ""
    if name in OWN:
        run: Callable[[list[str]], None] = import_module(OWN[name]).main
        return run(sys.argv[2:])
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
