"""What an attacker may send: text of every kind, and JSON in the shape of our messages or of none."""

import json
from typing import Any

from hypothesis import strategies as st
from msgspec import inspect as shapes

TEXTS = [
    "",
    "bim-son",
    "ha-trung",
    "d-bim-son",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'; DROP TABLE records_sessionevent; --",
    "{0.__class__} {site} {{7*7}} {% load x %} %(a)s %s",
    "\x00",
    "a\x00b",
    "\x1b[2J\r\nSet-Cookie: a=b",
    "\u202emoc.live",
    "\u200b\ufeff\u2028\u2029",
    "\ud800",
    "\U0001f600" * 40,
    "é" * 120,
    "e\u0301" * 60,
    "x" * 500,
    "x" * 501,
    "../../../etc/passwd",
    "null",
    "Nguyễn Thị Hòa",
]
MOMENTS = [
    "0001-01-01T00:00:00+14:00",
    "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59-14:00",
    "2026-11-24T08:00:00+07:00",
    "2026-11-24T08:00:00",
    "2026-02-30T08:00:00Z",
    "2026-11-24T08:00:60Z",
    "not a moment",
]
NUMBERS = [
    0,
    1,
    2,
    -1,
    3,
    60,
    240,
    241,
    2**31,
    2**53,
    2**63 - 1,
    2**63,
    2**64,
    10**30,
    -(2**63) - 1,
    1e308,
    0.5,
]

text = st.sampled_from(TEXTS) | st.text(max_size=40)
numbers = st.sampled_from(NUMBERS) | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
simple = st.none() | st.booleans() | numbers | text | st.sampled_from(MOMENTS)
anything = st.recursive(
    simple,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(text, inner, max_size=4),
    max_leaves=12,
)
CODES = st.sampled_from(["bim-son", "ha-trung", "nga-son", "tinh-uy", "trung-tam", "khong-co"])


def commands(union: Any) -> st.SearchStrategy[dict[str, Any]]:
    """Each command about equally often, mostly in its right shape."""
    told = shapes.type_info(union)
    each = told.types if isinstance(told, shapes.UnionType) else (told,)
    return st.one_of(*(_struct(one) for one in each if isinstance(one, shapes.StructType)))


def _struct(told: shapes.StructType) -> st.SearchStrategy[dict[str, Any]]:
    needed, free = {}, {}
    if told.tag_field:
        needed[told.tag_field] = st.just(told.tag)
    for field in told.fields:
        (needed if field.required else free)[field.encode_name] = _mostly(_like(field.type))
    return st.fixed_dictionaries(needed, optional=free)


def _mostly(right: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.integers(0, 15).flatmap(lambda die: anything if die == 0 else right)


def _like(told: shapes.Type) -> st.SearchStrategy[Any]:
    match told:
        case shapes.StrType(pattern=pattern) if pattern:
            return CODES | text
        case shapes.StrType():
            return text
        case shapes.BoolType():
            return st.booleans()
        case shapes.IntType(ge=low, le=high) if low is not None and high is not None:
            return st.integers(low, high) | numbers
        case shapes.IntType() | shapes.FloatType():
            return numbers
        case shapes.DateTimeType():
            return st.sampled_from(MOMENTS)
        case shapes.EnumType(cls=cls):
            return st.sampled_from([one.value for one in cls])
        case shapes.StructType():
            return _struct(told)
        case shapes.UnionType(types=types):
            return st.one_of(*(_like(one) for one in types))
        case shapes.VarTupleType(item_type=item) | shapes.ListType(item_type=item):
            return st.lists(_mostly(_like(item)), max_size=4)
        case shapes.NoneType():
            return st.none()
        case shapes.LiteralType(values=values):
            return st.sampled_from(values)
    return anything


def json_of(value: Any) -> bytes:
    """Half letters too, as an attacker writes them."""
    return json.dumps(value).encode()
