"""The `diemcau` command: our own commands, and Django's for everything else."""

import os
import sys
from collections.abc import Callable
from importlib import import_module

OWN = {
    "setup": "keys, certificate, organisation and administrator of a fresh installation",
    "serve": "the product: web, clerk and engine, each started again when it dies",
    "demo": "a running conference with simulated sites on this machine",
    "simulate": "simulated sites on the line of a session",
    "web": "one web process on sockets that `serve` or systemd opened",
}
ASKING = ("", "help", "-h", "--help")


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diemcau.config.settings")
    name, *arguments = sys.argv[1:] or [""]
    if name in OWN:
        run: Callable[[list[str]], None] = import_module(f"diemcau.config.{name}").main
        return run(arguments)
    if name in ASKING and not arguments:
        return _tell()
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


def _tell() -> None:
    print("usage: diemcau COMMAND [options]; each tells its options with --help\n")
    print("\n".join(f"  {name:<10}{what}" for name, what in OWN.items()))
    print("\nThe framework's own commands (migrate, check, shell ...): diemcau help --commands")
