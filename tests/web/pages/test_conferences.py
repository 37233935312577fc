"""Conferences: drafted, changed by two at once, invited to, planned; what is refused and why."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from diemcau.conference.session import Phase, RequestState, SiteRole
from diemcau.records.actions.conference import MayNotChair, change_conference
from diemcau.records.models import Conference, InvitedSite, LogLine, Session, Site, Unit
from diemcau.records.queries.session import current
from diemcau.regulation.powers import Role
from diemcau.web.views.conference import proposed_test
from tests.web.pages.conftest import LONG_AGO, Sign, local


def particulars(province: Unit, network: dict[str, Site], **more: str) -> dict[str, str]:
    start = timezone.now() + timedelta(days=1)
    return {
        "outline": "briefing",
        "title": "Giao ban trực tuyến tháng 12",
        "kind": "briefing",
        "convener": str(province.pk),
        "chair_site": str(network["vp-ubnd"].pk),
        "starts_at": local(start),
        "ends_at": local(start + timedelta(hours=2)),
        "secrecy": "ordinary",
        **more,
    }


def test_a_new_one_invites_every_end_site_and_has_a_script(
    technician: Client, province: Unit, network: dict[str, Site]
) -> None:
    answer = technician.post("/hoi-nghi/moi/", particulars(province, network))
    made = Conference.objects.get()
    assert answer["Location"] == f"/hoi-nghi/{made.pk}/"
    assert {row.site.code for row in made.invited.all()} == {"bim-son", "nghi-son"}
    items = made.scripts.get().items
    assert items[1]["cue"]["picture"]["sites"] == ["vp-ubnd"]
    assert LogLine.objects.get().action == "conference.drafted"


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("secrecy", "state_secret", "theo Luật Bảo vệ bí mật nhà nước"),
        ("secrecy", "khac", "không có trong danh sách"),
        ("title", "", "Xin nhập ô này."),
        ("title", "a" * 301, "Dài quá 300 ký tự (đang có 301)."),
        ("title", "Giao ban \u202etháng 12", "ký tự điều khiển"),
        ("title", "Giao ban \x00", "ký tự điều khiển"),
        ("starts_at", "32/13/2026 08:00", "Ngày giờ chưa đúng"),
        ("ends_at", "01/01/2020 08:00", "Giờ kết thúc phải sau giờ bắt đầu."),
        ("convener", "999999", "không còn dùng được"),
        ("chair_site", "x", "không còn dùng được"),
        ("outline", "nope", "không có trong danh sách"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    technician: Client, province: Unit, network: dict[str, Site], field: str, typed: str, sentence: str
) -> None:
    form = particulars(province, network, not_recorded_reason="Máy ghi đang sửa") | {field: typed}
    answer = technician.post("/hoi-nghi/moi/", form)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert 'value="Máy ghi đang sửa"' in answer.content.decode()
    assert not Conference.objects.exists()


def test_an_end_site_may_not_chair_article_2(
    technician: Client, province: Unit, network: dict[str, Site]
) -> None:
    form = particulars(province, network, chair_site=str(network["bim-son"].pk))
    assert technician.post("/hoi-nghi/moi/", form).status_code == 422


def edited(conference: Conference, **more: str) -> dict[str, str]:
    return {
        "version": str(conference.version),
        "title": conference.title,
        "kind": conference.kind,
        "convener": str(conference.convener_id),
        "chair_site": str(conference.chair_site_id),
        "starts_at": local(conference.starts_at),
        "ends_at": local(conference.ends_at),
        "secrecy": conference.secrecy,
        **more,
    }


def test_the_second_of_two_editors_is_told_and_loses_nothing(
    technician: Client, conference: Conference
) -> None:
    url = f"/hoi-nghi/{conference.pk}/sua/"
    first, second = (
        edited(conference, title="Tên của người thứ nhất"),
        edited(conference, title="Tên thứ hai"),
    )
    assert technician.post(url, first).status_code == 302
    refused = technician.post(url, second)
    assert refused.status_code == 409
    assert "Người khác vừa lưu thay đổi" in refused.content.decode()
    assert 'value="Tên thứ hai"' in refused.content.decode()
    conference.refresh_from_db()
    assert conference.title == "Tên của người thứ nhất"
    again = second | {"version": str(refused.context["form"]["version"].value())}
    assert technician.post(url, again).status_code == 302
    conference.refresh_from_db()
    assert conference.title == "Tên thứ hai"


def test_the_history_tells_what_was_changed_from_what_to_what(
    technician: Client, conference: Conference
) -> None:
    technician.post(f"/hoi-nghi/{conference.pk}/sua/", edited(conference, secrecy="internal"))
    line = LogLine.objects.get()
    assert line.changes["secrecy"] == ["Bình thường", "Nội bộ"]
    assert (line.action, line.by_name) == ("conference.changed", "Lê Văn Thành")
    assert "Nội bộ" in technician.get(f"/hoi-nghi/{conference.pk}/").content.decode()


def test_inviting_sites_is_compare_and_set_too(
    technician: Client, network: dict[str, Site], conference: Conference
) -> None:
    url = f"/hoi-nghi/{conference.pk}/diem-cau/"
    form = {"version": str(conference.version), "sites": [str(network["bim-son"].pk)]}
    assert technician.post(url, form).status_code == 302
    assert [row.site.code for row in InvitedSite.objects.all()] == ["bim-son"]
    late = {"version": str(conference.version), "sites": [str(network["nghi-son"].pk)]}
    refused = technician.post(url, late)
    assert refused.status_code == 409
    assert f'value="{network["nghi-son"].pk}"' in refused.content.decode()
    assert [row.site.code for row in InvitedSite.objects.all()] == ["bim-son"]


def test_a_site_that_is_no_room_of_today_cannot_be_invited(
    technician: Client, conference: Conference
) -> None:
    answer = technician.post(f"/hoi-nghi/{conference.pk}/diem-cau/", {"version": "1", "sites": ["99999"]})
    assert answer.status_code == 422
    assert "không còn hoạt động" in answer.content.decode()


def test_cancelling_needs_a_reason_and_is_the_end(technician: Client, conference: Conference) -> None:
    url = f"/hoi-nghi/{conference.pk}/trang-thai/"
    without = technician.post(url, {"version": "1", "to": "cancelled"})
    assert without.status_code == 422
    assert "phải nêu lý do" in without.content.decode()
    assert technician.post(url, {"version": "1", "to": "cancelled", "reason": "Bão"}).status_code == 302
    assert technician.post(url, {"version": "2", "to": "scheduled"}).status_code == 409
    conference.refresh_from_db()
    assert conference.state == "cancelled"


def test_a_session_is_planned_and_opened(technician: Client, conference: Conference) -> None:
    url = f"/hoi-nghi/{conference.pk}/"
    answer = technician.post(f"{url}phien/", {"kind": "test", "planned_start": local(conference.starts_at)})
    assert answer.status_code == 302
    session = Session.objects.get()
    assert (session.kind, session.phase) == ("test", "planned")
    opened = technician.post(f"{url}phien/{session.pk}/mo/")
    assert opened["Location"] == f"/phien/{session.pk}/dieu-khien/"
    assert current(session.pk).phase is Phase.OPEN
    again = technician.post(f"{url}phien/{session.pk}/mo/")
    assert again.status_code == 409
    assert "Phiên đã mở rồi." in again.content.decode()


def test_a_session_of_another_conference_is_not_found(
    technician: Client, province: Unit, network: dict[str, Site], session: Session
) -> None:
    technician.post("/hoi-nghi/moi/", particulars(province, network))
    other = Conference.objects.order_by("-pk").first()
    assert other
    assert technician.post(f"/hoi-nghi/{other.pk}/phien/{session.pk}/mo/").status_code == 404


def speech(session: Session, **more: str) -> dict[str, str]:
    return {
        "session": str(session.pk),
        "site": "bim-son",
        "name": "Mai Đình Lâm",
        "title": "Chủ tịch",
        "topic": "Giải phóng mặt bằng",
        "minutes": "5",
        "channel": "system",
        **more,
    }


def test_a_site_registers_its_leader_and_withdraws_him(
    sign_in, network: dict[str, Site], conference: Conference, session: Session
) -> None:
    client = sign_in(Role.SITE_TECHNICIAN, network["bim-son"])
    url = f"/hoi-nghi/{conference.pk}/"
    assert client.post(f"{url}phat-bieu/", speech(session)).status_code == 302
    request = next(iter(current(session.pk).floor.requests.values()))
    assert (request.speaker.name, request.site) == ("Mai Đình Lâm", "bim-son")
    assert "Mai Đình Lâm" in client.get(url).content.decode()
    withdrawn = client.post(f"{url}phat-bieu/{session.pk}/rut/", {"request": request.id})
    assert withdrawn.status_code == 302
    assert current(session.pk).floor.requests[request.id].state is RequestState.CANCELLED


def test_a_site_does_not_register_for_another(
    sign_in, network: dict[str, Site], conference: Conference, session: Session
) -> None:
    client = sign_in(Role.SITE_TECHNICIAN, network["bim-son"])
    answer = client.post(f"/hoi-nghi/{conference.pk}/phat-bieu/", speech(session, site="nghi-son"))
    assert answer.status_code == 422
    assert not current(session.pk).floor.requests


def test_by_telephone_the_caller_is_named_article_6_3(
    technician: Client, conference: Conference, session: Session
) -> None:
    url = f"/hoi-nghi/{conference.pk}/phat-bieu/"
    without = technician.post(url, speech(session, channel="phone"))
    assert without.status_code == 422
    assert "phải ghi tên người gọi" in without.content.decode()
    assert 'value="Mai Đình Lâm"' in without.content.decode()
    not_read_back = technician.post(url, speech(session, channel="phone", caller="Ông Lâm"))
    assert not_read_back.status_code == 422
    assert "đọc lại" in not_read_back.content.decode()
    form = speech(session, channel="phone", caller="Ông Lâm", read_back="on")
    assert technician.post(url, form).status_code == 302


def test_the_hour_of_the_call_is_kept_and_cannot_be_to_come(
    technician: Client, conference: Conference, session: Session
) -> None:
    url = f"/hoi-nghi/{conference.pk}/phat-bieu/"
    form = speech(session, channel="phone", caller="Ông Lâm", read_back="on")
    to_come = technician.post(url, form | {"called_at": local(timezone.now() + timedelta(hours=2))})
    assert to_come.status_code == 422
    assert "Giờ gọi chưa tới" in to_come.content.decode()
    earlier = timezone.now().replace(second=0, microsecond=0) - timedelta(hours=2)
    assert technician.post(url, form | {"called_at": local(earlier)}).status_code == 302
    assert [one.called_at for one in current(session.pk).floor.requests.values()] == [earlier]


def test_who_answers_for_many_sites_chooses_one_and_enters_calls(
    sign_in: Sign, technician: Client, network: dict[str, Site], conference: Conference, session: Session
) -> None:
    page = f"/hoi-nghi/{conference.pk}/"
    centre = technician.get(page).context["forms"]["speaker"]
    assert (centre["site"].value(), centre["channel"].value()) == (None, "phone")
    unchosen = technician.post(f"{page}phat-bieu/", speech(session, site=""))
    assert unchosen.status_code == 422
    own = sign_in(Role.SITE_TECHNICIAN, network["bim-son"]).get(page).context["forms"]["speaker"]
    assert own["channel"].value() == "system"
    assert [code for code, _ in own.fields["site"].choices] == ["bim-son"]


@pytest.mark.parametrize(
    ("minutes", "said"), [(-185, "Quá giờ 3 giờ 5 phút"), (-3 * 24 * 60 - 5, "Quá giờ 3 ngày"), (180, "")]
)
def test_a_session_that_nobody_opened_in_time_is_marked(
    technician: Client, conference: Conference, session: Session, minutes: int, said: str
) -> None:
    Session.objects.update(planned_start=timezone.now() + timedelta(minutes=minutes))
    page = technician.get("/").content.decode()
    assert said in page
    assert ("Quá giờ" in page) is bool(said)


def test_a_template_leads_the_kind(technician: Client) -> None:
    page = technician.get("/hoi-nghi/moi/").context["form"]["outline"].as_widget()
    assert 'data-leads="kind"' in page
    assert "&quot;training&quot;: &quot;training&quot;" in page


@pytest.mark.parametrize(("day", "said"), [(24, "Thứ Ba"), (29, "Chủ nhật")])
def test_the_day_of_the_week_is_written_out(
    technician: Client, conference: Conference, day: int, said: str
) -> None:
    conference.starts_at = datetime(2026, 11, day, 1, 30, tzinfo=UTC)
    conference.ends_at = conference.starts_at + timedelta(hours=2)
    conference.save()
    page = technician.get(f"/hoi-nghi/{conference.pk}/").content.decode()
    assert f"08:30, {said} {day}/11/2026" in page


def test_the_dossier_says_what_is_missing(
    technician: Client, conference: Conference, session: Session
) -> None:
    page = technician.get(f"/hoi-nghi/{conference.pk}/").content.decode()
    assert "Còn thiếu: tên chủ tọa; đơn vị chủ trì; kỹ thuật thường trực ở 4 điểm cầu; phiên thử." in page


def test_the_list_is_searched_and_filtered(technician: Client, conference: Conference) -> None:
    def found(query: str) -> bool:
        return conference.title in technician.get(f"/hoi-nghi/?{query}").content.decode()

    assert found("words=GIAO")
    assert found("state=scheduled&kind=briefing")
    assert not found("words=khong-co")
    assert not found("state=cancelled")
    assert found("page=x&state=")


def invite(who: Client, conference: Conference, *sites: Site) -> None:
    conference.refresh_from_db()
    answer = who.post(
        f"/hoi-nghi/{conference.pk}/diem-cau/",
        {"version": str(conference.version), "sites": [str(site.pk) for site in sites]},
    )
    assert answer.status_code == 302


@pytest.mark.parametrize("role", [Role.CENTRAL_TECHNICIAN, Role.HOST_OFFICER])
def test_a_site_invited_after_the_session_was_planned_has_a_seat_in_it(
    sign_in: Sign, conference: Conference, network: dict[str, Site], session: Session, role: Role
) -> None:
    late = Site.objects.create(
        code="nhu-xuan",
        number=9,
        name="Như Xuân",
        role=Site.Role.END,
        unit=conference.convener,
        valid_from=LONG_AGO,
    )
    who = sign_in(role)
    for _ in range(2):
        invite(who, conference, network["bim-son"], network["nghi-son"], late)
    state = current(session.pk)
    assert (state.seats["nhu-xuan"].name, state.seats["nhu-xuan"].role) == ("Như Xuân", SiteRole.END)
    assert state.seq == 2


def test_a_site_that_is_not_invited_any_more_stays_and_the_dossier_says_so(
    technician: Client, conference: Conference, network: dict[str, Site], session: Session
) -> None:
    invite(technician, conference, network["bim-son"])
    assert "nghi-son" in current(session.pk).seats
    page = technician.get(f"/hoi-nghi/{conference.pk}/").content.decode()
    assert "vẫn có chỗ trong phiên đã lập: Nghi Sơn." in page


def test_a_conference_with_a_session_does_not_go_back_to_the_draft(
    technician: Client, conference: Conference, session: Session
) -> None:
    typed = {"version": str(conference.version), "to": "draft", "reason": ""}
    assert technician.post(f"/hoi-nghi/{conference.pk}/trang-thai/", typed).status_code == 409
    conference.refresh_from_db()
    assert conference.state == Conference.State.SCHEDULED


def test_a_conference_without_a_session_may_go_back_to_the_draft(
    technician: Client, conference: Conference
) -> None:
    typed = {"version": str(conference.version), "to": "draft", "reason": ""}
    assert technician.post(f"/hoi-nghi/{conference.pk}/trang-thai/", typed).status_code == 302
    conference.refresh_from_db()
    assert conference.state == Conference.State.DRAFT


@pytest.mark.parametrize("code", ["trung-tam", "bim-son"])
def test_only_the_rooms_of_article_2_may_chair(
    technician: Client, network: dict[str, Site], conference: Conference, code: str
) -> None:
    page = technician.get("/hoi-nghi/moi/").content.decode()
    choice = page.partition('name="chair_site"')[2].partition("</select>")[0]
    assert f'value="{network["vp-ubnd"].pk}"' in choice
    assert f'value="{network[code].pk}"' not in choice
    with pytest.raises(MayNotChair):
        change_conference(
            conference=conference,
            values={"chair_site": network[code]},
            version=conference.version,
            actor=None,  # type: ignore[arg-type]
            now=timezone.now(),
        )


@pytest.mark.parametrize(("days", "before"), [(5, timedelta(days=1)), (0, timedelta(hours=1))])
def test_a_test_is_proposed_the_day_before_or_an_hour_before(days: int, before: timedelta) -> None:
    now = timezone.now()
    starts = now + timedelta(days=days, hours=2)
    assert starts - proposed_test(starts, now) == before
