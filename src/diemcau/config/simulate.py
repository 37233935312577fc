"""`diemcau simulate`: real participants with picture and sound for any number of a session's sites.

It runs where the database is, to make each site its own link; from there on it takes the public way.
"""

import argparse
import asyncio
import contextlib
import os
import signal
import sys
from datetime import UTC, datetime, timedelta

import django
from django.conf import settings

django.setup()

from diemcau.conference.session import SiteRole  # noqa: E402  (Django must be set up first)
from diemcau.engine.livekit.simulator.crowd import Place, simulate  # noqa: E402
from diemcau.engine.livekit.simulator.habits import Scenario  # noqa: E402
from diemcau.records.actions.link import make_site_link  # noqa: E402
from diemcau.records.models import Session, Site, SiteLink  # noqa: E402
from diemcau.records.queries.session import current  # noqa: E402
from diemcau.records.store import NotFound  # noqa: E402

LINK_HOLDS = timedelta(hours=24)


def main(arguments: list[str]) -> None:
    asked = argparse.ArgumentParser(prog="diemcau simulate", description=__doc__)
    asked.add_argument("--session", required=True, help="the session's id, as in its address")
    asked.add_argument("--sites", type=int, default=1000, help="how many (default: all)")
    asked.add_argument("--but", "--except", nargs="*", default=[], help="codes of sites to leave out")
    asked.add_argument("--scenario", choices=[str(one) for one in Scenario], default=str(Scenario.QUIET))
    asked.add_argument("--url", default=_own_url(), help="the server's address")
    given = asked.parse_args(arguments)
    places = places_of(given.session, given.sites, frozenset(given.but))
    with contextlib.suppress(asyncio.CancelledError):
        asyncio.run(_until_told(given.url, given.session, places, Scenario(given.scenario)))


def _own_url() -> str:
    scheme = "https" if settings.CERTIFICATE else "http"
    return f"{scheme}://{settings.LISTEN.replace('0.0.0.0', '127.0.0.1')}"  # noqa: S104


def places_of(session_id: str, most: int, but: frozenset[str]) -> list[Place]:
    """The session's rooms in their order, each with a link made for it; the centre has its own desk."""
    try:
        seats = current(session_id).seats.values()
    except NotFound:
        sys.exit(f"Không có phiên họp {session_id}.")
    session = Session.objects.select_related("conference").get(pk=session_id)
    wanted = [seat for seat in seats if seat.role is not SiteRole.CENTRAL and seat.site not in but][:most]
    return [Place(seat.site, seat.name, seat.number, _link(session, seat.site)) for seat in wanted]


def _link(session: Session, code: str) -> str:
    invited = Site.objects.filter(code=code, invited_to__conference=session.conference).first()
    return make_site_link(
        site=invited or session.conference.chair_site,
        conference=session.conference,
        slot=SiteLink.Slot.ROOM,
        actor=None,
        now=datetime.now(UTC),
        ttl=LINK_HOLDS,
    )


async def _until_told(url: str, session: str, places: list[Place], scenario: Scenario) -> None:
    work = asyncio.create_task(simulate(url, session, places, scenario))
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, work.cancel)
    try:
        await work
    finally:
        sys.stdout.flush()
        if work.cancelled():
            os._exit(0)  # the media library's threads do not end by themselves
