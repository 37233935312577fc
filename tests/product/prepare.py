"""Run as a process of its own, with the product's settings: fills its database, prints what a test needs.

python -m tests.product.prepare PASSWORD SITES official|test [recorded]
python -m tests.product.prepare PASSWORD     the demonstration alone, as `template` copies it
"""

import json
import os
import sys
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diemcau.config.settings")
import django

django.setup()

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.db import connection

from diemcau.conference.session import SessionKind
from diemcau.records.actions.demonstration import ACCOUNTS, Demonstration, prepare_demonstration
from diemcau.records.actions.link import make_site_link
from diemcau.records.actions.session import plan_session
from diemcau.records.models import Account, Conference, InvitedSite, Session, Site, SiteLink, Unit

DAY = timedelta(days=1)


def fill(password: str, now: datetime) -> Demonstration:
    if not connection.introspection.table_names():
        call_command("migrate", verbosity=0)
    return prepare_demonstration(password=password, now=now)


NOT_RECORDED = "Chỉ để kiểm thử"


def main(password: str, sites: int, kind: str, recorded: str = "") -> None:
    now = datetime.now(UTC)
    demonstration = fill(password, now)
    conference = demonstration.conference
    _fit(conference, sites)
    if not recorded:  # a recorder costs most of a core
        Conference.objects.filter(pk=conference.pk).update(not_recorded_reason=NOT_RECORDED)
    session = plan_session(
        conference=conference,
        kind=SessionKind(kind),
        planned_start=now,
        actor=demonstration.technician,
        now=now,
    )
    told = {
        "session": str(session.pk),
        "other": str(demonstration.session),
        "conference": conference.pk,
        "places": [_place(session, site, now) for site in _sites(conference)],
        "browsers": {entry.username: _signed_in(entry.username) for entry in ACCOUNTS},
    }
    print(json.dumps(told))


def _fit(conference: Conference, wanted: int) -> None:
    """So many sites beside the central one: invitations taken back, or invented communes added."""
    invited = list(InvitedSite.objects.filter(conference=conference).select_related("site"))
    for extra in invited[max(0, wanted - 1) :]:
        extra.delete()
    unit = Unit.objects.first()
    missing = range(len(invited) + 1, wanted)
    made = [
        Site(
            code=f"xa-{number:03d}",
            number=100 + number,
            name=f"Xã Thử Nghiệm {number:03d}",
            role=Site.Role.END,
            unit=unit,
            valid_from=date(2025, 7, 1),
        )
        for number in missing
    ]
    Site.objects.bulk_create(made)
    InvitedSite.objects.bulk_create([InvitedSite(conference=conference, site=site) for site in made])


def _sites(conference: Conference) -> list[Site]:
    invited = [one.site for one in conference.invited.select_related("site")]
    return [conference.chair_site, *invited]


def _place(session: Session, site: Site, now: datetime) -> dict[str, object]:
    slots = {slot.value: _link(session, site, slot, now) for slot in SiteLink.Slot}
    return {"code": site.code, "name": site.name, "number": site.number, "links": slots}


def _link(session: Session, site: Site, slot: SiteLink.Slot, now: datetime) -> str:
    return make_site_link(site=site, conference=session.conference, slot=slot, actor=None, now=now, ttl=DAY)


def _signed_in(username: str) -> str:
    """The cookie of a browser in which this account is signed in."""
    account = Account.objects.get(username=username)
    if not settings.DEMO:
        TOTP.activate(account, generate_totp_secret())
    browser = SessionStore()
    browser[SESSION_KEY] = str(account.pk)
    browser[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    browser[HASH_SESSION_KEY] = account.get_session_auth_hash()
    browser["nonce"] = uuid4().hex
    browser.create()
    return str(browser.session_key)


if __name__ == "__main__":
    if len(sys.argv) == 2:
        fill(sys.argv[1], datetime.now(UTC))
    else:
        main(sys.argv[1], int(sys.argv[2]), *sys.argv[3:])
