"""Art. 3: who may see what of a dossier. The table is written out once more; what holds for all of them is
tried on any viewer and any dossier."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diemcau.regulation.archive import (
    DossierFacts,
    Grant,
    Level,
    Membership,
    Secrecy,
    Side,
    Viewer,
    crosses,
    level_of,
    may_ask,
    owns,
    watches,
)
from diemcau.regulation.powers import Power, Role

NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)
OWNER, INVITED, STRANGER = "vp-hdnd-ubnd-bim-son", "ubnd-ha-trung", "ubnd-nga-son"
PARTY, OUTSIDE = "vp-thi-uy-bim-son", "vien-thong"
SIDES = {PARTY: Side.PARTY, OUTSIDE: Side.OTHER}

FRESH = DossierFacts(OWNER, Side.STATE, invited=frozenset({OWNER, INVITED}), prepared_by=frozenset({"lan"}))
PUBLISHED = replace(FRESH, published=True)
CLOSED = replace(PUBLISHED, closed=True)
OF_THE_PARTY = replace(PUBLISHED, owner=PARTY, side=Side.PARTY, invited=frozenset({PARTY, INVITED}))


def person(role: Role, unit: str = "", account: str = "ai-do") -> Viewer:
    side = SIDES.get(unit, Side.STATE) if unit else None
    return Viewer(account, (Membership(role, unit, side),))


NOTHING, FACTS, DUTY, CONTENT = Level

TABLE = [
    ("the owner's officer", person(Role.HOST_OFFICER, OWNER), (CONTENT, CONTENT, CONTENT, FACTS)),
    ("the owner's archivist", person(Role.ARCHIVIST, OWNER), (CONTENT, CONTENT, CONTENT, FACTS)),
    ("a reader of the owner", person(Role.VIEWER, OWNER), (FACTS, CONTENT, CONTENT, FACTS)),
    ("an invited unit", person(Role.SITE_TECHNICIAN, INVITED), (FACTS, CONTENT, CONTENT, CONTENT)),
    ("an invited unit's officer", person(Role.HOST_OFFICER, INVITED), (FACTS, CONTENT, CONTENT, CONTENT)),
    ("another State unit", person(Role.HOST_OFFICER, STRANGER), (FACTS, FACTS, FACTS, FACTS)),
    ("the Party's office", person(Role.HOST_OFFICER, PARTY), (FACTS, FACTS, FACTS, CONTENT)),
    ("the Party's reader", person(Role.VIEWER, PARTY), (FACTS, FACTS, FACTS, CONTENT)),
    ("an outside unit", person(Role.VIEWER, OUTSIDE), (NOTHING, NOTHING, NOTHING, NOTHING)),
    ("the central technician", person(Role.CENTRAL_TECHNICIAN), (DUTY, DUTY, FACTS, DUTY)),
    ("who prepared it", person(Role.HOST_OFFICER, STRANGER, "lan"), (CONTENT, CONTENT, CONTENT, CONTENT)),
    ("the chair", person(Role.CHAIR, INVITED), (FACTS, CONTENT, CONTENT, CONTENT)),
    ("a reader without a unit", person(Role.VIEWER), (NOTHING, NOTHING, NOTHING, NOTHING)),
    ("an administrator", person(Role.ADMINISTRATOR), (NOTHING, NOTHING, NOTHING, NOTHING)),
    ("the owner's administrator", person(Role.ADMINISTRATOR, OWNER, "lan"), (NOTHING,) * 4),
    ("a room's screen", person(Role.ROOM_SCREEN, INVITED), (NOTHING, NOTHING, NOTHING, NOTHING)),
    ("nobody", Viewer("nobody"), (NOTHING, NOTHING, NOTHING, NOTHING)),
]


@pytest.mark.parametrize(("viewer", "expected"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_art_3_what_a_viewer_sees_of_a_dossier(viewer: Viewer, expected: tuple[Level, ...]) -> None:
    """Before it is published, published, closed; and of the Party's published one."""
    dossiers = (FRESH, PUBLISHED, CLOSED, OF_THE_PARTY)
    assert tuple(level_of(viewer, one, NOW) for one in dossiers) == expected


def test_an_administrators_role_adds_nothing_to_another_one() -> None:
    both = Viewer("a", (Membership(Role.ADMINISTRATOR, OWNER, Side.STATE), Membership(Role.VIEWER, STRANGER)))
    assert level_of(both, PUBLISHED, NOW) is NOTHING
    as_reader = Membership(Role.VIEWER, INVITED, Side.STATE)
    assert level_of(replace(both, memberships=(*both.memberships, as_reader)), PUBLISHED, NOW) is CONTENT


LATER = NOW + timedelta(days=1)


@pytest.mark.parametrize(
    ("grant", "sees"),
    [
        (Grant(unit=PARTY), CONTENT),
        (Grant(unit=PARTY, until=LATER), CONTENT),
        (Grant(unit=PARTY, until=NOW), FACTS),
        (Grant(account="ai-do"), CONTENT),
        (Grant(account="ai-do", until=NOW - timedelta(seconds=1)), FACTS),
        (Grant(account="khac"), FACTS),
        (Grant(unit=STRANGER), FACTS),
        (Grant(), FACTS),
    ],
)
def test_a_share_opens_the_content_across_the_sides_while_it_holds(grant: Grant, sees: Level) -> None:
    shared = replace(FRESH, grants=(grant,))
    assert level_of(person(Role.VIEWER, PARTY), shared, NOW) is sees


def test_a_share_with_an_outside_unit_lets_it_in() -> None:
    shared = replace(PUBLISHED, grants=(Grant(unit=OUTSIDE),))
    assert level_of(person(Role.VIEWER, OUTSIDE), shared, NOW) is CONTENT


@pytest.mark.parametrize(
    ("viewer", "expected"),
    [
        (person(Role.HOST_OFFICER, OWNER), True),
        (person(Role.ARCHIVIST, OWNER), True),
        (person(Role.VIEWER, OWNER), False),
        (person(Role.SITE_TECHNICIAN, OWNER), False),
        (person(Role.ADMINISTRATOR, OWNER), False),
        (person(Role.HOST_OFFICER, INVITED), False),
        (person(Role.HOST_OFFICER, STRANGER, "lan"), False),
        (Viewer("hai", (Membership(Role.VIEWER, OWNER), Membership(Role.ARCHIVIST, INVITED))), False),
    ],
)
def test_only_the_owners_officers_and_archivists_decide(viewer: Viewer, expected: bool) -> None:
    assert owns(viewer, PUBLISHED) is expected


@pytest.mark.parametrize(
    ("viewer", "ordinary", "internal"),
    [
        (person(Role.HOST_OFFICER, STRANGER), True, True),
        (person(Role.HOST_OFFICER, PARTY), True, False),
        (person(Role.CENTRAL_TECHNICIAN), True, False),
        (person(Role.SITE_TECHNICIAN, INVITED), False, False),
        (person(Role.VIEWER, OUTSIDE), False, False),
        (person(Role.ADMINISTRATOR), False, False),
    ],
)
def test_who_sees_facts_may_ask_and_nobody_asks_for_internal_things_across_the_sides(
    viewer: Viewer, ordinary: bool, internal: bool
) -> None:
    assert may_ask(viewer, PUBLISHED, NOW) is ordinary
    assert may_ask(viewer, replace(PUBLISHED, secrecy=Secrecy.INTERNAL), NOW) is internal


def test_the_sides_cross_unless_one_of_the_viewers_units_is_on_the_dossiers() -> None:
    both = Viewer(
        "hai", (*person(Role.VIEWER, PARTY).memberships, *person(Role.VIEWER, STRANGER).memberships)
    )
    assert crosses(person(Role.VIEWER, PARTY), PUBLISHED)
    assert not crosses(both, PUBLISHED)
    assert not crosses(both, OF_THE_PARTY)


# --- what holds for any of them
UNITS = [OWNER, INVITED, STRANGER, PARTY, OUTSIDE]
memberships = st.builds(
    lambda role, unit: Membership(role, unit, SIDES.get(unit, Side.STATE) if unit else None),
    st.sampled_from(Role),
    st.sampled_from(["", *UNITS]),
)
viewers = st.builds(Viewer, st.sampled_from(["lan", "ai-do"]), st.lists(memberships, max_size=3).map(tuple))
grants = st.builds(
    Grant,
    st.sampled_from(["", *UNITS]),
    st.sampled_from(["", "lan", "ai-do"]),
    st.sampled_from([None, NOW - timedelta(1), NOW, NOW + timedelta(1)]),
)
dossiers = st.builds(
    DossierFacts,
    owner=st.sampled_from([OWNER, PARTY]),
    side=st.sampled_from([Side.STATE, Side.PARTY]),
    secrecy=st.sampled_from(Secrecy),
    invited=st.frozensets(st.sampled_from(UNITS)),
    prepared_by=st.frozensets(st.sampled_from(["lan", "ai-do"])),
    published=st.booleans(),
    closed=st.booleans(),
    grants=st.lists(grants, max_size=2).map(tuple),
)


@given(viewers, dossiers)
def test_across_the_sides_content_needs_a_share_an_invitation_or_to_have_prepared_it(
    viewer: Viewer, dossier: DossierFacts
) -> None:
    invited = dossier.published and dossier.invited & viewer.units(Power.READ_ARCHIVE)
    shared = any(one.reaches(viewer, NOW) for one in dossier.grants)
    own = owns(viewer, dossier) or viewer.account in dossier.prepared_by
    if crosses(viewer, dossier) and not (invited or shared or own):
        assert level_of(viewer, dossier, NOW) < CONTENT


@given(viewers, dossiers)
def test_publishing_takes_nothing_away_and_closing_only_the_technicians_duty(
    viewer: Viewer, dossier: DossierFacts
) -> None:
    before = level_of(viewer, dossier, NOW)
    assert level_of(viewer, replace(dossier, published=True), NOW) >= before
    closed = level_of(viewer, replace(dossier, closed=True), NOW)
    assert closed == (min(before, FACTS) if before is DUTY else before)


@given(viewers, dossiers)
def test_nobody_sees_less_for_one_role_more(viewer: Viewer, dossier: DossierFacts) -> None:
    fewer = replace(viewer, memberships=viewer.memberships[1:])
    assert level_of(fewer, dossier, NOW) <= level_of(viewer, dossier, NOW)


@given(viewers, dossiers)
def test_who_sees_the_content_has_nothing_to_ask_for(viewer: Viewer, dossier: DossierFacts) -> None:
    if level_of(viewer, dossier, NOW) in (CONTENT, NOTHING):
        assert not may_ask(viewer, dossier, NOW)


SHARED_NOW = replace(FRESH, grants=(Grant(unit=STRANGER, until=NOW + timedelta(hours=1)),))
OF_ONE = replace(FRESH, grants=(Grant(account="ai-do"),))
WATCHING = [
    ("a reader of an invited unit", person(Role.VIEWER, INVITED), FRESH, True),
    ("a reader of another unit", person(Role.VIEWER, STRANGER), FRESH, False),
    ("one whose unit it is shared with", person(Role.VIEWER, STRANGER), SHARED_NOW, True),
    ("one it is shared with", person(Role.VIEWER, STRANGER), OF_ONE, True),
    ("a reader of the Party's side, not invited", person(Role.VIEWER, PARTY), FRESH, False),
    ("a reader of an outside unit, not invited", person(Role.VIEWER, OUTSIDE), FRESH, False),
    ("a reader without a unit", person(Role.VIEWER), FRESH, False),
    ("an administrator of an invited unit", person(Role.ADMINISTRATOR, INVITED), OF_ONE, False),
    ("a room's screen", person(Role.ROOM_SCREEN, INVITED), FRESH, False),
]


@pytest.mark.parametrize(("who", "viewer", "dossier", "watching"), WATCHING, ids=[one[0] for one in WATCHING])
def test_art_3_invited_and_shared_units_watch_while_it_runs(
    who: str, viewer: Viewer, dossier: DossierFacts, watching: bool
) -> None:
    assert watches(viewer, dossier, NOW) is watching, who


def test_art_3_a_share_that_is_over_shows_nothing_live() -> None:
    assert not watches(person(Role.VIEWER, STRANGER), SHARED_NOW, NOW + timedelta(hours=1))
