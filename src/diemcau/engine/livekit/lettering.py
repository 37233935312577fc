"""The letters that simulator and recorder draw into pictures: Be Vietnam Pro, all Vietnamese letters."""

from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from PIL import ImageFont

FONT = Path(__file__).with_name("BeVietnamPro-SemiBold.ttf")
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


@cache
def font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONT), size)
