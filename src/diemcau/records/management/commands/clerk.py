import asyncio
import signal
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from diemcau.engine.choose import make_engine
from diemcau.records import bus
from diemcau.records.clerk import Clerk
from diemcau.records.recorders import Recorders, recorder_command


class Command(BaseCommand):
    help = "The clerk: keeps the engine right for every open session, until it is told to end (SIGTERM)."
    requires_system_checks = []  # nothing of the pages is needed here

    def handle(self, *args: Any, **options: Any) -> None:
        asyncio.run(_work())


async def _work() -> None:
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    engine = make_engine(settings.ENGINE, settings.ENGINE_URL, settings.ENGINE_KEY, settings.ENGINE_SECRET)
    here = bus.here()
    try:
        await Clerk(engine, here, recorders=Recorders(recorder_command)).run(stop)
    finally:
        here.close()
        await engine.close()
