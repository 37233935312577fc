"""Roles and what each may do: one literal table. Everything else asks this table.

A *role* is held by a person for a unit or a site over a period; a *power* is what one kind of act needs.
"""

from enum import StrEnum


class Role(StrEnum):
    ADMINISTRATOR = "administrator"
    CENTRAL_TECHNICIAN = "central_technician"
    CHAIR = "chair"
    CHAIR_TECHNICIAN = "chair_technician"
    SITE_TECHNICIAN = "site_technician"
    ROOM_SCREEN = "room_screen"
    HOST_OFFICER = "host_officer"
    ARCHIVIST = "archivist"
    VIEWER = "viewer"
    SECRETARY = "secretary"
    MACHINE = "machine"


class Power(StrEnum):
    MANAGE_NETWORK = "network.manage"
    MANAGE_ACCOUNTS = "accounts.manage"
    PREPARE_CONFERENCE = "conference.prepare"
    READ_CONFERENCE = "conference.read"
    WATCH_SESSION = "session.watch"
    OPEN_SESSION = "session.open"
    PRESIDE = "session.preside"
    ADMIT_SITES = "sites.admit"
    DIRECT_PICTURE = "picture.direct"
    PLAY_MEDIA = "media.play"
    GIVE_FLOOR = "floor.give"
    ENTER_FOR_OTHERS = "floor.enter_for_others"
    INSTRUCT = "message.instruct"
    RECORD = "recording.direct"
    SHOW_NOTICE = "recording.show_notice"
    ANSWER_FOR_SITE = "site.answer"
    READ_ARCHIVE = "archive.read"
    MANAGE_ARCHIVE = "archive.manage"
    WRITE_MINUTES = "minutes.write"
    APPROVE_MINUTES = "minutes.approve"
    ISSUE_DOCUMENTS = "documents.issue"
    WATCH_LIVE = "live.watch"
    READ_LOGBOOK = "logbook.read"
    WRITE_LOGBOOK = "logbook.write"
    READ_FAULTS = "faults.read"
    HANDLE_FAULTS = "faults.handle"
    MANAGE_DUTY = "duty.manage"
    OBSERVE = "machine.observe"


_RUN = frozenset(
    {
        Power.READ_CONFERENCE,
        Power.WATCH_SESSION,
        Power.PRESIDE,
        Power.ADMIT_SITES,
        Power.DIRECT_PICTURE,
        Power.GIVE_FLOOR,
        Power.ENTER_FOR_OTHERS,
        Power.INSTRUCT,
        Power.RECORD,
        Power.READ_ARCHIVE,
    }
)

_BOOK = frozenset(
    {Power.READ_LOGBOOK, Power.WRITE_LOGBOOK, Power.READ_FAULTS, Power.HANDLE_FAULTS, Power.MANAGE_DUTY}
)

POWERS: dict[Role, frozenset[Power]] = {
    Role.ADMINISTRATOR: frozenset(
        {Power.MANAGE_NETWORK, Power.MANAGE_ACCOUNTS, Power.PREPARE_CONFERENCE, Power.READ_CONFERENCE}
    ),
    Role.CENTRAL_TECHNICIAN: _RUN
    | {
        Power.OPEN_SESSION,
        Power.PREPARE_CONFERENCE,
        Power.ANSWER_FOR_SITE,
        Power.MANAGE_NETWORK,
        Power.PLAY_MEDIA,
        Power.SHOW_NOTICE,
    }
    | _BOOK,
    Role.CHAIR: _RUN | {Power.APPROVE_MINUTES},
    Role.CHAIR_TECHNICIAN: _RUN | _BOOK | {Power.ANSWER_FOR_SITE, Power.SHOW_NOTICE},
    Role.SITE_TECHNICIAN: _BOOK
    | {Power.READ_CONFERENCE, Power.ANSWER_FOR_SITE, Power.SHOW_NOTICE, Power.READ_ARCHIVE},
    Role.ROOM_SCREEN: frozenset({Power.SHOW_NOTICE}),
    Role.HOST_OFFICER: frozenset(
        {
            Power.PREPARE_CONFERENCE,
            Power.READ_CONFERENCE,
            Power.ISSUE_DOCUMENTS,
            Power.READ_ARCHIVE,
            Power.MANAGE_ARCHIVE,
            Power.READ_LOGBOOK,
            Power.READ_FAULTS,
            Power.MANAGE_DUTY,
        }
    ),
    Role.ARCHIVIST: frozenset({Power.READ_ARCHIVE, Power.MANAGE_ARCHIVE}),
    Role.SECRETARY: frozenset({Power.READ_CONFERENCE, Power.WRITE_MINUTES, Power.READ_ARCHIVE}),
    Role.VIEWER: frozenset({Power.READ_ARCHIVE, Power.WATCH_LIVE}),
    Role.MACHINE: frozenset({Power.OBSERVE}),
}


def may(role: Role, power: Power) -> bool:
    return power in POWERS[role]
