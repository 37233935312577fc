"""Art. 4.1: the log book is drafted when a session has ended, signed by a person, and cannot be forged."""

import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from diemcau.conference import commands as c
from diemcau.conference.actors import MACHINE, Actor
from diemcau.conference.commands import Refused
from diemcau.conference.logbook import EntryKind
from diemcau.records.actions import logbook
from diemcau.records.actions.logbook import Signature
from diemcau.records.models import Account, LogCheckpoint, LogDraft, LogEntry, LogLine, Session
from diemcau.records.queries.logbook import broken_book, broken_books, hashed
from diemcau.records.signing import fingerprint, is_signed, public_key
from diemcau.regulation.powers import Role
from tests.database import without_triggers
from tests.records.builders import NOW, connected, done, technician

pytestmark = pytest.mark.django_db(transaction=True)

SITE = "bim-son"
LATER = NOW + timedelta(hours=1)


def signature(name: str = "son") -> Signature:
    account = Account.objects.filter(username=name).first()
    account = account or Account.objects.create_user(username=name, first_name="Sơn", last_name="Mai Văn")
    return Signature(account, Actor(Role.SITE_TECHNICIAN, str(account.pk), "Mai Văn Sơn", SITE), "totp")


def held() -> UUID:
    """A session in which Bỉm Sơn's line was away for half a minute; it has ended."""
    session = connected(SITE)
    done(session, c.SeeLine(SITE, True), MACHINE)
    for up, seconds in ((False, 60), (True, 90)):
        for command in (c.SeeLine(SITE, up), c.SeeMedia(SITE, up)):
            done(session, command, MACHINE, NOW + timedelta(seconds=seconds))
    done(session, c.End(), now=LATER)
    return session


def drafted() -> dict[str, LogDraft]:
    session = Session.objects.get(pk=held())
    logbook.draft_session(session, LATER)
    return {one.kind: one for one in LogDraft.objects.filter(site_code=SITE)}


def signed(draft: LogDraft, statement: str = "Đã kiểm tra cáp mạng.", **more: Any) -> LogEntry | Refused:
    given = {"version": draft.version, "entered_at": LATER, "signature": signature(), "now": LATER} | more
    return logbook.sign_draft(draft=draft, statement=statement, **given)


def remark(words: str = "Thay pin micro.", name: str = "son", now: datetime = LATER, **more: Any) -> Any:
    given = {"happened_from": NOW, "happened_to": None, "entered_at": now, "now": now} | more
    return logbook.write_remark(site=SITE, statement=words, signature=signature(name), **given)


def book(entries: int) -> list[LogEntry]:
    written = [remark(f"Ghi chú số {number}") for number in range(entries)]
    assert not any(isinstance(one, Refused) for one in written)
    return written


# --- what is proposed
def test_what_happened_in_a_session_is_proposed_to_every_site() -> None:
    drafts = drafted()
    assert set(drafts) == {EntryKind.DUTY, EntryKind.OFFICIAL_QUALITY, EntryKind.FAULT}
    assert drafts["fault"].facts[0] == "Mất kết nối từ 08:01:00 đến 08:01:30 (30 giây)."
    assert set(LogDraft.objects.values_list("site_code", flat=True)) >= {"ha-trung", "tinh-uy", SITE}


def test_proposing_again_changes_nothing_that_was_signed() -> None:
    drafts = drafted()
    signed(drafts["fault"])
    before = set(LogDraft.objects.values_list("pk", "version", "state"))
    assert logbook.draft_session(Session.objects.get(), LATER) == 0
    assert set(LogDraft.objects.values_list("pk", "version", "state")) == before


def test_what_ended_is_drafted_once_its_last_numbers_have_come() -> None:
    session = held()
    assert logbook.draft_what_ended(LATER + timedelta(seconds=4)) == 0
    assert logbook.undrafted(LATER + timedelta(seconds=5)) == [session]
    assert logbook.draft_what_ended(LATER + timedelta(seconds=5)) > 0
    assert logbook.undrafted(LATER + timedelta(seconds=6)) == []


def test_a_running_session_may_be_drafted_but_has_no_checkpoint() -> None:
    session = Session.objects.get(pk=connected(SITE))
    assert logbook.draft_session(session, NOW) > 0
    assert not LogCheckpoint.objects.exists()


# --- signing
def test_a_signed_proposal_is_an_entry_with_facts_and_statement_apart() -> None:
    draft = drafted()["fault"]
    entry = signed(draft)
    assert isinstance(entry, LogEntry)
    assert entry.facts == draft.facts
    assert entry.statement == "Đã kiểm tra cáp mạng."
    assert (entry.number, entry.author_name, entry.author_role) == (1, "Sơn Mai Văn", "site_technician")
    assert (entry.proof, entry.late) == ("totp", False)
    draft.refresh_from_db()
    assert draft.state == LogDraft.State.SIGNED
    assert LogLine.objects.get(action="logbook.signed").subject == f"logentry:{entry.pk}"


def test_a_proposal_is_signed_once() -> None:
    draft = drafted()["duty"]
    assert isinstance(signed(draft), LogEntry)
    again = signed(draft)
    assert isinstance(again, Refused)
    assert again.code == "logbook.overtaken"
    assert LogEntry.objects.count() == 1


def test_what_is_written_meanwhile_is_kept_until_it_is_signed() -> None:
    draft = drafted()["fault"]
    assert logbook.save_statement(draft=draft, statement="Đang gọi viễn thông", version=1) is None
    stale = logbook.save_statement(draft=draft, statement="Khác", version=1)
    assert stale is not None
    draft.refresh_from_db()
    assert (draft.statement, draft.version) == ("Đang gọi viễn thông", 2)
    entry = signed(draft, "", version=2)
    assert isinstance(entry, LogEntry)
    assert entry.statement == "Đang gọi viễn thông"


def test_a_proposal_is_set_aside_with_its_reason_and_stays() -> None:
    draft = drafted()["fault"]
    given = {"version": 1, "actor": signature().account, "now": LATER}
    assert logbook.set_aside(draft=draft, reason=" ", **given) is logbook.NO_REASON
    assert logbook.set_aside(draft=draft, reason="Trùng với mục khác", **given) is None
    assert logbook.set_aside(draft=draft, reason="Lần nữa", **given) is logbook.OVERTAKEN
    draft.refresh_from_db()
    assert (draft.state, draft.reason) == ("set_aside", "Trùng với mục khác")
    assert not LogEntry.objects.exists()


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"words": "  "}, "logbook.nothing"),
        ({"happened_from": LATER + timedelta(minutes=1)}, "logbook.future"),
        ({"happened_to": LATER + timedelta(minutes=1)}, "logbook.future"),
        ({"happened_to": NOW - timedelta(minutes=1)}, "logbook.period"),
    ],
)
def test_a_remark_that_cannot_be_is_refused(more: dict[str, Any], code: str) -> None:
    answer = remark(**more)
    assert isinstance(answer, Refused)
    assert answer.code == code
    assert not LogEntry.objects.exists()


def test_an_entry_that_comes_a_day_later_is_marked_as_late() -> None:
    assert remark(now=NOW + timedelta(hours=24)).late is False
    assert remark(now=NOW + timedelta(hours=25)).late is True


def test_nobody_writes_in_the_future() -> None:
    assert remark(entered_at=LATER + timedelta(days=400)).entered_at == LATER


def test_a_correction_points_at_what_it_corrects() -> None:
    (entry,) = book(1)
    given = {"entered_at": LATER, "signature": signature(), "now": LATER}
    assert logbook.correct_entry(entry=entry, statement=" ", **given) is logbook.NOTHING_SAID
    correction = logbook.correct_entry(entry=entry, statement="Là loa, không phải micro", **given)
    assert isinstance(correction, LogEntry)
    assert (correction.number, correction.corrects_id, correction.kind) == (2, entry.pk, "correction")
    entry.refresh_from_db()
    assert entry.statement == "Ghi chú số 0"


def test_a_hand_over_needs_both() -> None:
    one, other = signature("son"), signature("ha")
    given: dict[str, Any] = {"site": SITE, "statement": "Bàn giao ca chiều", "at": NOW, "now": LATER}
    assert logbook.hand_over(to=one.account, signature=one, **given) is logbook.NOT_ONESELF
    draft = logbook.hand_over(to=other.account, signature=one, **given)
    assert isinstance(draft, LogDraft)
    assert not LogEntry.objects.exists()
    assert signed(draft, "", signature=one) is logbook.NOT_YOURS
    entry = signed(draft, "Đã nhận đủ", signature=other)
    assert isinstance(entry, LogEntry)
    assert (entry.author, entry.co_signer) == (other.account, one.account)


def test_a_hand_over_without_words_is_refused() -> None:
    given: dict[str, Any] = {"site": SITE, "statement": "", "at": NOW, "now": LATER}
    refused = logbook.hand_over(to=signature("ha").account, signature=signature(), **given)
    assert refused is logbook.NOTHING_SAID


# --- the chain
def test_the_chain_of_a_book_holds() -> None:
    book(5)
    assert list(broken_books()) == [(SITE, None)]


TABLE = "records_logentry"
ATTACKS = [
    f"UPDATE {TABLE} SET statement = 'x'",
    f"UPDATE {TABLE} SET number = number + 100 WHERE number = 1",
    f"DELETE FROM {TABLE} WHERE number = 2",
    "UPDATE records_logcheckpoint SET hash = 'x'",
    "DELETE FROM records_logcheckpoint",
]
ATTACKS_ON = {
    "sqlite": [f"INSERT OR REPLACE INTO {TABLE} SELECT * FROM {TABLE} WHERE number = 2"],
    "postgresql": [f"TRUNCATE {TABLE} CASCADE", "TRUNCATE records_logcheckpoint"],
}


def test_raw_sql_is_refused() -> None:
    drafted()
    book(3)
    before = list(LogEntry.objects.values()), list(LogCheckpoint.objects.values())
    for attack in [*ATTACKS, *ATTACKS_ON[connection.vendor]]:
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(attack)
        assert (list(LogEntry.objects.values()), list(LogCheckpoint.objects.values())) == before, attack


def test_the_orm_is_refused() -> None:
    (entry,) = book(1)
    entry.statement = "Không có gì"
    for attack in (entry.save, entry.delete, LogEntry.objects.all().delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            attack()


def test_two_writers_do_not_fork_the_book() -> None:
    signature("son"), signature("ha")

    def write(number: int) -> bool:
        try:
            return isinstance(remark(f"Ghi chú {number}", ("son", "ha")[number % 2]), LogEntry)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        written = sum(pool.map(write, range(12)))
    assert list(LogEntry.objects.values_list("number", flat=True)) == list(range(1, written + 1))
    assert written >= 1
    assert broken_book(SITE) is None


def _another(column: str) -> str:
    """Never the same again, with whatever it begins."""
    return f"CASE substr({column}, 1, 1) WHEN '0' THEN '1' ELSE '0' END || substr({column}, 2)"


def _edit(dice: random.Random, count: int) -> tuple[int, str]:
    number = dice.randint(1, count)
    column, value = dice.choice(
        [
            ("statement", "statement || ' '"),
            ("author_name", "'Người khác'"),
            ("proof", "'password'"),
            ("kind", "'fault'"),
            ("late", "NOT late"),
            ("site_code", "site_code || '-2'"),
            ("co_signer_name", "'Ai đó'"),
            ("hash", _another("hash")),
            ("previous_hash", _another("previous_hash")),
        ]
    )
    return number, f"UPDATE {TABLE} SET {column} = {value} WHERE number = {number}"


def test_ten_thousand_mutations_are_found_and_the_first_bad_entry_is_named() -> None:
    """In memory, as the walk sees the rows: what a person with all rights could write."""
    from diemcau.conference import chain

    rows = [(hashed(one), one.previous_hash, one.hash) for one in book(12)]
    assert chain.verify(rows) is None
    dice = random.Random(20261124)
    for _ in range(10_000):
        place = dice.randrange(len(rows))
        entry, previous, own = rows[place]
        key = dice.choice(sorted(entry))
        forged = {**entry, key: f"{entry[key]}x"}
        kind = dice.choice(("edit", "cut", "swap", "rehash"))
        changed = list(rows)
        if kind == "edit":
            changed[place] = (forged, previous, own)
        elif kind == "rehash":
            changed[place] = (forged, previous, chain.link(previous, forged))
        elif kind == "cut":
            del changed[place]
        else:
            changed[place], changed[place - 1] = changed[place - 1], changed[place]
        found = chain.verify(changed)
        if kind == "cut" and place == len(rows) - 1:
            assert found is None  # a cut end shows against a checkpoint: below
        elif kind == "rehash":
            assert found == (place + 1 if place + 1 < len(rows) else None)
        elif kind == "swap":
            assert found == (0 if place == 0 else place - 1)
        else:
            assert found == place


@pytest.mark.parametrize("seed", range(12))
def test_who_gets_round_the_triggers_is_found(seed: int) -> None:
    book(6)
    number, attack = _edit(random.Random(seed), 6)
    with without_triggers(), connection.cursor() as cursor:
        cursor.execute(attack)
    found = str(broken_book(SITE))
    assert any(f"entry {n}" in found for n in (number, number + 1)), (attack, found)


def test_a_book_cut_at_its_end_shows_against_what_was_signed() -> None:
    book(3)
    drafted()
    assert broken_book(SITE) is None
    with without_triggers(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {TABLE} WHERE number = 3")
    assert "entry 3 is missing" in str(broken_book(SITE))


def test_a_book_made_anew_as_a_whole_shows_against_what_was_signed() -> None:
    book(2)
    drafted()
    with without_triggers(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {TABLE}")
    book(1), remark("Chuyện khác")
    assert "entry 2 is another one than was signed" in str(broken_book(SITE))


# --- checkpoints
def test_a_checkpoint_is_signed_by_the_server() -> None:
    book(2)
    drafted()
    mark = LogCheckpoint.objects.get(site_code=SITE)
    assert (mark.number, mark.hash) == (2, LogEntry.objects.get(number=2).hash)
    assert mark.key == public_key()
    assert is_signed(logbook.marked(mark), mark.signature, mark.key)
    mark.number = 1
    assert not is_signed(logbook.marked(mark), mark.signature, mark.key)
    assert not is_signed(b"x", "not base64!", mark.key)
    assert len(fingerprint(mark.key)) == 19


def test_an_empty_book_has_its_checkpoint_too() -> None:
    drafted()
    mark = LogCheckpoint.objects.get(site_code=SITE)
    assert (mark.number, mark.hash) == (0, "")
    assert broken_book(SITE) is None


def test_each_book_counts_for_itself() -> None:
    book(2)
    other = replace(signature(), by=technician("ha-trung"))
    entry = logbook.write_remark(
        site="ha-trung", statement="Có", happened_from=NOW, happened_to=None, entered_at=LATER,
        signature=other, now=LATER,
    )  # fmt: skip
    assert isinstance(entry, LogEntry)
    assert (entry.number, entry.previous_hash) == (1, "")
