from diemcau.records.models.account import Account, Assignment, SiteLink
from diemcau.records.models.conference import Conference, InvitedSite, ScriptVersion, Session
from diemcau.records.models.log import LogLine
from diemcau.records.models.media import MediaFile
from diemcau.records.models.network import (
    Person,
    Phone,
    Post,
    RoleBinding,
    RoleSlot,
    Site,
    StandingTechnician,
    Unit,
)
from diemcau.records.models.recording import Recording
from diemcau.records.models.session import DeviceSlot, Lease, QualityWindow, SessionEvent

__all__ = [
    "Account",
    "Assignment",
    "Conference",
    "DeviceSlot",
    "InvitedSite",
    "Lease",
    "LogLine",
    "MediaFile",
    "Person",
    "Phone",
    "Post",
    "QualityWindow",
    "Recording",
    "RoleBinding",
    "RoleSlot",
    "ScriptVersion",
    "Session",
    "SessionEvent",
    "Site",
    "SiteLink",
    "StandingTechnician",
    "Unit",
]
