"""The stage as a picture: places and their cards below, names, caption and clock above."""

from collections.abc import Iterator
from datetime import datetime

from diemcau.conference.picture import Caption, Layout, Picture
from diemcau.conference.plan import Source
from diemcau.conference.stage import Stage
from diemcau.engine.livekit.lettering import HANOI
from diemcau.engine.livekit.recorder import cards
from diemcau.engine.livekit.recorder.canvas import Bytes, Canvas, Stamp, planes_of
from diemcau.engine.livekit.recorder.feeds import Feeds, Scaler, Shot
from diemcau.engine.livekit.recorder.layout import Box, Key, Place, captioned, contained, places

LONGEST_WAIT = 1.5
"""A new picture waits for its first frames behind the old one (`frontend/src/ui/scenes.ts`)."""
_FRAME = (90, 128, 128)


class Tile:
    """One place of the picture: its moving picture, or a card in its stead."""

    def __init__(self, place: Place, stage: Stage, wide: int) -> None:
        self.place, self.name = place, stage.names.get(place.site, place.site)
        self.off = place.key[1] is Source.CAMERA and place.site in stage.cameras_off
        self._unit, self._title = wide / 100, stage.title
        self._scaler, self._drawn = Scaler(), ""
        self._shot: Shot | None = None

    def is_ready(self, feeds: Feeds, moment: float) -> bool:
        feed = feeds[self.place.key]
        feed.at(moment)
        return self.place.inset or self.off or feed.is_playing(moment)

    def draw(self, canvas: Canvas, feeds: Feeds, moment: float, *, again: bool, keeps: bool) -> bool:
        """`again`: whatever was drawn before. `keeps`: it is about to go, and stands still. True: drawn."""
        feed = feeds[self.place.key]
        shot = feed.at(moment)
        state = self._state(shot, feed.is_playing(moment) or (keeps and shot is not None))
        if not again and state == self._drawn and shot is self._shot:
            return False
        self._drawn, self._shot = state, shot
        if shot is not None and state in ("playing", "stale"):
            self._paint_shot(canvas, shot, stale=state == "stale")
        elif not self.place.inset or state == "off":
            self._paint_card(canvas, state)
        return True

    def _state(self, shot: Shot | None, playing: bool) -> str:
        if playing:
            return "playing"
        if self.off:
            return "off"
        shared = self.place.key[1] is Source.SCREEN
        return "waiting" if shot is None or shared else "stale"

    def _paint_shot(self, canvas: Canvas, shot: Shot, *, stale: bool) -> None:
        box = contained(shot.wide, shot.high, self.place.box)
        if box != self.place.box:
            _fill(canvas, self.place.box)
        _paste(canvas, box, self._scaler.scaled(shot, box.wide, box.high))
        if stale:
            canvas.dim(box)
            self._say_coming_back(canvas)
        if self.place.inset:
            _draw_frame(canvas, self.place.box)

    def _say_coming_back(self, canvas: Canvas) -> None:
        box = self.place.box
        image = cards.pill(cards.COMING_BACK, self._unit * 1.5)
        if image.width <= box.wide:
            x, y = box.x + box.wide * 0.97 - image.width, box.y + box.high * 0.04
            Stamp(image, round(x), round(y)).on(canvas)

    def _paint_card(self, canvas: Canvas, state: str) -> None:
        _x, _y, wide, high = box = self.place.box
        unit = self._unit
        small = min(1.0, wide / (unit * 25))
        if state == "off":
            image = cards.card(self.name, cards.CAMERA_OFF, wide, high, unit * 2.75 * small, cards.TEXT)
        elif self.place.key[1] is Source.SCREEN:
            image = cards.holding(self._title, self.name, wide, high, unit)
        else:
            image = cards.card(self.name, cards.NO_PICTURE, wide, high, unit * 2 * small, cards.QUIET)
        _paste(canvas, box, planes_of(image))


class Scene:
    """One layout with its sites, as the stage has it now."""

    def __init__(self, stage: Stage, wide: int, high: int) -> None:
        self.stage, self.picture = stage, stage.program
        self._wide, self._high, self._unit = wide, high, wide / 100
        places_ = places(self.picture, wide, high)
        self.tiles = [Tile(place, stage, wide) for place in places_]
        self.stamps = list(self._stamps(places_))
        self._fresh = True

    @property
    def keys(self) -> frozenset[Key]:
        return frozenset(tile.place.key for tile in self.tiles)

    def is_ready(self, feeds: Feeds, moment: float) -> bool:
        return all(tile.is_ready(feeds, moment) for tile in self.tiles)

    def draw(self, canvas: Canvas, feeds: Feeds, moment: float, *, keeps: bool = False) -> bool:
        drawn, self._fresh = self._fresh, False
        if drawn:
            self._draw_ground(canvas)
        for tile in self.tiles:
            drawn |= tile.draw(canvas, feeds, moment, again=drawn and tile.place.inset, keeps=keeps)
        return drawn

    def _draw_ground(self, canvas: Canvas) -> None:
        whole = Box(0, 0, self._wide, self._high)
        if self.picture.layout is Layout.HOLDING:
            image = cards.holding(self.stage.title, self.stage.notice, self._wide, self._high, self._unit)
            _paste(canvas, whole, planes_of(image))
            return
        _fill(canvas, whole, cards.GROUND)
        for tile in self.tiles:
            if not tile.place.inset:
                _fill(canvas, tile.place.box)

    def _stamps(self, places_: tuple[Place, ...]) -> Iterator[Stamp]:
        if len(self.picture.sites) > 1:
            for place in places_:
                yield self._name(place)
        if self.picture.caption and self.picture.sites:
            yield from self._band(self.picture.caption, places_)

    def _name(self, place: Place) -> Stamp:
        name = self.stage.names.get(place.site, place.site)
        image = cards.tag(name, self._unit, place.box.wide)
        return Stamp(image, place.box.x, place.box.y + place.box.high - image.height)

    def _band(self, caption: Caption, places_: tuple[Place, ...]) -> Iterator[Stamp]:
        """On the speaker's picture, above its name; where all are equal, in the middle below them."""
        at = captioned(self.picture)
        box = Box(0, 0, self._wide, self._high) if at is None else places_[at].box
        named = at is not None and len(self.picture.sites) > 1
        share = 0.8 if at is None else 0.9 if named else 0.7
        image = cards.band(caption, self._unit, box.wide * share, middle=at is None)
        if image is None:
            return
        above = self._unit * 1.7 * 2.6 if named else box.high * (0.08 if at is None else 0.06)
        x = box.x + (box.wide - image.width) / 2 if at is None else box.x + box.wide * 0.04
        yield Stamp(image, round(x), round(box.y + box.high - above - image.height))


class Composer:
    """Keeps what is drawn and draws anew only what has changed."""

    def __init__(self, wide: int, high: int, feeds: Feeds) -> None:
        self._wide, self._high, self._feeds = wide, high, feeds
        self._below, self.picture = Canvas.blank(wide, high), Canvas.blank(wide, high)
        self._front: Scene | None = None
        self._back: Scene | None = None
        self._wanted_at = 0.0
        self._second = ""
        self._clock: Stamp | None = None

    def show(self, stage: Stage, moment: float) -> None:
        front = self._front
        if front is None or _same(front.picture, stage.program):
            if front is None or _look(front.stage) != _look(stage):
                self._front = Scene(stage, self._wide, self._high)
            self._back = None
            return
        if self._back is None or not _same(self._back.picture, stage.program):
            self._wanted_at = self._wanted_at if self._back else moment
            self._back = Scene(stage, self._wide, self._high)
        elif _look(self._back.stage) != _look(stage):
            self._back = Scene(stage, self._wide, self._high)

    def is_shown(self, key: Key) -> bool:
        return any(key in scene.keys for scene in (self._front, self._back) if scene)

    def compose(self, moment: float, wall: datetime) -> Canvas:
        """`moment`: on the monotonic clock; `wall`: the same for people."""
        self._advance(moment)
        changed = self._tick(wall)
        if self._front and self._front.draw(self._below, self._feeds, moment, keeps=self._back is not None):
            changed = True
        if changed:
            self.picture.copy_from(self._below)
            for stamp in self._above():
                stamp.on(self.picture)
        return self.picture

    def _advance(self, moment: float) -> None:
        back = self._back
        if back and (back.is_ready(self._feeds, moment) or moment - self._wanted_at >= LONGEST_WAIT):
            self._front, self._back = back, None
            self._feeds.keep(self.is_shown)

    def _above(self) -> Iterator[Stamp]:
        if self._front:
            yield from self._front.stamps
        if self._clock:
            yield self._clock

    def _tick(self, wall: datetime) -> bool:
        second = wall.astimezone(HANOI).strftime("%H:%M:%S  %d/%m/%Y")
        if second == self._second:
            return False
        margin = round(self._wide * 0.015)
        self._second, self._clock = second, Stamp(cards.pill(second, self._wide * 0.013), margin, margin)
        return True


def _same(one: Picture, other: Picture) -> bool:
    return (one.layout, one.sites) == (other.layout, other.sites)


def _look(stage: Stage) -> object:
    """All of a stage that can be seen in its picture."""
    sites = stage.program.sites
    names = tuple(stage.names.get(site) for site in sites)
    off = tuple(site in stage.cameras_off for site in sites)
    card = (stage.title, stage.notice) if stage.program.layout is Layout.HOLDING else (stage.title,)
    return stage.program, names, off, card


def _fill(canvas: Canvas, box: Box, colour: cards.Colour = cards.PLACE) -> None:
    red, green, blue = (value / 255 for value in colour)
    one = 16 + 65.5 * red + 128.6 * green + 25 * blue
    two = 128 - 37.8 * red - 74.2 * green + 112 * blue
    three = 128 + 112 * red - 93.8 * green - 18.2 * blue
    for plane, value in zip(canvas.part(box), (one, two, three), strict=True):
        plane[:] = round(value)


def _paste(canvas: Canvas, box: Box, planes: tuple[Bytes, ...]) -> None:
    for mine, given in zip(canvas.part(box), planes, strict=True):
        mine[:] = given


def _draw_frame(canvas: Canvas, box: Box) -> None:
    x, y, wide, high = box
    for edge in (
        Box(x, y, wide, 2),
        Box(x, y + high - 2, wide, 2),
        Box(x, y, 2, high),
        Box(x + wide - 2, y, 2, high),
    ):
        for plane, value in zip(canvas.part(edge), _FRAME, strict=True):
            plane[:] = value
