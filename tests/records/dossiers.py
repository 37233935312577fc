"""One conference that was held, and people of several units that look at its dossier."""

from datetime import date, datetime
from functools import partial

from diemcau.conference.commands import End
from diemcau.records.models import Account, Assignment, Conference, InvitedSite, Person, Site, Unit
from diemcau.records.queries.account import assignments_on
from diemcau.records.queries.archive import Dossier, access_dossier
from diemcau.regulation.archive import Level
from diemcau.regulation.powers import Role
from tests.records.builders import CHAIR, NOW, SINCE, connected, done

OWNER, INVITED, STRANGER, PARTY = "vp-bim-son", "ubnd-ha-trung", "ubnd-nga-son", "vp-thi-uy"
UNITS = {
    OWNER: ("Văn phòng HĐND và UBND thị xã Bỉm Sơn", "state"),
    INVITED: ("UBND huyện Hà Trung", "state"),
    STRANGER: ("UBND huyện Nga Sơn", "state"),
    PARTY: ("Văn phòng Thị ủy Bỉm Sơn", "party"),
}


def held_conference() -> Conference:
    """The owner hosts it, Hà Trung is invited, Nga Sơn and the Party's office are not."""
    session = connected("bim-son")
    done(session, End(), CHAIR)
    conference = Conference.objects.get()
    for code, (name, side) in UNITS.items():
        Unit.objects.create(code=code, name=name, side=side, valid_from=SINCE)
    Conference.objects.filter(pk=conference.pk).update(host_unit=unit(OWNER))
    Site.objects.filter(code="ha-trung").update(unit=unit(INVITED))
    Site.objects.filter(code="nga-son").update(unit=unit(STRANGER))
    InvitedSite.objects.filter(site__code="nga-son").delete()
    conference.refresh_from_db()
    return conference


def unit(code: str) -> Unit:
    return Unit.objects.get(code=code)


def somebody(name: str, role: Role, of: str = "", site: str = "") -> Account:
    """`of`: the code of the unit the role is held for."""
    person = Person.objects.create(name=name)
    account = Account.objects.create_user(f"tk-{Account.objects.count()}", password=None, person=person)
    Assignment.objects.create(
        account=account,
        role=role.value,
        unit=unit(of) if of else None,
        site=Site.objects.get(code=site) if site else None,
        valid_from=SINCE,
    )
    return account


def seen(
    account: Account, conference: Conference, needed: Level = Level.FACTS, now: datetime = NOW
) -> Dossier | None:
    held = assignments_on(account, date(2026, 11, 23))
    return access_dossier(account, held, conference.pk, needed, now)


officer = partial(somebody, "Phạm Ngọc Lan", Role.HOST_OFFICER, OWNER)
archivist = partial(somebody, "Lưu Thị Thanh", Role.ARCHIVIST, OWNER)
invited = partial(somebody, "Tống Thị Hà", Role.SITE_TECHNICIAN, site="ha-trung")
stranger = partial(somebody, "Mai Thế Anh", Role.HOST_OFFICER, STRANGER)
of_the_party = partial(somebody, "Trần Đức Thắng", Role.HOST_OFFICER, PARTY)
central = partial(somebody, "Nguyễn Thu Hương", Role.CENTRAL_TECHNICIAN)
