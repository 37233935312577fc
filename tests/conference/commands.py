"""One plausible order of every kind, and who would give it: for the tables of who and when."""

from datetime import timedelta

from diemcau.conference import commands as c
from diemcau.conference.actors import MACHINE, Actor
from diemcau.conference.picture import HOLDING_CARD, Layout
from diemcau.conference.session import Grade, Reference, SiteRole
from diemcau.regulation.powers import Power
from tests.world import BIM_SON, CENTRAL, LEADER, MORNING, SCRIPT

EVERY: tuple[c.AnyCommand, ...] = (
    c.OpenSession(),
    c.GoLive(),
    c.Pause(),
    c.Resume(),
    c.End(),
    c.TakeToken(),
    c.ReturnToken(),
    c.AddSeat("sam-son-2", 33, "Thành phố Sầm Sơn, phòng 2", SiteRole.END),
    c.AssignDuty("bim-son", "Lê Quốc Hưng", "0190 000 120"),
    c.Knock("bim-son", "may-bim-son"),
    c.TakeOverDevice("bim-son", "may-2"),
    c.Admit("bim-son"),
    c.AdmitAll(),
    c.Refuse("bim-son", "Chưa đến giờ"),
    c.Drop("bim-son"),
    c.MarkAbsent("bim-son", "Mất điện"),
    c.CallAgain("bim-son"),
    c.Leave("bim-son"),
    c.SubmitCheck("bim-son", True, True, True, True),
    c.JudgeSite("bim-son", True),
    c.AllowSharing("bim-son"),
    c.WithdrawSharing("bim-son"),
    c.ReportFault("bim-son", "power"),
    c.SeeLine("bim-son", False),
    c.SeeMedia("bim-son", False),
    c.SeeDevices("bim-son", True, False),
    c.SeeGrade("bim-son", Grade.FAIR),
    c.SeeReferences({"bim-son": Reference(MORNING, Grade.GOOD)}),
    c.SeeEngine(False),
    c.CloseWhatIsDue(),
    c.StartRecording(),
    c.StopRecording("Theo yêu cầu của chủ tọa"),
    c.ConfirmNotice("bim-son"),
    c.SeeRecording(True),
    c.SeeRecordingGap(MORNING, MORNING + timedelta(seconds=4)),
    c.SeeRecordingFinished(60.0, 1000, "a" * 64, "b" * 64, 10),
    c.SeeRecordingDiscarded(),
    c.SeeNotRecorded("Nội dung nội bộ"),
    c.SeeDiskLow(),
    c.StartRollCall(),
    c.AnswerRoll("bim-son", True),
    c.StartVoiceCheck(),
    c.MarkVoice(),
    c.StopVoiceCheck(),
    c.RequestFloor("bim-son", LEADER, "dk-moi"),
    c.AcceptRequest("dk-1"),
    c.DenyRequest("dk-1", "Hết giờ"),
    c.CancelRequest("dk-1"),
    c.MoveRequest("dk-1", 1),
    c.SkipRequest("dk-1"),
    c.GiveFloor("dk-1"),
    c.GiveFloorToSite("bim-son"),
    c.NextSpeaker(),
    c.YieldFloor("dk-1"),
    c.RevokeFloor("dk-1"),
    c.ExtendFloor("dk-1", 2),
    c.CloseAllMicrophones(),
    c.ReleaseMicrophones(),
    c.SetPreview(HOLDING_CARD),
    c.SetPreviewLayout(Layout.HOLDING),
    c.Take(),
    c.ChangeScript(SCRIPT),
    c.AcknowledgeScript("bim-son", 1),
    c.StartItem(),
    c.PlayClip("trung-tam", "khai-mac"),
    c.PauseClip("trung-tam", 3.0),
    c.StopClip("trung-tam"),
    c.SendNote("Xin giữ trật tự"),
    c.SendNoteFromSite("bim-son", "Đã rõ"),
    c.AcknowledgeNote("bim-son", "tin-1"),
    c.StartTalkback("bim-son"),
    c.EndTalkback(),
    c.SeeAlarm("canh-bao-1"),
)


def rightful(command: c.AnyCommand) -> Actor:
    """Who would send it."""
    if command.power is Power.OBSERVE:
        return MACHINE
    if command.power in (Power.ANSWER_FOR_SITE, Power.SHOW_NOTICE):
        return BIM_SON
    return CENTRAL
