"""The course of the session and the chair token."""

from diemcau.conference.commands.base import Command
from diemcau.conference.script import Words
from diemcau.regulation.powers import Power


class OpenSession(Command, frozen=True, tag="session.open"):
    power = Power.OPEN_SESSION


class GoLive(Command, frozen=True, tag="session.go_live"):
    power = Power.PRESIDE


class Pause(Command, frozen=True, tag="session.pause"):
    power = Power.PRESIDE
    reason: Words = ""


class Resume(Command, frozen=True, tag="session.resume"):
    power = Power.PRESIDE


class End(Command, frozen=True, tag="session.end"):
    power = Power.PRESIDE


class TakeToken(Command, frozen=True, tag="token.take"):
    """While somebody else holds it, only the central technician may take it."""

    power = Power.PRESIDE


class ReturnToken(Command, frozen=True, tag="token.return"):
    power = Power.PRESIDE
