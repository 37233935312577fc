"""One document of every type, in both forms where both sides have it."""

from collections.abc import Callable
from datetime import datetime

from diemcau.documents.content import Document, Kind, Level, Numbered, Paragraph, Profile
from diemcau.documents.dispatch import dispatch
from diemcau.documents.ending import closed
from diemcau.documents.estimate import Group, Item, estimate
from diemcau.documents.event import Event
from diemcau.documents.handover import Asset, Party, handover
from diemcau.documents.invitation import invitation
from diemcau.documents.letter import letter, request_for_line_and_power, summons
from diemcau.documents.minutes import Officer
from diemcau.documents.technical_check import SiteCheck, technical_check
from tests.documents.samples import (
    CHAIR,
    DAY,
    HEADS,
    MEETING,
    RECIPIENTS,
    SIGNATURES,
    plain,
    some_minutes,
    some_notice,
)

MORNING = datetime(2026, 1, 12, 7, 30)  # noqa: DTZ001
EVE = datetime(2026, 1, 9, 14)  # noqa: DTZ001

CONFERENCE = Event(
    title="hội nghị trực tuyến triển khai công tác phòng, chống thiên tai năm 2026",
    begins=MORNING,
    places=(
        "Phòng họp trực tuyến, tầng 2, trụ sở Ủy ban nhân dân thị xã Bỉm Sơn",
        "28 điểm cầu huyện, thị xã",
    ),
    chair=CHAIR,
    tested_at=EVE,
    technician="Phạm Văn Dũng, điện thoại 0912 345 678",
    papers="https://diemcau.test/tai-lieu/12",
)

ITEMS = (
    Item(Group.LINE, "Thuê kênh truyền số liệu chuyên dùng", "kênh", 1, 12, 3_500_000, "Hợp đồng 05/2025"),
    Item(Group.UPKEEP, "Thay micro để bàn", "chiếc", 2, 1, 4_750_000, "2 micro hỏng quá 3 lần"),
    Item(Group.UPKEEP, "Bảo trì thiết bị hội nghị", "lần", 1, 2, 6_000_000),
    Item(Group.OPERATION, "Trực kỹ thuật", "người", 1, 42, 200_000, "42 phiên trong năm 2025"),
    Item(Group.MEETINGS, "Phục vụ hội nghị", "hội nghị", 1, 21, 850_000),
)
"""42.000.000 + 9.500.000 + 12.000.000 + 8.400.000 + 17.850.000 = 89.750.000"""


def made_invitation(profile: Profile) -> Document:
    return invitation(
        HEADS[profile],
        event=CONFERENCE,
        invited=("Các đồng chí Ủy viên Ủy ban nhân dân thị xã;", "Trưởng các phòng, ban, đơn vị."),
        signatures=(SIGNATURES[profile],),
        recipients=RECIPIENTS,
        dated=DAY,
        number=5,
    )


def made_request(profile: Profile) -> Document:
    about, body = request_for_line_and_power(HEADS[profile], CONFERENCE)
    return letter(
        HEADS[profile],
        about=about,
        addressees=("Viễn thông Bỉm Sơn", "Điện lực Bỉm Sơn"),
        body=body,
        signatures=(SIGNATURES[profile],),
        recipients=RECIPIENTS,
        dated=DAY,
        number=5,
    )


def made_summons(profile: Profile) -> Document:
    about, body = summons(CONFERENCE)
    return letter(
        HEADS[profile],
        about=about,
        addressees=("Trưởng các phòng, ban, đơn vị",),
        body=body,
        signatures=(SIGNATURES[profile],),
        recipients=RECIPIENTS,
        dated=DAY,
        number=5,
    )


def made_dispatch(profile: Profile) -> Document:
    return dispatch(
        HEADS[profile],
        reason="Bão số 12 dự kiến đổ bộ vào khu vực thị xã trong đêm 05 tháng 01 năm 2026",
        event=CONFERENCE,
        addressees=("Ủy ban nhân dân các phường, xã", "Các phòng, ban, đơn vị"),
        signatures=(SIGNATURES[profile],),
        recipients=RECIPIENTS,
        dated=DAY,
        number=5,
    )


def sectioned(profile: Profile, kind: Kind, subject: str) -> Document:
    body = (
        Numbered(Level.SECTION, title="Kết quả thực hiện"),
        Numbered(Level.CLAUSE, "Đã phục vụ 21 hội nghị, 42 phiên.", "Số lượng."),
        Numbered(Level.CLAUSE, "98 phần trăm khoảng đo đạt mức tốt.", "Chất lượng."),
        Numbered(Level.SECTION, title="Kiến nghị"),
        Numbered(Level.CLAUSE, "Bố trí kinh phí thay thiết bị."),
    )
    addressees = () if kind is Kind.PLAN else ("Sở Thông tin và Truyền thông tỉnh Thanh Hóa",)
    return plain(profile, kind, subject=subject, body=closed(body, HEADS[profile]), addressees=addressees)


def made_report(profile: Profile) -> Document:
    return sectioned(profile, Kind.REPORT, "Kết quả khai thác hệ thống hội nghị truyền hình năm 2025")


def made_plan(profile: Profile) -> Document:
    return sectioned(profile, Kind.PLAN, "Bảo trì hệ thống hội nghị truyền hình năm 2026")


def made_submission(profile: Profile) -> Document:
    return plain(
        profile,
        Kind.SUBMISSION,
        subject="Về việc phê duyệt dự toán hệ thống hội nghị truyền hình năm 2026",
        addressees=("Ủy ban nhân dân tỉnh Thanh Hóa",),
        bases=("Căn cứ Luật Ngân sách nhà nước", "Căn cứ Quyết định số 4494/QĐ-UBND"),
        body=closed((Paragraph("Kính trình xem xét, phê duyệt dự toán kèm theo."),), HEADS[profile]),
        annexes=(estimate("Dự toán kinh phí năm 2026", ITEMS),),
    )


def made_handover(profile: Profile) -> Document:
    return handover(
        HEADS[profile],
        at=MORNING,
        place="phòng HNTT thị xã",
        giver=Party("Phòng Văn hóa và Thông tin", (CHAIR,)),
        taker=Party("Trung tâm Văn hóa - Thể thao", (Officer("Lê Thị Mai", "Giám đốc", "bà"),)),
        assets=(
            Asset("Bộ camera hội nghị", "bộ", 1, 48_500_000, 19_400_000, "Hoạt động tốt"),
            Asset("Giá treo", "chiếc", 2),
        ),
        basis=("Căn cứ Quyết định số 4494/QĐ-UBND",),
        papers=("Hướng dẫn sử dụng;",),
        duties=("Bên nhận bảo quản tài sản theo quy định.",),
        number=5,
        recipients=RECIPIENTS,
    )


def made_check(profile: Profile) -> Document:
    return technical_check(
        HEADS[profile],
        conference=MEETING,
        began=EVE,
        ended=datetime(2026, 1, 9, 15, 20),  # noqa: DTZ001
        place="Điểm cầu trung tâm",
        sites=(
            SiteCheck("Thị xã Bỉm Sơn", "rõ", "rõ", "tốt; mất gói 0,2 %", True),
            SiteCheck("Huyện Hà Trung", "rõ", "vọng", "đạt; mất gói 1,8 %", False, "thay micro"),
            SiteCheck("Huyện Nga Sơn", "", "", "chưa có số liệu"),
        ),
        centre=Officer("Phạm Văn Dũng", "Trung tâm dữ liệu tỉnh", "ông"),
        technician=Officer("Lê Thị Mai", "Viễn thông Bỉm Sơn", "bà"),
        number=5,
        recipients=RECIPIENTS,
    )


Make = Callable[[Profile], Document]

EVERY: dict[str, Make] = {
    "giấy mời": made_invitation,
    "công văn": made_request,
    "triệu tập": made_summons,
    "thông báo": some_notice,
    "báo cáo": made_report,
    "kế hoạch": made_plan,
    "tờ trình": made_submission,
    "biên bản": some_minutes,
    "bàn giao": made_handover,
    "kiểm tra kỹ thuật": made_check,
}
STATE_ONLY: dict[str, Make] = {"công điện": made_dispatch}
ALL = [(name, make, profile) for name, make in EVERY.items() for profile in Profile]
ALL += [(name, make, Profile.STATE) for name, make in STATE_ONLY.items()]
