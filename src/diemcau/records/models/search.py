"""What the archive's search looks through: one row for each text of a conference, its words folded."""

from django.db import models

from diemcau.records.models.conference import Conference


class SearchEntry(models.Model):
    """`folded`: lower case, without diacritics; it has as many words as `text`. `kind`: where the text stands
    ("title", "unit", "speaker", "item", "minutes", "paper"). SQLite's FTS5 table and PostgreSQL's text vector
    beside it are made and kept by a migration."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="search_entries")
    kind = models.CharField(max_length=10)
    text = models.TextField()
    folded = models.TextField()

    def __str__(self) -> str:
        return f"{self.kind}: {self.text[:60]}"
