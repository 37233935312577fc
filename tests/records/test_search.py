"""The archive's search: what stands in a dossier is found with and without diacritics, by those who may see
it, and nothing that is typed breaks it. The same on SQLite and PostgreSQL."""

from dataclasses import replace
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from diemcau.conference.commands import End, GoLive, OpenSession, RequestFloor
from diemcau.conference.script import Item, Speaker
from diemcau.records.actions.conference import change_conference
from diemcau.records.actions.script import save_script
from diemcau.records.actions.search import index_conference
from diemcau.records.models import (
    Account,
    Conference,
    DossierRecord,
    Minutes,
    MinutesVersion,
    SearchEntry,
    Share,
)
from diemcau.records.papers.minutes import SECTIONS
from diemcau.records.queries.account import assignments_on
from diemcau.records.queries.archive import Asked, find_dossiers, viewer_of
from diemcau.records.queries.search import asked_words, snippets
from diemcau.regulation.archive import Viewer
from diemcau.regulation.powers import Role
from tests.records.builders import CHAIR, NOW, done, plan
from tests.records.dossiers import (
    OWNER,
    PARTY,
    central,
    held_conference,
    invited,
    of_the_party,
    officer,
    somebody,
    stranger,
    unit,
)

pytestmark = pytest.mark.django_db(transaction=True)

ITEMS = (
    Item("1", "Khai mạc, giới thiệu đại biểu", 5),
    Item(
        "2",
        "Báo cáo đường truyền vùng cao",
        10,
        speaker=Speaker("Hoàng Đình Toàn", "Chánh Văn phòng", "UBND"),
    ),
)


@pytest.fixture
def conference() -> Conference:
    held = held_conference()
    save_script(conference=held, items=ITEMS, base=0, note="", actor=central(), now=NOW)
    return held


def as_viewer(account: Account) -> Viewer:
    return viewer_of(account, assignments_on(account, date(2026, 11, 23)))


def found(account: Account, words: str, **more: object) -> list[Conference]:
    return list(find_dossiers(as_viewer(account), replace(Asked(words=words), **more), NOW))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "typed",
    [
        "giao ban",
        "GIAO BAN THÁNG 11",
        "Hội nghị giao ban",
        "hoi nghi giao ban",
        "duong truyen vung cao",
        "đường truyền",
        "hoàng đình toàn",
        "hoang dinh toan",
        "chanh van phong toan",
        "Hà Trung",
        "ha-trung",
        "23/11/2026",
        "giao ban Toàn đường",
        "gia",
        '"giao ban"',
    ],
)
def test_what_stands_in_it_is_found(conference: Conference, typed: str) -> None:
    assert found(officer(), typed) == [conference]


@pytest.mark.parametrize("typed", ["tổng kết", "giao ban tổng kết", "iao", "24/11/2026", "Nga Sơn"])
def test_what_does_not_stand_in_it_is_not_found(conference: Conference, typed: str) -> None:
    assert found(officer(), typed) == []


@pytest.mark.parametrize(
    "typed",
    [
        '"',
        "*",
        "'; DROP TABLE records_conference; --",
        "folded:giao",
        "giao NOT ban",
        "NEAR(giao ban)",
        "giao AND",
        "^giao",
        "{folded}: giao",
        "giao & ban | !x <-> (",
        "🎉",
        "\u0301\u0301",
        "\x00giao",
        "𞤀𞤁 ᜀ",
        "a" * 500,
        "giao " * 100,
        "\ud800",
        "%",
        "_",
        ":*",
    ],
)
def test_what_is_typed_is_never_a_question_of_the_index_language(conference: Conference, typed: str) -> None:
    held = found(officer(), typed)
    assert held in ([], [conference])
    assert found(officer(), "giao ban") == [conference]


def test_signs_alone_find_nothing_rather_than_everything(conference: Conference) -> None:
    assert found(officer(), '"*"') == []
    assert found(officer(), "") == [conference]


def test_content_is_found_only_by_those_who_may_see_it(conference: Conference) -> None:
    DossierRecord.objects.create(conference=conference, owner=unit(OWNER), published_at=NOW)
    everybody = {who: who() for who in (officer, invited, stranger, of_the_party, central)}
    assert {who for who, account in everybody.items() if found(account, "giao ban")} == {officer, invited}
    assert all(found(account, "") == [conference] for account in everybody.values())
    assert found(everybody[stranger], "", year=2026) == [conference]
    for condition in ({"kind": "conference"}, {"side": "state"}, {"state": "published"}):
        assert found(everybody[officer], "", **condition) == [conference]
        assert found(everybody[stranger], "", **condition) == []


def test_a_share_makes_it_findable_until_it_is_over(conference: Conference) -> None:
    reader = of_the_party()
    share = Share.objects.create(conference=conference, unit=unit(PARTY), reason="Phối hợp", given_at=NOW)
    assert found(reader, "giao ban") == [conference]
    Share.objects.filter(pk=share.pk).update(until=NOW)
    assert found(reader, "giao ban") == []


def test_who_may_see_nothing_finds_nothing(conference: Conference) -> None:
    for nobody in (somebody("Cao Minh Tuấn", Role.ADMINISTRATOR, OWNER), somebody("Ai Đó", Role.VIEWER)):
        assert found(nobody, "") == found(nobody, "giao ban") == []


def test_a_changed_title_is_found_and_the_old_one_is_not(conference: Conference) -> None:
    change_conference(
        conference=conference,
        values={"title": "Tổng kết năm"},
        version=conference.version,
        actor=central(),
        now=NOW,
    )
    reader = officer()
    assert found(reader, "tong ket") == [conference]
    assert found(reader, "giao ban") == []


def test_whoever_asked_for_the_floor_is_found_with_the_topic(conference: Conference) -> None:
    """As soon as the session has ended, before anybody touches the dossier."""
    session = plan(conference)
    done(session, OpenSession())
    done(session, GoLive())
    asked = RequestFloor(site="bim-son", speaker=Speaker("Mai Xuân Lộc", "Chủ tịch"), topic="Sạt lở đê")
    done(session, asked)
    reader = officer()
    assert found(reader, "mai xuan loc") == []
    done(session, End(), CHAIR)
    assert found(reader, "mai xuan loc sat lo") == [conference]


def test_indexing_again_changes_nothing(conference: Conference) -> None:
    before = list(SearchEntry.objects.order_by("pk").values())
    index_conference(conference)
    assert list(SearchEntry.objects.order_by("pk").values()) == before


def test_the_snippets_show_where_the_words_stand(conference: Conference) -> None:
    (one,) = snippets([conference], asked_words("duong TRUYỀN"))[conference.pk]
    assert one.kind == "item"
    assert [piece for piece, hit in one.pieces if hit] == ["đường", "truyền"]
    assert snippets([conference], ()) == snippets([], asked_words("giao")) == {}


def test_words_of_the_minutes_are_found_once_they_are_issued(conference: Conference) -> None:
    minutes = Minutes.objects.create(conference=conference, made_at=NOW)
    section = next(iter(SECTIONS))
    text = {section: "Thống nhất gia cố đê tả sông Mã trước mùa lũ"}
    MinutesVersion.objects.create(minutes=minutes, number=1, sections=text, made_at=NOW)
    index_conference(conference)
    reader = officer()
    assert found(reader, "gia co de song ma") == []
    Minutes.objects.update(state="issued")
    index_conference(conference)
    assert found(reader, "gia co de song ma") == [conference]
    (one,) = snippets([conference], asked_words("gia cố đê"))[conference.pk]
    assert one.kind == "minutes"


def test_what_two_wrote_at_once_stands_there_once_after_the_next_writing(conference: Conference) -> None:
    row = SearchEntry.objects.filter(kind="title").get()
    SearchEntry.objects.create(conference=conference, kind="title", text=row.text, folded=row.folded)
    index_conference(conference)
    assert SearchEntry.objects.filter(kind="title").count() == 1


def test_the_command_makes_findable_what_was_there_before_the_search(conference: Conference) -> None:
    reader = officer()
    SearchEntry.objects.all().delete()
    assert found(reader, "giao ban") == []
    out = StringIO()
    call_command("index", stdout=out)
    assert out.getvalue() == "1 conferences: findable by their words\n"
    assert found(reader, "giao ban") == [conference]
