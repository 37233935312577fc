"""What every order is made of: the base of the commands, the types of their fields, and the refusal."""

from datetime import datetime
from typing import Annotated, ClassVar

import msgspec

from diemcau.regulation.powers import Power

Minutes = Annotated[int, msgspec.Meta(ge=0, le=240)]
Position = Annotated[int, msgspec.Meta(ge=1, le=1000)]
Id = Annotated[str, msgspec.Meta(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]
Moment = Annotated[datetime, msgspec.Meta(tz=True)]
Percent = Annotated[float, msgspec.Meta(ge=0, le=100)]
Millis = Annotated[float, msgspec.Meta(ge=0, le=600_000)]


class Command(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="act"):
    power: ClassVar[Power]
    for_site: ClassVar[bool] = False
    from_outside: ClassVar[bool] = True


class Refused(msgspec.Struct, frozen=True):
    """No, with the reason. `code` is stable; `says` is the Vietnamese sentence with {names} for `values`."""

    code: str
    says: str
    values: dict[str, str] = {}
    article: str = ""

    def sentence(self) -> str:
        return self.says.format_map(self.values)
