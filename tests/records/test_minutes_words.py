"""The sections of the minutes in words: parts, who came late, the course, pauses, losses."""

from datetime import UTC, date, datetime, timedelta

import pytest

from diemcau.conference.minutes import (
    Absent,
    Draft,
    Floor,
    Loss,
    Passage,
    Pause,
    Present,
    Sitting,
    Speech,
)
from diemcau.conference.session import SiteRole
from diemcau.documents.content import Numbered, Paragraph
from diemcau.records.models import Conference, Person, Post, Task, Unit
from diemcau.records.papers.document import lines, said_beside
from diemcau.records.papers.minutes import facts_of, length, missing
from tests.records.builders import SINCE, make_conference

pytestmark = pytest.mark.django_db

EIGHT = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)


def after(minutes: float) -> datetime:
    return EIGHT + timedelta(minutes=minutes)


@pytest.fixture
def conference() -> Conference:
    return make_conference()


def sitting(**more: object) -> Sitting:
    chair = Present("tinh-uy", "Văn phòng Tỉnh ủy", SiteRole.CHAIR, 30)
    given = {"session": "p", "title": "t", "chair_site": chair.name, "since": EIGHT, "until": after(90)}
    return Sitting(**{**given, "present": (chair,), **more})  # type: ignore[arg-type]


def told(section: str, conference: Conference, *sittings: Sitting) -> str:
    return facts_of(Draft(sittings), conference)[section]


def test_days_and_months_below_ten_as_offices_write_them(conference: Conference) -> None:
    assert told("start", conference, sitting()) == "8 giờ, ngày 05 tháng 01 năm 2026"
    assert told("end", conference, sitting()) == "9 giờ 30, ngày 05 tháng 01 năm 2026"


def test_nothing_was_held_yet(conference: Conference) -> None:
    found = facts_of(Draft(), conference)
    assert found["place"] == "Phòng họp điểm cầu chủ tọa Điểm cầu tinh-uy"
    assert missing(found) == ["start", "present", "chair", "secretary", "course", "end"]


def test_who_came_late_left_early_and_was_away(conference: Conference) -> None:
    late = Present("a", "Hà Trung", SiteRole.END, 12, "Bà Minh", after(10), after(60), "Mất điện")
    centre = Present("c", "Trung tâm", SiteRole.CENTRAL, 3)
    held = sitting(present=(*sitting().present, late, centre), absent=(Absent("b", "Nga Sơn", "Bão"),))
    assert told("present", conference, held) == (
        "Có 2/3 điểm cầu tham dự, tổng số 42 người theo điểm danh:\n"
        "- Văn phòng Tỉnh ủy (điểm cầu chủ tọa); 30 người.\n"
        "- Hà Trung; 12 người; chủ trì tại điểm cầu: Bà Minh; vào họp lúc 8 giờ 10; rời phiên lúc 9 giờ "
        "(Mất điện).\n"
        "Vắng mặt:\n- Nga Sơn: Bão."
    )
    assert told("place", conference, held).endswith("trực tuyến đến 1 điểm cầu")


def test_the_course_is_numbered_by_its_items(conference: Conference) -> None:
    speech = Speech("Mai Đình Lâm", "Bỉm Sơn", after(10), after(15), "Chủ tịch", "UBND", "Thu ngân sách")
    course = (
        Passage(after(0), after(5), "", (Speech("Bà Minh", "Điểm cầu Hà Trung", after(1), None),)),
        Passage(after(5), after(10), "Khai mạc"),
        Passage(after(10), None, "Thảo luận", (speech,)),
    )
    assert told("course", conference, sitting(course=course)).split("\n") == [
        "- Bà Minh (Điểm cầu Hà Trung) phát biểu từ 8 giờ 01.",
        "1. Khai mạc (8 giờ 05 đến 8 giờ 10)",
        "2. Thảo luận (8 giờ 10)",
        "- Mai Đình Lâm, Chủ tịch, UBND (điểm cầu Bỉm Sơn) phát biểu từ 8 giờ 10 đến 8 giờ 15: "
        "Thu ngân sách.",
    ]


def test_pauses_and_losses(conference: Conference) -> None:
    losses = (
        Loss("Bỉm Sơn", after(10), after(10.5), "Mai Đình Lâm", Floor.YIELDED),
        Loss("Hà Trung", after(20), after(22)),
        Loss("Nga Sơn", after(30)),
    )
    held = sitting(pauses=(Pause(after(40), after(55), "Giải lao"),), losses=losses)
    assert told("line", conference, held).split("\n") == [
        "- Tạm dừng từ 8 giờ 40 đến 8 giờ 55: Giải lao.",
        "- Bỉm Sơn mất hình và tiếng 30 giây, lúc 8 giờ 10, khi Mai Đình Lâm đang phát biểu; "
        "đường truyền chưa có lại nên lượt phát biểu được chuyển cho người tiếp theo.",
        "- Hà Trung mất hình và tiếng 2 phút, từ 8 giờ 20 đến 8 giờ 22.",
        "- Nga Sơn mất hình và tiếng từ 8 giờ 30.",
    ]
    assert [length(seconds) for seconds in (59.6, 61, 9)] == ["1 phút", "1 phút 1 giây", "9 giây"]


def test_morning_and_afternoon_are_parts_of_one_minutes(conference: Conference) -> None:
    afternoon = sitting(since=after(300), until=after(360))
    words = told("present", conference, sitting(), afternoon)
    assert "Phiên 1 (từ 8 giờ đến 9 giờ 30, ngày 05 tháng 01 năm 2026)\nCó 1/1" in words
    assert "Phiên 2 (từ 13 giờ đến 14 giờ, ngày 05 tháng 01 năm 2026)\nCó 1/1" in words
    assert told("end", conference, sitting(), afternoon) == "14 giờ, ngày 05 tháng 01 năm 2026"


def test_people_are_named_with_the_post_they_held_in_the_conferences_unit(conference: Conference) -> None:
    person = Person.objects.create(name="Trịnh Hữu Phúc", honorific="Ông")
    other = Unit.objects.create(code="khac", name="Hội Khuyến học", valid_from=SINCE)
    held = {"person": person, "valid_from": SINCE}
    Post.objects.create(title="Chủ tịch Hội", unit=other, **held)
    Post.objects.create(title="Chánh Văn phòng", unit=Unit.objects.get(code="van-phong"), **held)
    old = {"person": person, "valid_from": SINCE, "valid_to": date(2020, 1, 1)}
    Post.objects.create(title="Phó Chánh Văn phòng", unit=Unit.objects.get(code="van-phong"), **old)
    conference.chair_person = person
    assert told("chair", conference) == "Ông Trịnh Hữu Phúc, Chánh Văn phòng, Văn phòng UBND tỉnh"
    assert facts_of(Draft(), conference, "Lê Thị Ngân")["secretary"] == "Lê Thị Ngân"


def test_lines_become_paragraphs_and_items_of_a_list() -> None:
    blocks = list(lines("1. Khai mạc\n\n- Ông A phát biểu.\n  - Bà B."))
    assert [type(block) for block in blocks] == [Paragraph, Numbered, Numbered]
    assert [block.text for block in blocks] == ["1. Khai mạc", "Ông A phát biểu.", "Bà B."]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("kind", "words", "beside"),
    [
        ("conclusion", "Giao Sở Tài chính báo cáo", False),
        ("conclusion", "Nhất trí", True),
        ("task", "Nhất trí", False),
    ],
)
def test_a_marked_conclusion_is_not_printed_twice(kind: str, words: str, beside: bool) -> None:
    assert said_beside(Task(kind=kind, words=words), "Kết luận:\n- Giao Sở Tài chính  báo cáo.") is beside
