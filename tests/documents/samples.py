"""Documents of the named town office and Party office, as they would be issued on 5 January 2026."""

from datetime import date
from typing import Any

from diemcau.documents.content import (
    Align,
    Authority,
    Column,
    Document,
    Kind,
    Labelled,
    Letterhead,
    Level,
    Numbered,
    Paragraph,
    Place,
    Profile,
    Row,
    RowKind,
    Signature,
    SigningPower,
    Table,
)
from diemcau.documents.ending import closed
from diemcau.documents.minutes import Officer, signature
from diemcau.documents.notice import conclusions_notice

DAY = date(2026, 1, 5)
TOWN = Letterhead(
    Profile.STATE, "Ủy ban nhân dân thị xã Bỉm Sơn", place="Bỉm Sơn", symbol="UBND", unit="VHTT"
)
CULTURE_OFFICE = Letterhead(
    Profile.STATE,
    "Phòng Văn hóa và Thông tin",
    "Ủy ban nhân dân thị xã Bỉm Sơn",
    place="Bỉm Sơn",
    symbol="VHTT",
)
PARTY_OFFICE = Letterhead(
    Profile.PARTY,
    "Văn phòng",
    "Tỉnh ủy Thanh Hóa",
    "Thanh Hóa",
    "VPTU",
    in_full="Văn phòng Tỉnh ủy Thanh Hóa",
)
HEADS = {Profile.STATE: TOWN, Profile.PARTY: PARTY_OFFICE}

CHAIR = Officer("Nguyễn Văn Minh", "Chủ tịch Ủy ban nhân dân thị xã Bỉm Sơn", "ông")
SECRETARY = Officer("Trần Thị Hạnh", "chuyên viên Văn phòng HĐND và UBND", "bà")
MEETING = "Hội nghị trực tuyến triển khai công tác phòng, chống thiên tai năm 2026"

COURSE = (
    Numbered(Level.CLAUSE, "Chủ tọa tuyên bố khai mạc lúc 7 giờ 30 phút.", "Khai mạc."),
    Numbered(Level.CLAUSE, "", "Báo cáo và thảo luận."),
    Numbered(Level.POINT, "Điểm cầu Hà Trung đề nghị bổ sung vật tư;"),
    Numbered(Level.POINT, "Điểm cầu Thạch Thành mất kết nối từ 8 giờ 12 phút đến 8 giờ 14 phút."),
)
TASKS = (
    Numbered(Level.CLAUSE, "Các phòng, ban rà soát phương án trước ngày 20 tháng 01 năm 2026."),
    Numbered(Level.CLAUSE, "Phòng Kinh tế tổng hợp, báo cáo Ủy ban nhân dân thị xã."),
)

STATE_SIGNATURE = Signature(
    (
        Authority("Ủy ban nhân dân", SigningPower.FOR_THE_BODY),
        Authority("Chủ tịch", SigningPower.FOR_THE_HEAD),
        Authority("Phó Chủ tịch"),
    ),
    "Lê Quốc Việt",
)
PARTY_SIGNATURE = Signature(
    (Authority("Chánh Văn phòng", SigningPower.FOR_THE_HEAD), Authority("Phó Chánh Văn phòng")),
    "Lê Quốc Việt",
)
SIGNATURES = {Profile.STATE: STATE_SIGNATURE, Profile.PARTY: PARTY_SIGNATURE}
RECIPIENTS = ("Như thành phần dự họp", "Thường trực Thị ủy (để báo cáo)", "Lưu: VT, VHTT")


def some_minutes(profile: Profile = Profile.STATE, course: tuple[Numbered, ...] = COURSE) -> Document:
    body = (
        Labelled("Thời gian bắt đầu:", "7 giờ 30 phút, ngày 05 tháng 01 năm 2026."),
        Labelled("Địa điểm:", "Phòng họp trực tuyến, trụ sở Ủy ban nhân dân thị xã Bỉm Sơn, và 28 điểm cầu."),
        Labelled("Thành phần tham dự:", ""),
        Numbered(Level.DASH, "Lãnh đạo các phòng, ban, đơn vị thuộc thị xã;"),
        some_table(),
        Labelled("Chủ trì (chủ tọa):", "Ông Nguyễn Văn Minh, Chủ tịch Ủy ban nhân dân thị xã Bỉm Sơn."),
        Labelled("Thư ký (người ghi biên bản):", "Bà Trần Thị Hạnh, chuyên viên Văn phòng."),
        Labelled("Nội dung (theo diễn biến):", ""),
        *course,
        Labelled("Kết luận:", ""),
        *TASKS,
        Paragraph("Hội nghị kết thúc vào 11 giờ 05 phút, ngày 05 tháng 01 năm 2026."),
    )
    return Document(
        kind=Kind.MINUTES,
        letterhead=HEADS[profile],
        number=5,
        dated=DAY,
        subject=MEETING,
        body=closed(body, HEADS[profile]),
        recipients=RECIPIENTS,
        signatures=(signature("Thư ký", SECRETARY, Place.LEFT), signature("Chủ tọa", CHAIR, Place.RIGHT)),
    )


def some_notice(profile: Profile = Profile.STATE, **other: Any) -> Document:
    known: dict[str, Any] = {
        "meeting": MEETING,
        "held_on": DAY,
        "chair": CHAIR,
        "present": "lãnh đạo các phòng, ban và 28 điểm cầu",
        "conclusions": TASKS,
        "signatures": (SIGNATURES[profile],),
        "recipients": RECIPIENTS,
        "number": 5,
        "dated": DAY,
    }
    return conclusions_notice(HEADS[profile], **{**known, **other})


def plain(profile: Profile = Profile.STATE, kind: Kind = Kind.NOTICE, **other: Any) -> Document:
    """Any document at all, with one sentence."""
    known: dict[str, Any] = {
        "kind": kind,
        "letterhead": HEADS[profile],
        "number": 5,
        "dated": DAY,
        "subject": "Kết luận tại hội nghị trực tuyến",
        "body": (Paragraph("Thực hiện nghiêm túc các nội dung đã thống nhất."),),
        "recipients": RECIPIENTS,
        "signatures": (SIGNATURES[profile],),
    }
    return Document(**{**known, **other})


def some_table() -> Table:
    return Table(
        (Column("STT", 1, Align.CENTRE), Column("Điểm cầu", 4), Column("Số người dự", 2, Align.RIGHT)),
        (
            Row(("1", "Thị xã Bỉm Sơn", "24")),
            Row(("2", "Huyện Hà Trung", "12")),
            Row(("", "Tổng cộng", "36"), RowKind.TOTAL),
        ),
    )
