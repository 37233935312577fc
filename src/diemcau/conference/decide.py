"""State + order -> what happens, or why not. Pure: no clock, no randomness, never raises."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from diemcau.conference import (
    alarms,
    clips,
    course,
    floor,
    notes,
    production,
    rehearsal,
    roll,
    sightings,
    sites,
    taping,
)
from diemcau.conference import commands as c
from diemcau.conference.commands import Order, Refused
from diemcau.conference.phases import OPEN_ALREADY, PHASES, WHY_NOT
from diemcau.conference.refusal import CONNECTING_IS_THE_CENTRES, Act, Events, Refusal, refuse
from diemcau.conference.session import Phase, Session
from diemcau.regulation.powers import Power, Role

TOKEN_HOLDS = timedelta(seconds=3)
"""So long after the token holder's act nobody else may contradict it (our own rule, 2026; H.243 has no
time)."""


def _(words: str) -> str:
    return words


Handler = Callable[[Session, Any, Act], Events]

ALSO: dict[type[c.Command], Power] = {
    c.RequestFloor: Power.ENTER_FOR_OTHERS,
    c.CancelRequest: Power.ENTER_FOR_OTHERS,
    c.YieldFloor: Power.GIVE_FLOOR,
}
"""A second power that is enough for the command, for any site."""

CONFLICTS: dict[type[c.Command], str] = {
    c.GiveFloor: "floor",
    c.GiveFloorToSite: "floor",
    c.NextSpeaker: "floor",
    c.RevokeFloor: "floor",
    c.SetPreview: "picture",
    c.SetPreviewLayout: "picture",
    c.Take: "picture",
    c.StartItem: "picture",
    c.PlayClip: "picture",
}
"""What can contradict the token holder, and in which thing."""


def decide(state: Session, order: Order, now: datetime) -> Events | Refused:
    try:
        _authorise(order)
        if not _in_phase(state, order):
            return ()
        _settle(state, order, now)
        handler = HANDLERS[type(order.command)]
        return handler(state, order.command, Act(order.by, order.id, now))
    except Refusal as refusal:
        return refusal.refused


def _authorise(order: Order) -> None:
    command, by = order.command, order.by
    also = ALSO.get(type(command))
    if not by.may(command.power) and not (also and by.may(also)):
        refuse("power.missing", _("Tài khoản của ông/bà không có quyền thực hiện việc này."))
    if command.for_site and not by.may_speak_for(str(getattr(command, "site", ""))):
        refuse(
            "power.other_site",
            _("Ông/bà chỉ được thực hiện việc này cho điểm cầu của mình."),
            CONNECTING_IS_THE_CENTRES,
        )


def _in_phase(state: Session, order: Order) -> bool:
    """What the machine sees out of its phase is no event and no fault of anybody."""
    kind = type(order.command)
    if state.phase in PHASES[kind]:
        return True
    if order.by.role is Role.MACHINE:
        return False
    if kind is c.OpenSession and state.phase is not Phase.ENDED:
        refuse(*OPEN_ALREADY)
    code, says = WHY_NOT[state.phase]
    refuse(code, says, CONNECTING_IS_THE_CENTRES if kind is c.Knock else "")


def _settle(state: Session, order: Order, now: datetime) -> None:
    """Everybody in charge may act at any time; for a moment the token holder's word stands."""
    thing = CONFLICTS.get(type(order.command))
    if thing is None or state.token is None or state.token.id == order.by.id:
        return
    at = state.token_floor_at if thing == "floor" else state.token_picture_at
    if at is not None and now - at < TOKEN_HOLDS:
        refuse(
            "token.conflict",
            _("{holder} đang giữ quyền chủ tọa và vừa thao tác; xin chờ vài giây hoặc lấy lại quyền."),
            holder=state.token.name,
        )


HANDLERS: dict[type[c.Command], Handler] = {
    c.OpenSession: course.open_session,
    c.GoLive: course.go_live,
    c.Pause: course.pause,
    c.Resume: course.resume,
    c.End: course.end,
    c.TakeToken: course.take_token,
    c.ReturnToken: course.return_token,
    c.AddSeat: sites.add_seat,
    c.AssignDuty: sites.assign_duty,
    c.Knock: sites.knock,
    c.TakeOverDevice: sites.take_over,
    c.Admit: sites.admit,
    c.AdmitAll: sites.admit_all,
    c.Refuse: sites.refuse_site,
    c.Drop: sites.drop,
    c.MarkAbsent: sites.mark_absent,
    c.CallAgain: sites.call_again,
    c.Leave: sites.leave,
    c.JudgeSite: rehearsal.judge,
    c.SubmitCheck: sites.submit_check,
    c.AllowSharing: sites.allow_sharing,
    c.WithdrawSharing: sites.withdraw_sharing,
    c.ReportFault: sites.report_fault,
    c.SeeLine: sightings.see_line,
    c.SeeMedia: sightings.see_media,
    c.SeeDevices: sightings.see_devices,
    c.SeeReferences: rehearsal.see_references,
    c.SeeGrade: sightings.see_grade,
    c.SeeEngine: sightings.see_engine,
    c.CloseWhatIsDue: sightings.close_what_is_due,
    c.StartRecording: taping.start,
    c.StopRecording: taping.stop,
    c.ConfirmNotice: taping.confirm_notice,
    c.SeeRecording: taping.see_recording,
    c.SeeRecordingGap: taping.see_gap,
    c.SeeRecordingFinished: taping.see_finished,
    c.SeeRecordingDiscarded: taping.see_discarded,
    c.SeeNotRecorded: taping.see_not_recorded,
    c.SeeDiskLow: taping.see_disk_low,
    c.StartRollCall: roll.start_roll_call,
    c.AnswerRoll: roll.answer_roll,
    c.StartVoiceCheck: roll.start_voice_check,
    c.MarkVoice: roll.mark_voice,
    c.StopVoiceCheck: roll.stop_voice_check,
    c.RequestFloor: floor.ask,
    c.AcceptRequest: floor.accept,
    c.DenyRequest: floor.deny,
    c.CancelRequest: floor.cancel,
    c.MoveRequest: floor.move,
    c.SkipRequest: floor.skip,
    c.GiveFloor: floor.give,
    c.GiveFloorToSite: floor.give_to_site,
    c.NextSpeaker: floor.next_speaker,
    c.YieldFloor: floor.yield_floor,
    c.RevokeFloor: floor.revoke,
    c.ExtendFloor: floor.extend,
    c.CloseAllMicrophones: floor.close_all,
    c.ReleaseMicrophones: floor.release_microphones,
    c.SetPreview: production.set_preview,
    c.SetPreviewLayout: production.set_preview_layout,
    c.Take: production.take,
    c.ChangeScript: production.change_script,
    c.AcknowledgeScript: production.acknowledge_script,
    c.StartItem: production.start_item,
    c.PlayClip: clips.play,
    c.PauseClip: clips.pause,
    c.StopClip: clips.stop,
    c.SendNote: notes.send,
    c.SendNoteFromSite: notes.send_from_site,
    c.AcknowledgeNote: notes.acknowledge,
    c.StartTalkback: notes.start_talkback,
    c.EndTalkback: notes.end_talkback,
    c.SeeAlarm: alarms.see_alarm,
}
