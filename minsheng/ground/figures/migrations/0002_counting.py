"""Deltas are only ever added and know their transaction; the cursor of the folding; the view that adds up what is read."""

from django.db import migrations

FORWARD = """
alter table figures_delta add column xid xid8 not null default pg_current_xact_id();
create index figures_delta_xid on figures_delta (xid);

create table figures_cursor (one boolean primary key default true check (one), xid xid8 not null);
insert into figures_cursor (xid) values ('0');

create view figures_figure as
  select null::bigint as id, day, district, place_id, unit_id, category, measure, value from figures_total
  union all
  select null::bigint, day, district, place_id, unit_id, category, measure, value from figures_delta
  where xid >= (select xid from figures_cursor);

create function figures_only_added() returns trigger language plpgsql as $$
begin
  raise exception 'figures are only ever added: write a reversal' using errcode = 'insufficient_privilege';
end $$;
create trigger figures_delta_stays before update or delete on figures_delta
  for each row execute function figures_only_added();
"""

BACKWARD = """
drop trigger figures_delta_stays on figures_delta;
drop function figures_only_added();
drop view figures_figure;
drop table figures_cursor;
drop index figures_delta_xid;
alter table figures_delta drop column xid;
"""


class Migration(migrations.Migration):
    dependencies = [("figures", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
