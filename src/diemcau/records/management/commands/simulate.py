"""Put simulated sites on the line of a session."""

import asyncio
import signal
from argparse import ArgumentParser
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from diemcau.engine.livekit.simulator.crowd import Place, simulate
from diemcau.engine.livekit.simulator.habits import Scenario
from diemcau.records.actions.link import make_site_link
from diemcau.records.models import Session, Site, SiteLink

TTL = timedelta(hours=24)


class Command(BaseCommand):
    help = "Simulated sites enter a session the public way and stay until Ctrl-C."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--session", required=True, help="id of the session")
        parser.add_argument("--sites", type=int, default=None, help="how many (all invited ones)")
        parser.add_argument("--scenario", choices=[s.value for s in Scenario], default=Scenario.QUIET.value)
        parser.add_argument("--except", dest="left_out", nargs="*", default=[], metavar="CODE")
        parser.add_argument("--url", default="http://127.0.0.1:8000", help="address of the web")

    def handle(self, *_: Any, **options: Any) -> None:
        session = _session(options["session"])
        places = _places(session, options["sites"], set(options["left_out"]))
        self.stdout.write(f"{len(places)} simulated sites: {session}")
        running = simulate(options["url"], str(session.pk), places, Scenario(options["scenario"]))
        asyncio.run(_until_told(running))


def _session(text: str) -> Session:
    try:
        return Session.objects.select_related("conference__chair_site").get(pk=text)
    except (Session.DoesNotExist, ValidationError):
        raise CommandError(f"no session {text}") from None


def _places(session: Session, count: int | None, left_out: set[str]) -> list[Place]:
    conference = session.conference
    sites = {conference.chair_site, *(invited.site for invited in conference.invited.select_related("site"))}
    chosen = sorted((site for site in sites if site.code not in left_out), key=lambda site: site.number)
    return [_place(session, site) for site in chosen[:count]]


def _place(session: Session, site: Site) -> Place:
    now = datetime.now(UTC)
    conference = session.conference
    room = SiteLink.Slot.ROOM
    token = make_site_link(site=site, conference=conference, slot=room, actor=None, now=now, ttl=TTL)
    return Place(site.code, site.name, site.number, token)


async def _until_told(running: Any) -> None:
    """Ctrl-C and SIGTERM end it politely: every site leaves."""
    work = asyncio.ensure_future(running)
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(sign, work.cancel)
    with suppress(asyncio.CancelledError):
        await work
