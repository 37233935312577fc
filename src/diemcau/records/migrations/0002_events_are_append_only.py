"""Events of a session refuse UPDATE and DELETE in the database itself (domain: what makes a log book trustworthy)."""

from django.db import migrations

from diemcau.records.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("records", "0001_initial")]

    operations = [
        append_only(
            "records_sessionevent",
            "session events are append only",
            unique=[["session_id", "seq"], ["session_id", "order_id", "part"]],
        )
    ]
