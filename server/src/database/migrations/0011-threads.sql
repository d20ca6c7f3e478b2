-- Staff threads and private notes: which conversation they are about. Who asks is in none of them.

create table conversation_links (
  conversation_id id16 primary key references conversations on delete cascade,
  organisation_id id16 not null references organisations,
  about_id id16 not null references conversations on delete cascade,
  what text not null check (what in ('thread', 'notes')),
  opened_at timestamptz not null,
  opened_by id16 not null,
  -- Another thread took its place, for nobody of the conversation's staff was left in it.
  ended_at timestamptz check (ended_at is null or what = 'thread')
);
create unique index conversation_links_one_thread on conversation_links (about_id) where what = 'thread' and ended_at is null;
create unique index conversation_links_own_notes on conversation_links (about_id, opened_by) where what = 'notes';

alter table conversation_links enable row level security;
alter table conversation_links force row level security;
create policy tenant on conversation_links using (organisation_id = (select current_organisation())) with check (organisation_id = (select current_organisation()));
grant select, insert, update, delete on conversation_links to app;

-- What is said about a conversation goes when it goes, by whatever way that is erased.
create function erase_linked() returns trigger language plpgsql as $$
begin
  delete from conversations where id = old.conversation_id;
  return null;
end $$;
create trigger conversation_unlinked after delete on conversation_links for each row execute function erase_linked();
