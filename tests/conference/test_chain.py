"""The hash chain: whatever is changed, moved or cut out is found, and the first bad entry is named."""

import copy
import random
from typing import Any

import pytest

from diemcau.conference import chain

Row = tuple[dict[str, Any], str, str]


def rows(count: int = 40) -> list[Row]:
    written, previous = [], chain.FIRST
    for seq in range(count):
        entry = {
            "seq": seq,
            "kind": "note.sent",
            "data": {"text": f"Điểm cầu số {seq}", "list": [1, None, True]},
        }
        hash = chain.link(previous, entry)
        written.append((entry, previous, hash))
        previous = hash
    return written


def test_an_untouched_chain_holds() -> None:
    assert chain.verify(rows()) is None
    assert chain.verify([]) is None
    assert chain.verify(rows()[5:], first=rows()[4][2]) is None


def test_the_order_of_the_keys_does_not_matter_and_the_words_stay_readable() -> None:
    assert chain.canonical({"b": 1, "a": "Bỉm Sơn"}) == '{"a":"Bỉm Sơn","b":1}'.encode()
    with pytest.raises(ValueError):
        chain.canonical({"x": float("nan")})


def test_a_hash_is_what_anybody_can_compute() -> None:
    assert (
        chain.link("", {}) == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
    )  # SHA-256 of {}


def edit(row: Row, rng: random.Random) -> Row:
    entry, previous, hash = copy.deepcopy(row)
    match rng.randrange(5):
        case 0:
            entry["data"]["text"] += "."
        case 1:
            entry["seq"] += 1
        case 2:
            entry["new"] = None
        case 3:
            previous = previous[:-1] + ("0" if previous[-1:] != "0" else "1")
        case _:
            place = rng.randrange(64)
            hash = hash[:place] + ("0" if hash[place] != "0" else "1") + hash[place + 1 :]
    return entry, previous, hash


def tamper(written: list[Row], rng: random.Random) -> tuple[list[Row], int]:
    """The rows after one edit, swap, cut, doubling or forged insertion; the first index wrong then."""
    at = rng.randrange(len(written) - 1)
    match rng.randrange(5):
        case 0:
            return [*written[:at], edit(written[at], rng), *written[at + 1 :]], at
        case 1:
            other = rng.randrange(at + 1, len(written))
            swapped = list(written)
            swapped[at], swapped[other] = swapped[other], swapped[at]
            return swapped, at
        case 2:
            return [*written[:at], *written[at + 1 :]], at
        case 3:
            return [*written[: at + 1], written[at], *written[at + 1 :]], at + 1
        case _:
            forged = {"seq": 999}
            row = (forged, written[at][1], chain.link(written[at][1], forged))
            return [*written[:at], row, *written[at:]], at + 1


def test_every_one_of_ten_thousand_changes_is_found() -> None:
    written, rng = rows(12), random.Random(4494)
    for _ in range(10_000):
        changed, first_bad = tamper(written, rng)
        assert chain.verify(changed) == first_bad
