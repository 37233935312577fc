import asyncio
import logging
import signal
import sys
from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.management.base import BaseCommand

from diemcau.conference.recording import PROFILES
from diemcau.engine.choose import make_engine, make_recording
from diemcau.records import bus
from diemcau.records.recorder import Means, Recorder


class Command(BaseCommand):
    help = "Records one session, until it is over and its file is made. The clerk starts it."
    requires_system_checks = []  # nothing of the pages is needed here

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--session", type=UUID, required=True)
        parser.add_argument("--clerk", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        logging.getLogger("livekit").setLevel(logging.CRITICAL)  # a room that closes is no fault here
        if not asyncio.run(_work(options["session"], options["clerk"])):
            sys.exit(1)


async def _work(session: UUID, clerk: str) -> bool:
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    engine = make_engine(settings.ENGINE, settings.ENGINE_URL, settings.ENGINE_KEY, settings.ENGINE_SECRET)
    make, finish = make_recording(settings.ENGINE)
    profile = PROFILES[settings.RECORDING_PROFILE]
    here, means = bus.here(), Means(engine, make, finish, profile, settings.RECORDING_DISK_WARNING)
    try:
        return await Recorder(session, means, here, clerk=clerk).run(stop)
    finally:
        here.close()
        await engine.close()
