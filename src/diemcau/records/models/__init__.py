from diemcau.records.models.account import Account, Assignment, SiteLink
from diemcau.records.models.archive import AccessRequest, DossierRecord, Removal, Share, Viewing
from diemcau.records.models.conference import Conference, InvitedSite, ScriptVersion, Session
from diemcau.records.models.document import IssuedDocument
from diemcau.records.models.duty import DutyTurn, Training
from diemcau.records.models.fault import Fault, FaultReport, FaultStep
from diemcau.records.models.log import LogLine
from diemcau.records.models.logbook import LogCheckpoint, LogDraft, LogEntry, LogKind
from diemcau.records.models.media import MediaFile
from diemcau.records.models.minutes import Minutes, MinutesVersion
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
from diemcau.records.models.paper import Paper, PaperVersion
from diemcau.records.models.recording import Recording
from diemcau.records.models.search import SearchEntry
from diemcau.records.models.session import DeviceSlot, Lease, QualityWindow, SessionEvent
from diemcau.records.models.task import Task

__all__ = [
    "AccessRequest",
    "Account",
    "Assignment",
    "Conference",
    "DeviceSlot",
    "DossierRecord",
    "DutyTurn",
    "Fault",
    "FaultReport",
    "FaultStep",
    "InvitedSite",
    "IssuedDocument",
    "Lease",
    "LogCheckpoint",
    "LogDraft",
    "LogEntry",
    "LogKind",
    "LogLine",
    "MediaFile",
    "Minutes",
    "MinutesVersion",
    "Paper",
    "PaperVersion",
    "Person",
    "Phone",
    "Post",
    "QualityWindow",
    "Recording",
    "Removal",
    "RoleBinding",
    "RoleSlot",
    "ScriptVersion",
    "SearchEntry",
    "Session",
    "SessionEvent",
    "Share",
    "Site",
    "SiteLink",
    "StandingTechnician",
    "Task",
    "Training",
    "Unit",
    "Viewing",
]
