"""Who gets a dossier from the database, and at what level; absent and forbidden are the same answer."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from diemcau.records.models import Account, Conference, DossierRecord, Person, Share
from diemcau.records.queries.account import assignments_on
from diemcau.records.queries.archive import Asked, access_dossier, find_dossiers, viewer_of
from diemcau.regulation.archive import Level
from diemcau.regulation.powers import Role
from tests.records.builders import NOW, planned
from tests.records.dossiers import (
    OWNER,
    PARTY,
    STRANGER,
    archivist,
    central,
    held_conference,
    invited,
    of_the_party,
    officer,
    seen,
    somebody,
    stranger,
    unit,
)

pytestmark = pytest.mark.django_db(transaction=True)
Somebody = Callable[[], Account]


def level(account: Account, conference: Conference) -> Level:
    found = seen(account, conference)
    return found.level if found else Level.NOTHING


def published(conference: Conference) -> DossierRecord:
    return DossierRecord.objects.create(conference=conference, owner=unit(OWNER), published_at=NOW)


@pytest.mark.parametrize(
    ("who", "before", "after"),
    [
        (officer, Level.CONTENT, Level.CONTENT),
        (archivist, Level.CONTENT, Level.CONTENT),
        (invited, Level.FACTS, Level.CONTENT),
        (stranger, Level.FACTS, Level.FACTS),
        (of_the_party, Level.FACTS, Level.FACTS),
        (central, Level.DUTY, Level.DUTY),
    ],
)
def test_art_3_before_and_after_publication(who: Somebody, before: Level, after: Level) -> None:
    conference = held_conference()
    account = who()
    assert level(account, conference) is before
    published(conference)
    assert level(account, conference) is after


def test_less_than_the_level_that_is_needed_looks_like_absent() -> None:
    conference = held_conference()
    published(conference)
    assert seen(stranger(), conference, Level.DUTY) is None
    assert seen(central(), conference, Level.DUTY)
    assert seen(central(), conference, Level.CONTENT) is None
    assert seen(officer(), Conference(pk=conference.pk + 1)) is None


def test_needing_nothing_never_shows_what_one_may_not_see() -> None:
    conference = held_conference()
    administrator = somebody("Cao Minh Tuấn", Role.ADMINISTRATOR, OWNER)
    assert seen(administrator, conference, Level.NOTHING) is None
    assert access_dossier(officer(), [], conference.pk, Level.NOTHING, NOW) is None


def test_a_share_opens_it_until_it_is_withdrawn() -> None:
    conference = held_conference()
    reader = of_the_party()
    share = Share.objects.create(conference=conference, unit=unit(PARTY), reason="Phối hợp", given_at=NOW)
    assert level(reader, conference) is Level.CONTENT
    Share.objects.filter(pk=share.pk).update(withdrawn_at=NOW)
    assert level(reader, conference) is Level.FACTS


def test_its_chair_and_whoever_made_it_see_it_before_publication() -> None:
    conference = held_conference()
    chair, maker = somebody("Trịnh Hữu Phúc", Role.CHAIR, site="nga-son"), stranger()
    assert level(chair, conference) is level(maker, conference) is Level.FACTS
    person = Person.objects.get(account=chair)
    Conference.objects.filter(pk=conference.pk).update(chair_person=person, made_by=maker)
    assert level(chair, conference) is level(maker, conference) is Level.CONTENT


def test_a_conference_that_was_only_planned_has_no_dossier_until_something_is_kept() -> None:
    session = planned()
    conference = Conference.objects.get(sessions=session)
    technician = central()
    assert seen(technician, conference) is None
    DossierRecord.objects.create(conference=conference, owner=conference.convener)
    assert seen(technician, conference)


def test_the_owner_is_the_one_of_the_record_whatever_the_conference_says_later() -> None:
    conference = held_conference()
    account = officer()
    published(conference)
    Conference.objects.filter(pk=conference.pk).update(host_unit=unit(PARTY))
    found = seen(account, conference)
    assert found
    assert (found.owner.code, found.owned, found.crossing) == (OWNER, True, False)


@pytest.mark.parametrize("published_too", [False, True])
@pytest.mark.parametrize("shared_with", ["", PARTY, STRANGER])
def test_the_conditions_of_the_lists_are_the_rules(published_too: bool, shared_with: str) -> None:
    """Whoever finds it by its content is exactly who sees the content."""
    conference = held_conference()
    everybody = [make() for make in (officer, archivist, invited, stranger, of_the_party, central)]
    everybody.append(somebody("Cao Minh Tuấn", Role.ADMINISTRATOR, OWNER))
    everybody.append(somebody("Hà Minh Đức", Role.VIEWER))
    secretary = somebody("Lê Thị Mai", Role.VIEWER, STRANGER)
    Conference.objects.filter(pk=conference.pk).update(secretary=secretary.person)
    if published_too:
        published(conference)
    if shared_with:
        Share.objects.create(conference=conference, unit=unit(shared_with), reason="Phối hợp", given_at=NOW)
    for account in [*everybody, secretary]:
        viewer = viewer_of(account, assignments_on(account, date(2026, 11, 23)))
        by_content = find_dossiers(viewer, Asked(kind="conference"), NOW)
        assert by_content.exists() is (level(account, conference) is Level.CONTENT), account.person


def test_it_costs_the_same_few_questions_whatever_was_invited_and_shared() -> None:
    conference = held_conference()
    account = officer()
    for code in (OWNER, PARTY):
        Share.objects.create(conference=conference, unit=unit(code), reason="Phối hợp", given_at=NOW)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert seen(account, conference)
    assert len(asked) <= 4
