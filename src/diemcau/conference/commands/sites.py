"""Who is in the session: knocking, admitting, dropping; checks, sharing, faults."""

from typing import Annotated

import msgspec

from diemcau.conference.commands.base import Command, Id, Millis, Moment, Percent
from diemcau.conference.script import Code, Short, Words
from diemcau.conference.session import Channel, SiteRole
from diemcau.regulation.powers import Power


class AddSeat(Command, frozen=True, tag="site.add"):
    """A site was invited after the session was planned. Given by the server only, from the register."""

    power = Power.PREPARE_CONFERENCE
    from_outside = False
    site: Code
    number: Annotated[int, msgspec.Meta(ge=0)]
    name: Short
    role: SiteRole
    technician: Short = ""
    phone: Short = ""


class AssignDuty(Command, frozen=True, tag="site.assign"):
    """Art. 6.4, 7.4: another technician is responsible at a site. Given by the server only, from the
    roster."""

    power = Power.MANAGE_DUTY
    for_site = True
    from_outside = False
    site: Code
    technician: Short
    phone: Short = ""


class Knock(Command, frozen=True, tag="site.knock"):
    """The site's page is ready in the lobby. A device other than the seat's is refused until taken over."""

    power = Power.ANSWER_FOR_SITE
    for_site = True
    site: Code
    device: Id


class TakeOverDevice(Command, frozen=True, tag="site.take_over_device"):
    power = Power.ADMIT_SITES
    site: Code
    device: Id


class Admit(Command, frozen=True, tag="site.admit"):
    power = Power.ADMIT_SITES
    site: Code


class AdmitAll(Command, frozen=True, tag="site.admit_all"):
    power = Power.ADMIT_SITES


class Refuse(Command, frozen=True, tag="site.refuse"):
    """Waiting site: not now, with a reason; it may knock again."""

    power = Power.ADMIT_SITES
    site: Code
    reason: Words


class Drop(Command, frozen=True, tag="site.drop"):
    power = Power.ADMIT_SITES
    site: Code
    reason: Words = ""


class MarkAbsent(Command, frozen=True, tag="site.mark_absent"):
    power = Power.ADMIT_SITES
    site: Code
    reason: Words


class CallAgain(Command, frozen=True, tag="site.call_again"):
    power = Power.ADMIT_SITES
    site: Code


class Leave(Command, frozen=True, tag="site.leave"):
    power = Power.ANSWER_FOR_SITE
    for_site = True
    site: Code
    reason: Words = ""


class SubmitCheck(Command, frozen=True, tag="site.submit_check"):
    power = Power.ANSWER_FOR_SITE
    for_site = True
    site: Code
    camera: bool
    microphone: bool
    speaker: bool
    line: bool
    loss_percent: Percent = 0.0
    jitter_ms: Millis = 0.0
    round_trip_ms: Millis = 0.0
    remark: Words = ""


class JudgeSite(Command, frozen=True, tag="test.judge"):
    """In a test session: the centre accepts the site, or not and why."""

    power = Power.OPEN_SESSION
    site: Code
    accepted: bool
    reason: Words = ""


class AllowSharing(Command, frozen=True, tag="sharing.allow"):
    power = Power.DIRECT_PICTURE
    site: Code


class WithdrawSharing(Command, frozen=True, tag="sharing.withdraw"):
    power = Power.DIRECT_PICTURE
    site: Code


class ReportFault(Command, frozen=True, tag="fault.report"):
    """Articles 6.2, 7.2. `happened_at`: kept in the page while the line was down and sent later."""

    power = Power.ANSWER_FOR_SITE
    for_site = True
    site: Code
    fault_kind: Short
    words: Words = ""
    channel: Channel = Channel.SYSTEM
    happened_at: Moment | None = None
