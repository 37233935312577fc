"""The script: every saving a version, changes marked, live sessions told, two editors at once."""

import pytest
from django.test import Client

from diemcau.conference.script import Item
from diemcau.records.actions.script import changed_items
from diemcau.records.models import Conference, ScriptVersion, Session
from diemcau.records.queries.session import current


def posted(*items: dict[str, str], base: int = 1, note: str = "") -> dict[str, object]:
    fields = {f"{one['id']}-{name}": value for one in items for name, value in one.items() if name != "id"}
    return {"base": str(base), "note": note, "item": [one["id"] for one in items], **fields}


OPENING = {"id": "m1", "title": "Khai mạc", "minutes": "5"}
REPORT = {"id": "m2", "title": "Báo cáo", "minutes": "10"}
SPEECH = {
    "id": "n77",
    "title": "Tham luận của Bỉm Sơn",
    "minutes": "7",
    "speaker_name": "Mai Đình Lâm",
    "site": "bỉm  sơn",
    "layout": "chair_speaker",
    "sites": "Văn phòng UBND tỉnh; 2",
    "microphone": "bim-son",
    "caption_name": "Mai Đình Lâm",
}


def save(client: Client, conference: Conference, data: dict[str, object]):
    return client.post(f"/hoi-nghi/{conference.pk}/kich-ban/", data)


def test_saving_makes_a_new_version_with_what_changed(technician: Client, conference: Conference) -> None:
    assert (
        save(technician, conference, posted(OPENING, REPORT, SPEECH, note="Thêm tham luận")).status_code
        == 302
    )
    version = ScriptVersion.objects.get(number=2)
    assert (version.changed, version.note) == (["m1", "m2", "n77"], "Thêm tham luận")
    third = posted(OPENING, REPORT | {"minutes": "15"}, SPEECH, base=2)
    save(technician, conference, third)
    assert ScriptVersion.objects.get(number=3).changed == ["m2", "n77"]  # the speech now begins later


def test_an_item_keeps_speaker_site_and_cue(technician: Client, conference: Conference) -> None:
    save(technician, conference, posted(OPENING, SPEECH))
    item = ScriptVersion.objects.get(number=2).items[1]
    assert (item["site"], item["cue"]["microphone"]) == ("bim-son", "bim-son")
    assert item["cue"]["picture"]["sites"] == ["vp-ubnd", "bim-son"]
    assert item["cue"]["picture"]["caption"] == {"name": "Mai Đình Lâm"}
    page = technician.get(f"/hoi-nghi/{conference.pk}/kich-ban/").content.decode()
    assert 'value="Văn phòng UBND tỉnh; Bỉm Sơn"' in page


def test_a_session_that_waits_gets_the_new_script(
    technician: Client, conference: Conference, session: Session
) -> None:
    save(technician, conference, posted(REPORT, OPENING))
    script = current(session.pk).script
    assert (script.version, [item.id for item in script.items]) == (2, ["m2", "m1"])


def test_the_second_of_two_editors_is_told_and_loses_nothing(
    technician: Client, conference: Conference
) -> None:
    save(technician, conference, posted(OPENING))
    refused = save(technician, conference, posted(OPENING, SPEECH))
    assert refused.status_code == 409
    page = refused.content.decode()
    assert "Người khác vừa lưu thay đổi" in page
    assert 'value="Tham luận của Bỉm Sơn"' in page
    assert 'name="base" value="2"' in page
    assert ScriptVersion.objects.count() == 2
    assert save(technician, conference, posted(OPENING, SPEECH, base=2)).status_code == 302


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("title", "", "Xin nhập ô này."),
        ("minutes", "nhiều", "Xin nhập một số nguyên."),
        ("minutes", "601", "Nhiều nhất là 600."),
        ("minutes", "-1", "Ít nhất là 0."),
        ("site", "Hà Trung", "không có điểm cầu “Hà Trung”"),
        ("site", "Bỉm Sơn; Nghi Sơn", "chỉ ghi một điểm cầu"),
        ("sites", "Bỉm Sơn", "cần 2 điểm cầu"),
        ("layout", "nine", "không có trong danh sách"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_everything_stays(
    technician: Client, conference: Conference, field: str, typed: str, sentence: str
) -> None:
    answer = save(technician, conference, posted(OPENING, SPEECH | {field: typed}))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert 'value="Khai mạc"' in answer.content.decode()
    assert ScriptVersion.objects.count() == 1


def test_strange_keys_and_numbers_do_no_harm(technician: Client, conference: Conference) -> None:
    data = posted(OPENING) | {"item": ["m1", "m1", "<b>", "x" * 90, ""], "base": "9" * 40}
    assert save(technician, conference, data).status_code == 409
    assert save(technician, conference, {"base": "x"}).status_code == 409


def item(id: str, title: str = "") -> Item:
    return Item(id, title or id, 5)


@pytest.mark.parametrize(
    ("before", "after", "changed"),
    [
        ("abc", "abc", ""),
        ("abc", "cab", "c"),
        ("abc", "acb", "b"),
        ("abc", "ab", ""),
        ("abc", "abcd", "d"),
        ("", "ab", "ab"),
        ("abcd", "dcba", "dcb"),
    ],
)
def test_the_fewest_items_are_marked_as_moved(before: str, after: str, changed: str) -> None:
    found = changed_items([item(one) for one in before], [item(one) for one in after])
    assert set(found) == set(changed) if before != "abcd" else len(found) == len(changed)


def test_the_printed_sheet_shows_times_and_total(technician: Client, conference: Conference) -> None:
    save(technician, conference, posted(OPENING, REPORT, SPEECH))
    page = technician.get(f"/hoi-nghi/{conference.pk}/kich-ban/2/").content.decode()
    assert "22 phút" in page
    assert "Chủ tọa và người phát biểu · Văn phòng UBND tỉnh, Bỉm Sơn · micro: Bỉm Sơn" in page


def test_a_site_that_is_no_longer_invited_is_told_by_its_name(
    technician: Client, conference: Conference
) -> None:
    save(technician, conference, posted(OPENING, SPEECH))
    conference.invited.filter(site__code="bim-son").delete()
    editor = technician.get(f"/hoi-nghi/{conference.pk}/kich-ban/").content.decode()
    assert 'value="Văn phòng UBND tỉnh; Bỉm Sơn (không mời)"' in editor
    printed = technician.get(f"/hoi-nghi/{conference.pk}/kich-ban/2/").content.decode()
    assert "micro: Bỉm Sơn (không mời)" in printed
    assert "bim-son" not in printed
