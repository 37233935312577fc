"""Words between the centre and the sites."""

from diemcau.conference import commands as c
from diemcau.conference import events as e
from diemcau.conference.evolve import NOTES_IN_STATE
from diemcau.conference.mine import mine
from tests import world
from tests.world import BIM_SON, HA_TRUNG, Sitting


def notes_of(sitting: Sitting, site: str) -> list[str]:
    return [note.text for note in mine(sitting.state, site, sitting.now).notes]


def test_an_instruction_to_one_site_is_acknowledged_by_it() -> None:
    sitting = world.live()
    sitting.does(c.SendNote(" Xin lia máy sang trái ", "bim-son", True), id="tin-1")
    (note,) = sitting.state.notes
    assert (note.text, note.to, note.instruction, note.acknowledged) == (
        "Xin lia máy sang trái",
        "bim-son",
        True,
        (),
    )
    assert sitting.refuses(c.AcknowledgeNote("ha-trung", "tin-1"), by=HA_TRUNG).code == "note.unknown"
    sitting.does(c.AcknowledgeNote("bim-son", "tin-1"), by=BIM_SON)
    assert sitting.does(c.AcknowledgeNote("bim-son", "tin-1"), by=BIM_SON) == ()
    assert sitting.state.notes[0].acknowledged == ("bim-son",)


def test_a_note_to_all_is_acknowledged_by_each() -> None:
    sitting = world.live()
    sitting.does(c.SendNote("Xin tắt chuông điện thoại"), id="tin-1")
    sitting.does(c.SendNote("Tin khác"), id="tin-2")
    sitting.does(c.AcknowledgeNote("bim-son", "tin-1"), by=BIM_SON)
    sitting.does(c.AcknowledgeNote("ha-trung", "tin-1"), by=HA_TRUNG)
    assert sitting.state.notes[0].acknowledged == ("bim-son", "ha-trung")
    assert sitting.state.notes[1].acknowledged == ()


def test_a_sites_words_go_to_the_centre_only() -> None:
    sitting = world.live()
    sitting.does(c.SendNoteFromSite("bim-son", "Âm thanh nhỏ"), by=BIM_SON, id="tin-1")
    assert notes_of(sitting, "bim-son") == ["Âm thanh nhỏ"]
    assert notes_of(sitting, "ha-trung") == []
    assert sitting.refuses(c.AcknowledgeNote("ha-trung", "tin-1"), by=HA_TRUNG).code == "note.unknown"


def test_a_waiting_site_reads_only_what_is_meant_for_it() -> None:
    sitting = world.live(here=("ha-trung",)).waits("bim-son")
    sitting.does(c.SendNote("Nội dung chung"), c.SendNote("Xin chờ", "bim-son"))
    assert notes_of(sitting, "bim-son") == ["Xin chờ"]
    assert notes_of(sitting, "ha-trung") == ["Nội dung chung"]


def test_empty_words_and_unknown_sites_are_refused() -> None:
    sitting = world.live()
    assert sitting.refuses(c.SendNote("  ")).code == "note.empty"
    assert sitting.refuses(c.SendNoteFromSite("bim-son", "\n"), by=BIM_SON).code == "note.empty"
    assert sitting.refuses(c.SendNote("Xin chào", "khong-co")).code == "site.unknown"


def test_the_state_keeps_the_latest_notes_only() -> None:
    sitting = world.live()
    for number in range(NOTES_IN_STATE + 5):
        sitting.does(c.SendNote(f"Tin {number}"))
    assert len(sitting.state.notes) == NOTES_IN_STATE
    assert sitting.state.notes[-1].text == f"Tin {NOTES_IN_STATE + 4}"


def test_talkback_is_with_one_technician_at_a_time() -> None:
    sitting = world.live()
    assert sitting.does(c.EndTalkback()) == ()
    assert sitting.does(c.StartTalkback("bim-son")) == (e.TalkbackStarted("bim-son"),)
    assert sitting.does(c.StartTalkback("bim-son")) == ()
    refused = sitting.refuses(c.StartTalkback("ha-trung"))
    assert (refused.code, refused.values) == ("talkback.busy", {"site": "Thị xã Bỉm Sơn"})
    assert sitting.does(c.EndTalkback()) == (e.TalkbackEnded("bim-son"),)
    sitting.does(c.StartTalkback("ha-trung"))
    assert e.TalkbackEnded("ha-trung") in sitting.does(c.End())


def test_without_a_line_the_telephone_number_is_told() -> None:
    sitting = world.live(here=("ha-trung",))
    refused = sitting.refuses(c.StartTalkback("bim-son"))
    assert refused.code == "talkback.not_on_line"
    assert refused.values["phone"] in refused.sentence()
    assert sitting.cut("ha-trung").refuses(c.StartTalkback("ha-trung")).code == "talkback.not_on_line"
    sitting.waits("bim-son").does(c.StartTalkback("bim-son"))
