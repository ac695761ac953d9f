"""Sums of whole months beside those of days: a year of a busy district has half a million totals of days."""

import django.db.models.deletion
from django.db import migrations, models

FORWARD = """
insert into figures_monthtotal (measure, month, district, place_id, value)
  select measure, date_trunc('month', day)::date, district, place_id, sum(value)::bigint
  from figures_total group by 1, 2, 3, 4;

create view figures_monthfigure as
  select null::bigint as id, month, district, place_id, measure, value from figures_monthtotal
  union all
  select null::bigint, date_trunc('month', day)::date, district, place_id, measure, value from figures_delta
  where xid >= (select xid from figures_cursor);
"""

BACKWARD = """
drop view figures_monthfigure;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('figures', '0002_counting'),
        ('places', '0002_shangcheng'),
    ]

    operations = [
        migrations.CreateModel(
            name='MonthFigure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField()),
                ('district', models.CharField(max_length=6)),
                ('measure', models.CharField(max_length=80)),
                ('value', models.BigIntegerField()),
            ],
            options={
                'managed': False,
            },
        ),
        migrations.CreateModel(
            name='MonthTotal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField()),
                ('district', models.CharField(max_length=6)),
                ('measure', models.CharField(max_length=80)),
                ('value', models.BigIntegerField()),
                ('place', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.place')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('measure', 'month', 'district', 'place'), name='figures_one_month_total', nulls_distinct=False)],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
