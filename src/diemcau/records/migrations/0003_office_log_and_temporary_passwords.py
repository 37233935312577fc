import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from diemcau.records.append_only import append_only


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0002_events_are_append_only'),
    ]

    operations = [
        migrations.AddField(
            model_name='account',
            name='password_is_temporary',
            field=models.BooleanField(default=False, verbose_name='mật khẩu tạm'),
        ),
        migrations.CreateModel(
            name='LogLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_index=True)),
                ('by_name', models.CharField(max_length=200)),
                ('action', models.CharField(max_length=60)),
                ('subject', models.CharField(db_index=True, max_length=120)),
                ('changes', models.JSONField(default=dict)),
                ('words', models.CharField(blank=True, max_length=500)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-at', '-pk'],
            },
        ),
        append_only('records_logline', 'log lines are append only'),
    ]
