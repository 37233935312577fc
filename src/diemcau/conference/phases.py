"""Which command in which phase: one literal table."""

from diemcau.conference import commands as c
from diemcau.conference.session import Phase

PLANNED, OPEN, LIVE, PAUSED, ENDED = Phase

BEFORE_END = frozenset({PLANNED, OPEN, LIVE, PAUSED})
RUNNING = frozenset({OPEN, LIVE, PAUSED})
ALWAYS = frozenset(Phase)

PHASES: dict[type[c.Command], frozenset[Phase]] = {
    c.OpenSession: frozenset({PLANNED}),
    c.GoLive: frozenset({OPEN}),
    c.Pause: frozenset({LIVE}),
    c.Resume: frozenset({PAUSED}),
    c.End: RUNNING,
    c.TakeToken: RUNNING,
    c.ReturnToken: RUNNING,
    c.AddSeat: BEFORE_END,
    c.AssignDuty: BEFORE_END,
    c.Knock: RUNNING,
    c.TakeOverDevice: RUNNING,
    c.Admit: RUNNING,
    c.AdmitAll: RUNNING,
    c.Refuse: RUNNING,
    c.Drop: RUNNING,
    c.MarkAbsent: BEFORE_END,
    c.CallAgain: RUNNING,
    c.Leave: RUNNING,
    c.SubmitCheck: RUNNING,
    c.JudgeSite: RUNNING,
    c.AllowSharing: RUNNING,
    c.WithdrawSharing: RUNNING,
    c.ReportFault: ALWAYS,  # one that was kept in the page while the line was down comes late
    c.SeeLine: BEFORE_END,
    c.SeeMedia: RUNNING,
    c.SeeDevices: RUNNING,
    c.SeeGrade: RUNNING,
    c.SeeReferences: RUNNING,
    c.SeeEngine: RUNNING,
    c.CloseWhatIsDue: frozenset({LIVE, PAUSED}),
    c.StartRecording: RUNNING,
    c.StopRecording: RUNNING,
    c.ConfirmNotice: RUNNING,
    c.SeeRecording: frozenset({OPEN, LIVE, PAUSED, ENDED}),  # the file is finished after the end
    c.SeeRecordingGap: frozenset({OPEN, LIVE, PAUSED, ENDED}),
    c.SeeRecordingFinished: frozenset({ENDED}),
    c.SeeRecordingDiscarded: frozenset({ENDED}),
    c.SeeNotRecorded: frozenset({LIVE, PAUSED}),
    c.SeeDiskLow: RUNNING,
    c.StartRollCall: RUNNING,
    c.AnswerRoll: RUNNING,
    c.StartVoiceCheck: frozenset({OPEN, LIVE}),
    c.MarkVoice: frozenset({OPEN, LIVE}),
    c.StopVoiceCheck: RUNNING,
    c.RequestFloor: BEFORE_END,
    c.AcceptRequest: BEFORE_END,
    c.DenyRequest: BEFORE_END,
    c.CancelRequest: BEFORE_END,
    c.MoveRequest: BEFORE_END,
    c.SkipRequest: BEFORE_END,
    c.GiveFloor: frozenset({LIVE}),
    c.GiveFloorToSite: frozenset({LIVE}),
    c.NextSpeaker: frozenset({LIVE}),
    c.YieldFloor: frozenset({LIVE, PAUSED}),
    c.RevokeFloor: frozenset({LIVE, PAUSED}),
    c.ExtendFloor: frozenset({LIVE, PAUSED}),
    c.CloseAllMicrophones: RUNNING,
    c.ReleaseMicrophones: RUNNING,
    c.SetPreview: RUNNING,
    c.SetPreviewLayout: RUNNING,
    c.Take: RUNNING,
    c.ChangeScript: BEFORE_END,
    c.AcknowledgeScript: BEFORE_END,
    c.StartItem: frozenset({LIVE}),
    c.PlayClip: frozenset({OPEN, LIVE}),
    c.PauseClip: RUNNING,
    c.StopClip: RUNNING,
    c.SendNote: BEFORE_END,
    c.SendNoteFromSite: BEFORE_END,
    c.AcknowledgeNote: ALWAYS,
    c.StartTalkback: RUNNING,
    c.EndTalkback: RUNNING,
    c.SeeAlarm: ALWAYS,
}


def _(words: str) -> str:
    return words


WHY_NOT: dict[Phase, tuple[str, str]] = {
    PLANNED: (
        "session.not_open",
        _("Phiên chưa mở: điểm cầu trung tâm mở phiên thì mới thực hiện được việc này."),
    ),
    OPEN: ("session.not_live", _("Chủ tọa chưa khai mạc nên chưa thực hiện được việc này.")),
    LIVE: ("session.is_live", _("Phiên đang diễn ra nên không thực hiện được việc này.")),
    PAUSED: ("session.paused", _("Phiên đang tạm dừng: xin tiếp tục phiên rồi thực hiện việc này.")),
    ENDED: ("session.ended", _("Phiên đã bế mạc nên không thực hiện được việc này.")),
}
"""The phase that stands in the way -> refusal code and sentence."""

OPEN_ALREADY = ("session.is_open", _("Phiên đã mở rồi."))
