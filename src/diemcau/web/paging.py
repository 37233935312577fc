"""Lists in an order the database does not know: keys are put in order, one page's rows are read."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet


def page_of(keys: Sequence[int], found: QuerySet[Any], wanted: str | None, per_page: int) -> Page[Any]:
    page: Page[Any] = Paginator(keys, per_page).get_page(wanted)
    rows = {row.pk: row for row in found.filter(pk__in=list(page.object_list))}
    page.object_list = [rows[key] for key in page.object_list if key in rows]
    return page
