"""Events and what was recorded of them -> chapters: each item of the script, each speaker."""

from collections.abc import Iterable

from diemcau.conference.events import Recorded
from diemcau.conference.recording import Chapter, Manifest, seconds_at
from diemcau.conference.timeline import Kind, Span, timeline


def chapters(events: Iterable[Recorded], manifest: Manifest) -> tuple[Chapter, ...]:
    """In the order in which they begin. What fell into a pause or a gap as a whole has none."""
    spans = timeline(events).of(Kind.ITEM, Kind.SPEAKER)
    found = (_chapter(span, manifest) for span in spans)
    return tuple(sorted((one for one in found if one.end > one.start), key=lambda one: (one.start, one.kind)))


def _chapter(span: Span, manifest: Manifest) -> Chapter:
    title, end = span.title, manifest.seconds
    if span.kind is Kind.SPEAKER:
        title = ", ".join(filter(None, (span.title, span.detail)))
    if span.until is not None:
        end = seconds_at(manifest, span.until)
    return Chapter(span.kind.value, title, seconds_at(manifest, span.since), end, span.since, span.site)
