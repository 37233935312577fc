"""Any order of acts by many actors: what must hold all the same."""

from datetime import timedelta

import msgspec
from hypothesis import HealthCheck, settings
from hypothesis import Phase as Stage
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from diemcau.conference import commands as c
from diemcau.conference import events as e
from diemcau.conference.actors import MACHINE, Actor
from diemcau.conference.board import Board, Cell, board, cell, cells, changed_keys, touched
from diemcau.conference.commands import Order, Refused
from diemcau.conference.decide import decide
from diemcau.conference.evolve import evolve, fold
from diemcau.conference.mine import mine
from diemcau.conference.narrate import narrate
from diemcau.conference.picture import Layout, Picture
from diemcau.conference.plan import Source, difference, engine_plan
from diemcau.conference.script import Cue, Item, Script, Speaker
from diemcau.conference.session import (
    Channel,
    Floor,
    Grade,
    Lane,
    Phase,
    Reference,
    Request,
    Session,
    SessionKind,
    SiteRole,
)
from diemcau.conference.session import RequestState as R
from diemcau.conference.stage import stage
from diemcau.conference.taping import RECORDED
from diemcau.conference.timeline import Kind, timeline
from tests import world
from tests.conference.test_replay import shows_what_was

HERE = ("van-phong-ubnd-tinh", "bim-son", "ha-trung", "nga-son")
SITES = st.sampled_from((*HERE, "trung-tam", "khong-co"))
REQUESTS = st.sampled_from(("dk-1", "dk-2", "dk-3", "dk-4", "dk-5"))
DEVICES = st.sampled_from(("may-1", "may-2"))
LAYOUTS = st.sampled_from(Layout)
PICTURES = st.builds(Picture, LAYOUTS, st.lists(SITES, max_size=4).map(tuple))
ACTORS = st.sampled_from(
    (
        world.CENTRAL,
        world.CENTRAL,
        world.SECOND_CENTRAL,
        world.CHAIR,
        world.CHAIR_TECHNICIAN,
        world.BIM_SON,
        world.HA_TRUNG,
        world.BIM_SON_SCREEN,
        MACHINE,
        MACHINE,
    )
)
SCRIPTS = st.builds(
    Script,
    st.integers(0, 4),
    st.lists(
        st.builds(
            Item,
            st.sampled_from(("khai-mac", "bim-son", "them")),
            st.just("Mục"),
            st.integers(0, 5),
            site=st.none() | SITES,
            cue=st.none()
            | st.builds(
                Cue,
                PICTURES,
                st.none() | SITES,
                file=st.sampled_from(("", "tep-1")),
                seconds=st.just(60.0),
            ),
        ),
        max_size=3,
    ).map(tuple),
)
ARGUMENTS = {
    "site": SITES,
    "request": REQUESTS,
    "device": DEVICES,
    "picture": PICTURES,
    "layout": LAYOUTS,
    "script": SCRIPTS,
    "speaker": st.just(Speaker("Lê Thị Thảo")),
    "name": st.just("Huyện Như Xuân"),
    "technician": st.sampled_from(("Lê Quốc Hưng", "Vũ Thanh Mai")),
    "number": st.integers(1, 99),
    "role": st.sampled_from((SiteRole.END, SiteRole.INVITED)),
    "reason": st.sampled_from(("", "Mất điện")),
    "text": st.sampled_from((" ", "Xin chỉnh lại khung hình")),
    "minutes": st.integers(1, 5),
    "position": st.integers(1, 5),
    "grade": st.sampled_from(Grade),
    "channel": st.sampled_from(Channel),
    "caller": st.sampled_from(("", "Bà Thảo")),
    "item": st.sampled_from((None, "khai-mac", "bim-son")),
    "fault_kind": st.just("line"),
    "note": st.sampled_from(("lenh-1", "lenh-7")),
    "alarm": st.sampled_from(("lenh-9-a0",)),
    "version": st.integers(0, 4),
    "at": st.sampled_from((0.0, 12.5, 90.0)),
    "since": st.just(world.MORNING),
    "until": st.just(world.MORNING + timedelta(seconds=4)),
    "seconds": st.just(60.0),
    "size": st.just(1000),
    "sha256": st.just("a" * 64),
    "manifest_sha256": st.just("b" * 64),
    "segments": st.just(10),
    "found": st.dictionaries(SITES, st.builds(Reference, st.just(world.MORNING), st.sampled_from(Grade))),
}


def _order_of(kind: type[c.Command]) -> st.SearchStrategy[c.Command]:
    """Needed fields from the lists above, the others now and then."""
    needed, optional = {}, {}
    for field in msgspec.structs.fields(kind):
        values = st.booleans() if field.type is bool else ARGUMENTS.get(field.name)
        if values is not None:
            known = field.required or field.name == "request"
            (needed if known else optional)[field.name] = values
    return st.fixed_dictionaries(needed, optional=optional).map(lambda fields: kind(**fields))


ORDERS = st.sampled_from(c.AnyCommand.__args__).flatmap(_order_of)
CLOSING = (c.DenyRequest, c.CancelRequest, c.SkipRequest, c.RevokeFloor)

LEGAL = {
    (None, R.PENDING),
    (R.PENDING, R.ACCEPTED),
    (R.PENDING, R.GRANTED),
    (R.PENDING, R.DENIED),
    (R.PENDING, R.CANCELLED),
    (R.PENDING, R.SKIPPED),
    (R.ACCEPTED, R.GRANTED),
    (R.ACCEPTED, R.DENIED),
    (R.ACCEPTED, R.CANCELLED),
    (R.ACCEPTED, R.SKIPPED),
    (R.SKIPPED, R.ACCEPTED),
    (R.SKIPPED, R.GRANTED),
    (R.SKIPPED, R.DENIED),
    (R.SKIPPED, R.CANCELLED),
    (R.GRANTED, R.RELEASED),
    (R.GRANTED, R.REVOKED),
}
"""RFC 8855, 5.2.6, with SKIPPED: passed over, may be taken up again."""


class AnyOrder(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.sitting = world.Sitting(("trung-tam", *HERE))
        self.requested: set[str] = set()
        self.order: tuple[str, ...] = ()
        self.cells = dict(cells(self.sitting.state))
        self.board: Board = board(self.sitting.state, self.sitting.now)

    @initialize(how_far=st.integers(0, 7))
    def begin(self, how_far: int) -> None:
        """Most of what can go wrong goes wrong when the session runs."""
        steps = (c.OpenSession(), *(c.Knock(site, "may-1") for site in HERE), c.AdmitAll(), c.GoLive())
        for command in steps if how_far else ():
            self.act(command, world.CENTRAL)

    @rule(command=ORDERS, by=ACTORS)
    def anything(self, command: c.AnyCommand, by: Actor) -> None:
        self.act(command, by)

    @rule(command=ORDERS)
    def rightly(self, command: c.AnyCommand) -> None:
        self.act(command, MACHINE if type(command).__name__.startswith("See") else world.CENTRAL)

    @rule(site=st.sampled_from(HERE), request=REQUESTS, first=st.booleans(), accepted=st.booleans())
    def somebody_asks(self, site: str, request: str, first: bool, accepted: bool) -> None:
        asked = c.RequestFloor(site, Speaker("Lê Thị Thảo"), request, point_of_order=first)
        self.act(asked, world.technician_of(site))
        if accepted:
            self.act(c.AcceptRequest(request), world.CENTRAL)

    @rule(request=REQUESTS, position=st.none() | st.integers(1, 3))
    def somebody_is_accepted(self, request: str, position: int | None) -> None:
        self.act(c.AcceptRequest(request, position), world.CENTRAL)

    @rule(
        request=REQUESTS, kind=st.sampled_from((c.DenyRequest, c.CancelRequest, c.SkipRequest, c.RevokeFloor))
    )
    def somebody_is_passed_over(self, request: str, kind: type[c.DenyRequest]) -> None:
        self.act(kind(request, "Hết giờ"), world.CENTRAL)

    @rule(request=REQUESTS, beside=st.booleans())
    def the_floor_is_given(self, request: str, beside: bool) -> None:
        self.act(c.GiveFloor(request, beside), world.CHAIR)

    @rule(site=st.sampled_from(HERE), layout=st.sampled_from((Layout.ONE, Layout.FOUR, Layout.CHAIR_SPEAKER)))
    def a_site_is_shown(self, site: str, layout: Layout) -> None:
        self.act(c.SetPreview(Picture(Layout.ONE, (site,))), world.CENTRAL)
        self.act(c.SetPreviewLayout(layout), world.CENTRAL)
        self.act(c.Take(), world.CENTRAL)

    @rule(site=st.sampled_from(HERE), kind=st.sampled_from((c.Drop, c.Leave)))
    def a_site_goes(self, site: str, kind: type[c.Drop]) -> None:
        self.act(kind(site), world.CENTRAL)

    @rule(site=st.sampled_from(HERE), device=DEVICES)
    def a_site_comes(self, site: str, device: str) -> None:
        for command in (c.CallAgain(site), c.Knock(site, device), c.Admit(site), c.ReleaseMicrophones()):
            self.act(command, world.CENTRAL)

    @rule(seconds=st.sampled_from((1, 5, 61)))
    def time_passes(self, seconds: int) -> None:
        self.sitting.passes(seconds)
        self.act(c.CloseWhatIsDue(), MACHINE)

    @rule(site=st.sampled_from(HERE))
    def a_line_is_cut(self, site: str) -> None:
        self.act(c.SeeLine(site, False), MACHINE)
        self.act(c.SeeMedia(site, False), MACHINE)

    def act(self, command: c.AnyCommand, by: Actor) -> None:
        before = self.sitting.state
        answer = self.sitting.tries(command, by)
        if isinstance(answer, Refused):
            assert answer.sentence()
            assert self.sitting.state is before
            return
        for event in answer:
            self.check_floor(event)
        self.check_lines(before, len(answer))
        self.check_plan(before)
        self.check_deltas(before)
        self.repeat(command, by)

    def check_floor(self, event: e.AnyEvent) -> None:
        """What the queue must be, counted by hand from the decisions alone."""
        if isinstance(event, e.FloorRequested):
            self.requested.add(event.request.id)
        if isinstance(event, e.FloorAccepted | e.FloorReordered):
            others = [id for id in self.order if id != event.request]
            assert 1 <= event.position <= len(others) + 1
            others.insert(event.position - 1, event.request)
            self.order = tuple(others)
        gone = (e.FloorGranted, e.FloorDenied, e.FloorCancelled, e.FloorSkipped)
        if isinstance(event, gone):
            self.order = tuple(id for id in self.order if id != event.request)

    def check_lines(self, before: Session, events: int) -> None:
        """Every event tells itself, and changes a request only as BFCP knows it."""
        for recorded in self.sitting.stream[len(self.sitting.stream) - events :]:
            line = narrate(before, recorded)
            if line is not None:
                assert line.sentence()
            after = evolve(before, recorded)
            self.check_states(before.floor, after.floor)
            before = after
        assert before == self.sitting.state

    def check_states(self, before: Floor, after: Floor) -> None:
        def state(request: Request | None) -> R | None:
            return request.state if request else None

        for id, request in after.requests.items():
            old = before.requests.get(id)
            if state(old) is not request.state:
                assert (state(old), request.state) in LEGAL

    def check_plan(self, before: Session) -> None:
        """The difference of the plans leads from one to the other."""
        old, new = engine_plan(before), engine_plan(self.sitting.state)
        change = difference(old, new)
        rights = dict(old.rights) if new.room == old.room else {}
        for site, epoch in change.remove:
            assert old.epochs[site] == epoch
            rights.pop(site)
        assert rights | dict(change.rights) == new.rights

    def check_deltas(self, before: Session) -> None:
        """A board that is told only what may have changed is right."""
        state = self.sitting.state
        for site in touched(before, state):
            delta = changed_keys(self.cells.get(site), fresh := cell(state, site))
            known = self.cells.get(site)
            self.cells[site] = msgspec.structs.replace(known, **delta) if known else Cell(**delta)
            assert self.cells[site] == fresh
        assert self.cells == cells(state)
        fresh_board = board(state, self.sitting.now)
        delta = changed_keys(self.board, fresh_board)
        self.board = msgspec.structs.replace(self.board, **delta)
        assert self.board == fresh_board

    def repeat(self, command: c.AnyCommand, by: Actor) -> None:
        """`decide` is a function: the same state, order and time give the same answer."""
        state, now = self.sitting.state, self.sitting.now
        order = Order(command, by, "lai")
        assert decide(state, order, now) == decide(state, order, now)

    @invariant()
    def no_microphone_is_open_but_the_chairs_and_the_speakers(self) -> None:
        state = self.sitting.state
        chair = next(seat.site for seat in state.seats.values() if seat.role is SiteRole.CHAIR)
        allowed = {chair}
        if state.phase is not Phase.PAUSED and not state.all_closed:
            allowed |= {request.site for request in state.floor.speaking()} | {state.voice_at or ""}
        rights = engine_plan(state).rights
        open_ones = {site for site, right in rights.items() if Source.MICROPHONE in right.publish}
        assert open_ones <= allowed
        assert all(state.seats[site].admitted for site in rights)
        assert set(stage(state, self.sitting.now).microphones) == open_ones

    @invariant()
    def the_queue_is_what_was_decided(self) -> None:
        assert self.sitting.state.floor.queue == self.order

    @invariant()
    def no_request_is_lost(self) -> None:
        floor = self.sitting.state.floor
        assert set(floor.requests) == self.requested
        assert {id for id, r in floor.requests.items() if r.state is R.ACCEPTED} == set(floor.queue)
        assert {id for id, r in floor.requests.items() if r.state is R.GRANTED} == set(floor.holders)
        assert floor.proposed is None or floor.proposed in floor.queue

    @invariant()
    def everything_can_be_shown(self) -> None:
        state, now = self.sitting.state, self.sitting.now + timedelta(seconds=1)
        shown = stage(state, now)
        assert shown.program.fits()
        assert shown.preview.fits()
        assert {*shown.program.sites, *shown.preview.sites, *shown.microphones} <= set(shown.names)
        assert msgspec.json.encode(shown)
        assert msgspec.json.encode(board(state, now))
        for site in state.seats:
            assert msgspec.json.encode(mine(state, site, now))
            assert msgspec.json.encode(cell(state, site))

    @rule(running=st.booleans())
    def a_recorder_comes_or_fails(self, running: bool) -> None:
        self.act(c.SeeRecording(running, "tiến trình dừng"), MACHINE)

    @invariant()
    def nobody_is_recorded_without_the_notice(self) -> None:
        """Law 91/2025/QH15, Article 32. And nothing is taken back from what is kept."""
        state = self.sitting.state
        shown = stage(state, self.sitting.now)
        assert state.recording is shown.recording is bool(state.tape.notice)
        assert not state.recording or (state.running and shown.notice.endswith(RECORDED))
        assert not (state.recording and state.tape.declined)
        assert not (state.tape.finished and state.tape.discarded)
        assert not state.tape.discarded or state.kind is SessionKind.TEST

    @invariant()
    def who_is_not_admitted_is_not_on_the_air(self) -> None:
        state = self.sitting.state
        for site in (*state.program.sites, *state.preview.sites):
            assert state.seats[site].admitted

    def teardown(self) -> None:
        """The stream alone gives the same state, also after it was stored."""
        stream = self.sitting.stream
        assert fold(stream) == self.sitting.state
        stored = msgspec.json.encode(stream)
        assert fold(msgspec.json.decode(stored, type=list[e.Recorded])) == self.sitting.state
        shows_what_was(stream, size=20)
        self.check_timeline()

    def check_timeline(self) -> None:
        """What goes on in the spans is what is true of the state."""
        state, line = self.sitting.state, timeline(self.sitting.stream)
        over = state.phase is Phase.ENDED
        goes_on = [span for span in line.spans if span.until is None]
        speaking = [span.site for span in goes_on if span.kind is Kind.SPEAKER]
        lost = {span.site for span in goes_on if span.kind is Kind.LOST}
        assert sorted(speaking) == sorted(r.site for r in state.floor.speaking() if not over)
        assert lost == {seat.site for seat in state.seats.values() if seat.lane is Lane.LOST and not over}
        assert all(span.since <= (span.until or self.sitting.now) for span in line.spans)


AnyOrder.TestCase.settings = settings(
    max_examples=40,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Stage.reuse, Stage.generate, Stage.shrink),
)
TestAnyOrder = AnyOrder.TestCase
