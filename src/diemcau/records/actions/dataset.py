"""Load an organisation data set. What is there already stays as it is."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from django.db import transaction
from django.db.models import Model

from diemcau.records.actions.log import write_line
from diemcau.records.data.organisation import NAMES, Organisation, Row, organisation
from diemcau.records.models import (
    Account,
    Person,
    Phone,
    Post,
    RoleBinding,
    RoleSlot,
    Site,
    StandingTechnician,
    Unit,
)

Rows = Iterable[Row]


@transaction.atomic
def load_dataset(name: str, *, now: datetime, actor: Account | None = None) -> Organisation:
    """Idempotent. Where an older and a newer set are both loaded, the older one ends the day before."""
    wanted = organisation(name)
    if not Site.objects.filter(valid_from=wanted.since, role=Site.Role.CENTRAL).exists():
        _load(wanted)
        _end_older_sets()
        central = Site.objects.get(valid_from=wanted.since, role=Site.Role.CENTRAL)
        write_line("network.loaded", central, actor=actor, now=now, words=f"Bộ dữ liệu tổ chức {name}")
    return wanted


def _load(wanted: Organisation) -> None:
    units = _load_units(wanted.units, wanted.since)
    sites = _load_sites(wanted.sites, units, wanted.since)
    people = _load_people(wanted.people, units, wanted.since)
    for row in wanted.technicians:
        StandingTechnician.objects.create(
            site=sites[row["site"]], person=people[row["person"]], valid_from=wanted.since
        )
    _load_slots(wanted.slots, units, sites, wanted.since)


def _load_units(rows: Rows, since: date) -> dict[str, Unit]:
    """A parent stands above its children in the file."""
    units: dict[str, Unit] = {}
    for row in rows:
        units[row["code"]] = Unit.objects.create(
            code=row["code"],
            name=row["name"],
            short_name=row["short_name"],
            side=row["side"],
            parent=units.get(row["parent"]),
            valid_from=since,
        )
    return units


def _load_sites(rows: Rows, units: dict[str, Unit], since: date) -> dict[str, Site]:
    plain = ("code", "role", "name", "short_name", "place")
    sites = {
        row["code"]: Site.objects.create(
            **{name: row[name] for name in plain},
            number=int(row["number"]),
            unit=units[row["unit"]],
            valid_from=since,
        )
        for row in rows
    }
    for row in rows:
        _phone(row["phone"], Phone.Kind.DESK, since, site=sites[row["code"]])
    return sites


def _load_people(rows: Rows, units: dict[str, Unit], since: date) -> dict[str, Person]:
    people = {}
    for row in rows:
        person = people[row["code"]] = Person.objects.create(name=row["name"], honorific=row["honorific"])
        Post.objects.create(
            person=person,
            unit=units[row["unit"]],
            title=row["title"],
            signs=row["signs"] == "1",
            valid_from=since,
        )
        _phone(row["mobile"], Phone.Kind.MOBILE, since, person=person)
        _phone(row["desk"], Phone.Kind.DESK, since, person=person)
    return people


def _phone(number: str, kind: Phone.Kind, since: date, **owner: Any) -> None:
    if number:
        Phone.objects.create(number=number, kind=kind, valid_from=since, **owner)


def _load_slots(rows: Rows, units: dict[str, Unit], sites: dict[str, Site], since: date) -> None:
    for row in rows:
        slot, _ = RoleSlot.objects.get_or_create(
            code=row["code"], defaults={"name": row["name"], "article": row["article"]}
        )
        RoleBinding.objects.create(
            slot=slot, unit=units[row["unit"]], site=sites.get(row["site"]), valid_from=since
        )


def _end_older_sets() -> None:
    """Names have dates: the district level ended when the wards and communes began."""
    starts = sorted(organisation(name).since for name in NAMES)
    for since, following in pairwise(starts):
        if Site.objects.filter(valid_from=following).exists():
            _end(since, following - timedelta(days=1))


def _end(since: date, last: date) -> None:
    dated: tuple[type[Model], ...] = (Unit, Site, RoleBinding, StandingTechnician, Post)
    for model in dated:
        model._default_manager.filter(valid_from=since, valid_to=None).update(valid_to=last)
