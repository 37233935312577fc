"""The organisation data sets that ship, as rows: 2018 (towns and districts), 2025 (wards)."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from vietnam_provinces import Ward

HERE = Path(__file__).parent
THANH_HOA = 38
FIRST_END_SITE = 4
Row = dict[str, str]


@dataclass(frozen=True)
class Organisation:
    """`name` is what `diemcau setup --dataset` takes; rows hold from `since` on."""

    name: str
    since: date
    units: list[Row]
    sites: list[Row]
    people: list[Row] = field(default_factory=list)
    technicians: list[Row] = field(default_factory=list)
    slots: list[Row] = field(default_factory=list)


def organisation(name: str) -> Organisation:
    return {"2018": _of_2018, "2025": _of_2025}[name]()


NAMES = ("2018", "2025")


def _of_2018() -> Organisation:
    """Decision of 05/12/2018. No end: a conference of today can run on it until the set of 2025 is loaded."""
    files = ("units", "sites", "people", "technicians", "slots")
    return Organisation("2018", date(2018, 12, 5), *(_rows("network_2018", file) for file in files))


def _of_2025() -> Organisation:
    """The wards and communes of the province since 1 July 2025, each with one room."""
    units, sites = _rows("network_2025", "units"), _rows("network_2025", "sites")
    for number, ward in enumerate(_wards(), FIRST_END_SITE):
        code = ward.codename.replace("_", "-")
        unit = f"ubnd-{code}"
        name = f"Ủy ban nhân dân {ward.name[0].lower()}{ward.name[1:]}"
        units.append({"code": unit, "name": name, "short_name": "", "side": "state", "parent": "ubnd-tinh"})
        sites.append(_end_site(code, number, ward.name, unit))
    return Organisation("2025", date(2025, 7, 1), units, sites)


def _wards() -> Iterator[Ward]:
    found = [ward for ward in Ward.iter_all() if ward.province_code.value == THANH_HOA]
    return iter(sorted(found, key=lambda ward: ward.code.value))


def _end_site(code: str, number: int, name: str, unit: str) -> Row:
    names = {"name": name, "short_name": name.split(" ", 1)[1]}
    return {
        "code": code,
        "number": str(number),
        "role": "end",
        **names,
        "unit": unit,
        "place": "",
        "phone": "",
    }


def _rows(folder: str, file: str) -> list[Row]:
    with (HERE / folder / f"{file}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
