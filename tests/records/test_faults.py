"""Art. 6.2, 7.2: faults open by themselves or by a person, are told to two, and are closed with both told."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from diemcau.conference import commands as c
from diemcau.conference.actors import MACHINE
from diemcau.conference.commands import Refused
from diemcau.conference.session import Channel
from diemcau.records.actions import fault as faults
from diemcau.records.actions.fault import Watched, watch_faults
from diemcau.records.models import (
    Account,
    Assignment,
    Fault,
    FaultReport,
    FaultStep,
    Person,
    Phone,
    Post,
    RoleBinding,
    RoleSlot,
    Site,
    Unit,
)
from diemcau.records.queries.fault import by_provider, call_cards, clocks, find_faults, sums, visible_faults
from diemcau.records.queries.session import current
from diemcau.regulation.powers import Power, Role
from tests.records.builders import NOW, SINCE, connected, done, technician

pytestmark = pytest.mark.django_db(transaction=True)

SITE = "bim-son"


def at(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def see(session: UUID, command: c.AnyCommand, seconds: float) -> None:
    done(session, command, MACHINE, at(seconds))


def cut(session: UUID, seconds: float, site: str = SITE) -> None:
    see(session, c.SeeLine(site, False), seconds)
    see(session, c.SeeMedia(site, False), seconds)


def back(session: UUID, seconds: float, site: str = SITE) -> None:
    see(session, c.SeeLine(site, True), seconds)
    see(session, c.SeeMedia(site, True), seconds)


@pytest.fixture
def session() -> UUID:
    key = connected(SITE, "ha-trung")
    for site in (SITE, "ha-trung"):
        see(key, c.SeeLine(site, True), 0)
    return key


@pytest.fixture
def son() -> Account:
    return Account.objects.create_user(username="son", first_name="Sơn", last_name="Mai Văn")


def watch(session: UUID, seconds: float, watched: Watched | None = None) -> None:
    watch_faults(current(session), watched or Watched(), at(seconds))


# --- by themselves
def test_a_line_that_stays_away_opens_a_fault_once(session: UUID) -> None:
    cut(session, 60)
    watched = Watched()
    watch(session, 65, watched)
    assert not Fault.objects.exists()
    for seconds in (70, 71, 90):
        watch(session, seconds, watched)
    fault = Fault.objects.get()
    assert (fault.site.code, fault.kind, fault.source, fault.words) == (
        SITE,
        "line",
        "machine",
        "Mất kết nối",
    )
    assert (fault.happened_at, fault.opened_at) == (at(60), at(70))


@pytest.mark.parametrize(
    ("command", "words"),
    [(c.SeeLine(SITE, False), "Mất điều khiển"), (c.SeeMedia(SITE, False), "Mất hình, tiếng")],
)
def test_what_is_dead_is_told_apart(session: UUID, command: c.AnyCommand, words: str) -> None:
    see(session, command, 60)
    watch(session, 75)
    assert Fault.objects.get().words == words


def test_a_line_that_comes_back_is_noted_and_the_fault_stays_open(session: UUID) -> None:
    cut(session, 60)
    watch(session, 75)
    back(session, 80)
    for seconds in (81, 82):
        watch(session, seconds)
    fault = Fault.objects.get()
    assert (fault.restored_at, fault.closed_at) == (at(81), None)
    assert [(step.words, step.machine) for step in fault.steps.all()] == [("Đường truyền đã khôi phục", True)]


def test_the_next_loss_is_another_fault(session: UUID) -> None:
    cut(session, 60)
    watch(session, 75)
    back(session, 80)
    cut(session, 100)
    watch(session, 120)
    assert Fault.objects.count() == 2


def test_what_a_site_reports_is_a_fault_that_the_centre_knows(session: UUID) -> None:
    report = c.ReportFault(SITE, "power", "Sụt áp", happened_at=at(10))
    done(session, report, technician(SITE), at(20))
    watched = Watched()
    watch(session, 21, watched)
    watch(session, 22, watched)
    watch(session, 23)  # another clerk, from the beginning
    fault = Fault.objects.get()
    assert (fault.kind, fault.source, fault.words, fault.happened_at) == ("power", "site", "Sụt áp", at(10))
    (told,) = fault.reports.all()
    assert (told.to, told.channel, told.told_at) == ("centre", "system", at(20))


def test_what_the_centre_enters_for_a_caller_came_by_phone(session: UUID) -> None:
    done(session, c.ReportFault(SITE, "nước", channel=Channel.PHONE), now=at(20))
    watch(session, 21)
    fault = Fault.objects.get()
    assert (fault.kind, fault.source, fault.reports.get().channel) == ("other", "phone", "phone")


def test_a_quiet_session_costs_one_question_a_second(session: UUID, django_assert_num_queries: Any) -> None:
    watched = Watched()
    state = current(session)
    watch_faults(state, watched, at(60))
    with django_assert_num_queries(1):
        watch_faults(state, watched, at(61))


# --- by a person
def opened(actor: Account, **more: Any) -> Fault:
    given: dict[str, Any] = {
        "site": Site.objects.get(code=SITE), "kind": "sound", "severity": "minor", "source": "phone",
        "words": "Loa rè", "happened_at": at(0), "session": None, "actor": actor, "now": at(60),
    }  # fmt: skip
    answer = faults.open_fault(**given | more)
    assert isinstance(answer, Fault)
    return answer


def tell(fault: Fault, to: str, seconds: float, actor: Account) -> FaultReport:
    answer = faults.report_fault(
        fault=fault,
        to=to,
        channel="phone",
        to_name="Ông Toàn",
        told_at=at(seconds),
        actor=actor,
        now=at(seconds),
    )
    assert isinstance(answer, FaultReport)
    return answer


def close(fault: Fault, actor: Account, **more: Any) -> Refused | None:
    fault.refresh_from_db()
    given: dict[str, Any] = {
        "cause": "Cáp lỏng", "repair": "Thay cáp", "severity": "minor", "reason": "",
        "version": fault.version, "actor": actor, "now": at(900),
    }  # fmt: skip
    return faults.close_fault(fault=fault, **given | more)


def test_nothing_happens_in_the_future(session: UUID, son: Account) -> None:
    given: dict[str, Any] = {
        "site": Site.objects.get(code=SITE), "kind": "sound", "severity": "minor", "source": "phone",
        "words": "", "happened_at": at(61), "session": None, "actor": son, "now": at(60),
    }  # fmt: skip
    assert faults.open_fault(**given) is faults.IN_FUTURE
    fault = opened(son)
    told = faults.report_fault(
        fault=fault, to="centre", channel="phone", to_name="", told_at=at(100), actor=son, now=at(90)
    )
    assert told is faults.IN_FUTURE


def test_it_is_closed_when_both_were_told(session: UUID, son: Account) -> None:
    fault = opened(son)
    tell(fault, "centre", 120, son)
    refused = close(fault, son)
    assert refused is not None
    assert refused.code == "fault.not_reported"
    tell(fault, "local_chair", 500, son)
    centre, chair = (
        next(one for one in clocks(fault, at(600)) if one.to == to) for to in ("centre", "local_chair")
    )
    assert (centre.seconds, centre.late) == (60.0, False)
    assert (chair.seconds, chair.late) == (440.0, True)
    assert close(fault, son) is None
    fault.refresh_from_db()
    assert (fault.closed_at, fault.cause, fault.repair) == (at(900), "Cáp lỏng", "Thay cáp")


def test_or_with_the_reason_why_one_was_not(session: UUID, son: Account) -> None:
    fault = opened(son)
    assert close(fault, son, reason="Khôi phục trước khi kịp báo") is None


def test_it_is_not_closed_without_what_was_done(session: UUID, son: Account) -> None:
    assert close(opened(son), son, repair=" ", reason="x") is faults.NOTHING_DONE


def test_two_who_close_at_once(session: UUID, son: Account) -> None:
    fault = opened(son)
    assert close(fault, son, reason="x") is None
    assert close(fault, son, reason="x") is faults.OVERTAKEN
    assert faults.add_step(fault=fault, words="Đo lại", actor=son, now=at(950)) is faults.CLOSED


def test_steps_stand_in_order(session: UUID, son: Account) -> None:
    fault = opened(son)
    for words in ("Kiểm tra cáp", "Thay cáp"):
        faults.add_step(fault=fault, words=words, actor=son, now=at(100))
    assert [step.words for step in fault.steps.all()] == ["Kiểm tra cáp", "Thay cáp"]


@pytest.mark.parametrize("table", ["records_faultreport", "records_faultstep"])
def test_reports_and_steps_cannot_be_changed(session: UUID, son: Account, table: str) -> None:
    fault = opened(son)
    tell(fault, "centre", 120, son)
    faults.add_step(fault=fault, words="Kiểm tra", actor=son, now=at(130))
    for attack in (f"UPDATE {table} SET by_name = 'x'", f"DELETE FROM {table}"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(attack)
    assert FaultReport.objects.count() == FaultStep.objects.count() == 1


# --- looking
def test_for_a_line_the_telecom_is_called_for_power_the_power_company(session: UUID, son: Account) -> None:
    site = Site.objects.get(code=SITE)
    for code, number in (("telecom", "0237 111"), ("power", "0237 222")):
        unit = Unit.objects.create(code=code, name=f"Đơn vị {code}", side="other", valid_from=SINCE)
        person = Person.objects.create(name=f"Trực {code}")
        Post.objects.create(person=person, unit=unit, title="Trực", valid_from=SINCE)
        Phone.objects.create(person=person, number=number, valid_from=SINCE)
        slot = RoleSlot.objects.create(code=code, name=code, article="12.1")
        RoleBinding.objects.create(slot=slot, unit=unit, site=site, valid_from=SINCE)
    numbers = {
        kind: [card.number for card in call_cards(opened(son, kind=kind), NOW.date())]
        for kind in ("line", "power", "sound")
    }
    assert numbers == {"line": ["0237 111"], "power": ["0237 222"], "sound": []}


def test_faults_are_counted_by_the_unit_that_was_bound_on_that_day(session: UUID, son: Account) -> None:
    site, day = Site.objects.get(code=SITE), NOW.date()
    units = {
        name: Unit.objects.create(code=name, name=name, side="other", valid_from=SINCE)
        for name in ("vnpt", "viettel", "mobifone", "evn")
    }
    telecom = RoleSlot.objects.create(code="telecom", name="Viễn thông", article="12.1")
    power = RoleSlot.objects.create(code="power", name="Điện lực", article="12.2")
    bound = [
        (telecom, "vnpt", site, SINCE, day - timedelta(days=1)),
        (telecom, "viettel", site, day, None),
        (telecom, "mobifone", None, SINCE, None),
        (power, "evn", None, day, None),
    ]
    for slot, name, at, since, until in bound:
        RoleBinding.objects.create(slot=slot, unit=units[name], site=at, valid_from=since, valid_to=until)
    yesterday = NOW - timedelta(days=1)
    other = Site.objects.get(code="ha-trung")
    for more in (
        {"kind": "line"},
        {"kind": "line", "happened_at": yesterday},
        {"kind": "line", "site": other},
        {"kind": "power"},
        {"kind": "light", "happened_at": yesterday},
        {"kind": "sound"},
    ):
        opened(son, **more)
    Fault.objects.filter(kind="power").update(restored_at=NOW + timedelta(minutes=5), happened_at=NOW)
    found = {one.name: (one.count, one.open, one.mean) for one in by_provider(Fault.objects.all())}
    assert found == {
        "vnpt": (1, 1, None),
        "viettel": (1, 1, None),
        "mobifone": (1, 1, None),
        "evn": (1, 1, timedelta(minutes=5)),
        "": (1, 1, None),
    }


def test_a_rooms_technician_sees_his_own_rooms_faults(session: UUID, son: Account) -> None:
    mine, other = opened(son), opened(son, site=Site.objects.get(code="ha-trung"))
    site = Site.objects.get(code=SITE)
    own = Assignment(account=son, role=Role.SITE_TECHNICIAN.value, site=site, valid_from=SINCE)
    centre = Assignment(account=son, role=Role.CENTRAL_TECHNICIAN.value, valid_from=SINCE)
    assert set(visible_faults([own], Power.READ_FAULTS)) == {mine}
    assert set(visible_faults([centre], Power.READ_FAULTS)) == {mine, other}
    assert not visible_faults([], Power.READ_FAULTS)


def test_open_ones_come_first_and_filters_narrow(session: UUID, son: Account) -> None:
    old, new = opened(son, happened_at=at(-90)), opened(son, kind="power", words="Mất điện")
    close(new, son, reason="x")
    everything = Fault.objects.all()
    assert list(find_faults(everything)) == [old, new]
    assert list(find_faults(everything, kind="power")) == [new]
    assert list(find_faults(everything, state="open")) == [old]
    assert list(find_faults(everything, words="mất điện")) in ([new], [])  # letters' case: the database's
    assert list(find_faults(everything, since=at(86_400 * 2).date())) == []


def test_they_add_up_by_site_and_kind(session: UUID, son: Account) -> None:
    opened(son, kind="power")
    closed = opened(son, kind="power")
    close(closed, son, reason="x", now=at(600))
    opened(son)
    assert [(one.name, one.count, one.open) for one in sums(Fault.objects.all(), "kind")] == [
        ("power", 2, 1),
        ("sound", 1, 1),
    ]
    assert sums(Fault.objects.all(), "kind")[0].mean == timedelta(seconds=600)
