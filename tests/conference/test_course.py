"""The course of a session, and what the stream alone tells of it."""

from diemcau.conference import commands as c
from diemcau.conference import events as e
from diemcau.conference.decide import HANDLERS
from diemcau.conference.evolve import STEPS, fold
from diemcau.conference.session import Phase, RequestState, SessionKind, SiteRole
from tests import world
from tests.world import CHAIR, Sitting


def test_from_planned_to_ended() -> None:
    sitting = world.planned()
    phases = [sitting.state.phase]
    for command in (c.OpenSession(), c.GoLive(), c.Pause("Giải lao"), c.Resume(), c.End()):
        sitting.passes(60).does(command)
        phases.append(sitting.state.phase)
    assert phases == [Phase.PLANNED, Phase.OPEN, Phase.LIVE, Phase.PAUSED, Phase.LIVE, Phase.ENDED]
    state = sitting.state
    assert (state.opened_at, state.live_at, state.ended_at) == tuple(
        recorded.at
        for recorded in sitting.stream
        if isinstance(recorded.event, e.SessionOpened | e.SessionWentLive | e.SessionEnded)
    )


def test_the_end_closes_the_floor_and_keeps_what_was_asked() -> None:
    sitting = world.live().queues("bim-son", "dk-1").queues("ha-trung", "dk-2")
    sitting.does(c.GiveFloor("dk-1"), c.TakeToken())
    sitting.does(c.End(), by=CHAIR)
    requests = sitting.state.floor.requests
    assert requests["dk-1"].state is RequestState.RELEASED
    assert requests["dk-2"].state is RequestState.ACCEPTED
    assert sitting.state.token is None


def test_a_test_session_may_end_without_having_been_live() -> None:
    sitting = Sitting(world.SMALL, kind=SessionKind.TEST)
    sitting.does(c.OpenSession(), c.End())
    assert (sitting.state.phase, sitting.state.live_at) == (Phase.ENDED, None)


def test_a_site_may_be_added_to_the_stream() -> None:
    sitting = world.planned()
    (seat,) = world.seats(["tinh-gia"])
    sitting.records(e.SeatAdded(seat))
    assert sitting.state.seat("tinh-gia") is seat


def test_the_stream_alone_gives_the_state() -> None:
    sitting = world.ended()
    assert fold(sitting.stream) == sitting.state
    half = fold(sitting.stream[:10])
    assert fold(sitting.stream[10:], half) == sitting.state


def test_the_tables_are_complete() -> None:
    assert set(HANDLERS) == set(c.AnyCommand.__args__)
    assert set(STEPS) == set(e.AnyEvent.__args__)


def test_a_refusal_reads_as_a_sentence() -> None:
    refused = c.Refused("x", "Điểm cầu {site} bận", {"site": "Bỉm Sơn"})
    assert refused.sentence() == "Điểm cầu Bỉm Sơn bận"


def test_the_network_of_2018() -> None:
    roles = [seat.role for seat in world.seats()]
    assert [roles.count(role) for role in SiteRole] == [1, 1, 2, 28]
