"""What the technician of a simulated site does: answers what is asked, like a person, after a moment."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from diemcau.engine.livekit.simulator import people
from diemcau.engine.livekit.simulator.words import Json


class Scenario(StrEnum):
    QUIET = "quiet"  # answers, speaks when it is given the floor
    BUSY = "busy"  # also asks for the floor now and then, and yields it
    LOSSY = "lossy"  # also loses its line and comes back


RUNNING = ("open", "live", "paused")
ADMITTED = ("connected", "lost")
OUTSIDE = ("expected", "left", "absent")
ALIVE = ("pending", "accepted", "granted")


@dataclass(frozen=True)
class Intent:
    """To do once, after a moment. `key`: the occasion; the same occasion is not answered twice."""

    key: str
    after: float
    command: Json


@dataclass
class Habits:
    site: str
    device: str
    name: str
    scenario: Scenario
    luck: random.Random

    def intents(self, mine: Json) -> Iterator[Intent]:
        """What this view of the session asks of the site."""
        if mine["phase"] not in RUNNING:
            return
        yield from self._enter(mine)
        if mine["lane"] in ADMITTED:
            yield from self._answer_roll_call(mine)
            yield from self._acknowledge(mine)
            yield from self._confirm_the_notice(mine)
            if self.scenario is not Scenario.QUIET:
                yield from self._take_the_floor(mine)

    def _enter(self, mine: Json) -> Iterator[Intent]:
        called = mine["lane"] == "dropped" and mine["call_again"]
        if mine["lane"] in OUTSIDE or called:
            wait = 10.0 if mine["reason"] else self.luck.uniform(0, 0.5)
            yield self._intent("knock", mine["since"], wait, "site.knock", device=self.device)

    def _answer_roll_call(self, mine: Json) -> Iterator[Intent]:
        asked, said = mine["roll_call_at"], mine["readiness"]
        if not asked or (said and datetime.fromisoformat(said["at"]) >= datetime.fromisoformat(asked)):
            return
        ready = self.scenario is not Scenario.LOSSY or self.luck.random() > 0.15
        reason = "" if ready else self.luck.choice(people.NOT_READY)
        here = {"ready": ready, "reason": reason, "head_count": self.luck.randint(12, 60)}
        chair = people.speaker(self.luck, self.name)["name"]
        wait = self.luck.uniform(1, 6)
        yield self._intent("roll", asked, wait, "roll.answer", **here, local_chair=chair)

    def _acknowledge(self, mine: Json) -> Iterator[Intent]:
        for note in mine["notes"]:
            if note.get("instruction") and self.site not in note.get("acknowledged", ()):
                wait = self.luck.uniform(2, 8)
                yield self._intent("note", note["id"], wait, "note.acknowledge", note=note["id"])
        version = mine["script_version"]
        if version > mine["script_seen"]:
            wait = self.luck.uniform(2, 10)
            yield self._intent("script", version, wait, "script.acknowledge", version=version)

    def _confirm_the_notice(self, mine: Json) -> Iterator[Intent]:
        """As a page does that has it on its screen."""
        if mine["recording"]:
            yield self._intent("notice", "", self.luck.uniform(0.2, 2), "recording.confirm_notice")

    def _take_the_floor(self, mine: Json) -> Iterator[Intent]:
        if mine["phase"] != "live" or mine["kind"] != "official":
            return
        asked = [request for request in mine["requests"] if request.get("state", "pending") in ALIVE]
        if not asked:
            words = {"speaker": people.speaker(self.luck, self.name), "topic": people.topic(self.luck)}
            wait = self.luck.uniform(30, 400)
            yield self._intent("ask", "", wait, "floor.request", **words, minutes=3)
        for request in asked:
            if request.get("state") == "granted":
                wait = self.luck.uniform(20, 60)
                yield Intent(f"yield {request['id']}", wait, {"act": "floor.yield", "request": request["id"]})

    def fault(self, since: datetime) -> Json:
        words = {"fault_kind": people.fault(self.luck), "words": "Đã khắc phục, điểm cầu đã nối lại."}
        return self._command("fault.report", **words, happened_at=since.astimezone(UTC).isoformat())

    def _intent(self, what: str, occasion: object, after: float, act: str, **words: object) -> Intent:
        return Intent(f"{what} {occasion}", after, self._command(act, **words))

    def _command(self, act: str, **words: object) -> Json:
        return {"act": act, "site": self.site, **words}
