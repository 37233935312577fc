"""What every event is made from."""

import msgspec


class Event(msgspec.Struct, frozen=True, omit_defaults=True, tag_field="kind"):
    pass
