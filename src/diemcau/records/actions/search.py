"""The search's texts of a conference, written anew after what changes them. Idempotent."""

from collections.abc import Iterable, Iterator

from django.db import transaction
from django.utils import timezone

from diemcau.conference.folding import fold
from diemcau.conference.script import Speaker
from diemcau.records.models import Conference, Minutes, SearchEntry
from diemcau.records.queries.minutes import search_texts
from diemcau.records.queries.seats import latest_script
from diemcau.records.queries.session import current

Text = tuple[str, str]
"""Kind and text."""


def index_conference(conference: Conference) -> None:
    """To be called after the commit of whatever changes a text of it, or within that transaction."""
    wanted = dict.fromkeys((kind, text.strip()) for kind, text in _texts(conference) if fold(text))
    with transaction.atomic():
        kept, gone = set(), []
        for row in conference.search_entries.all():
            text = (row.kind, row.text)
            if text in wanted and text not in kept:
                kept.add(text)
            else:  # not wanted any more, or written by two at once
                gone.append(row.pk)
        SearchEntry.objects.filter(pk__in=gone).delete()
        SearchEntry.objects.bulk_create(
            SearchEntry(conference=conference, kind=kind, text=text, folded=fold(text))
            for kind, text in wanted
            if (kind, text) not in kept
        )


def _texts(conference: Conference) -> Iterator[Text]:
    yield "title", conference.title
    yield "date", f"{timezone.localtime(conference.starts_at):%d/%m/%Y}"
    yield from (("unit", name) for name in _units(conference))
    yield from _of_script(conference)
    yield from _of_sessions(conference)
    yield from (("paper", paper.title) for paper in conference.papers.all())
    minutes = Minutes.objects.filter(conference=conference).first()
    yield from (("minutes", text) for text in (search_texts(minutes) if minutes else ()))


def _units(conference: Conference) -> Iterable[str]:
    sites = [conference.chair_site, *(one.site for one in conference.invited.select_related("site__unit"))]
    units = [conference.convener, conference.host_unit, *(site.unit for site in sites)]
    return [*(unit.name for unit in units if unit), *(site.name for site in sites)]


def _of_script(conference: Conference) -> Iterator[Text]:
    for item in latest_script(conference).items:
        yield "item", item.title
        yield from _speaker(item.speaker)


def _of_sessions(conference: Conference) -> Iterator[Text]:
    """Who asked for the floor in an official session, and what about."""
    for session in conference.sessions.filter(kind="official").exclude(phase="planned"):
        for request in current(session.pk).floor.requests.values():
            yield from _speaker(request.speaker)
            yield "speaker", request.topic


def _speaker(speaker: Speaker | None) -> Iterator[Text]:
    if speaker is not None:
        yield "speaker", ", ".join(filter(None, (speaker.name, speaker.title, speaker.unit)))
