"""The database itself refuses to change the journal, and knows in which order its rows were committed."""

from django.db import migrations

FORWARD = """
alter table journal_entry add column xid xid8 not null default pg_current_xact_id();
create index journal_xid on journal_entry (xid);

create function journal_refuse() returns trigger language plpgsql as $$
begin
  raise exception 'the journal is append-only' using errcode = 'insufficient_privilege';
end $$;

create function journal_erase_only() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.erased_at is null and new.erased_at is not null and new.entry_id = old.entry_id
     and new.note = '' and new.facts = '{}'::jsonb and length(new.salt) = 0 then
    return new;
  end if;
  raise exception 'words of the journal can only be erased, once' using errcode = 'insufficient_privilege';
end $$;

create trigger journal_entry_stays before update or delete on journal_entry
  for each row execute function journal_refuse();
create trigger journal_entry_whole before truncate on journal_entry
  for each statement execute function journal_refuse();
create trigger journal_words_erase before update or delete on journal_words
  for each row execute function journal_erase_only();
create trigger journal_words_whole before truncate on journal_words
  for each statement execute function journal_refuse();
"""

BACKWARD = """
drop trigger journal_entry_stays on journal_entry;
drop trigger journal_entry_whole on journal_entry;
drop trigger journal_words_erase on journal_words;
drop trigger journal_words_whole on journal_words;
drop function journal_refuse();
drop function journal_erase_only();
drop index journal_xid;
alter table journal_entry drop column xid;
"""


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
