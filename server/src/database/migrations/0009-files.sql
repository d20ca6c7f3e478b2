-- Sealed files of conversations. Their bytes lie in the data folder; here stands whose they are, and how many there must be.

create table files (
  conversation_id id16 not null references conversations on delete cascade,
  id id16 not null,
  organisation_id id16 not null references organisations,
  -- Who uploads it.
  account_id id16 not null,
  -- Of the whole sealed file.
  size integer not null check (size >= 16),
  created_at timestamptz not null,
  -- The message that names it; null until then, and for good once there is one.
  item_seq bigint,
  primary key (conversation_id, id),
  foreign key (conversation_id, item_seq) references items (conversation_id, seq) deferrable initially deferred
);
create index files_of_account on files (account_id, created_at);
create index files_of_item on files (conversation_id, item_seq) where item_seq is not null;
create index files_unbound on files (created_at) where item_seq is null;

create table file_parts (
  conversation_id id16 not null,
  file_id id16 not null,
  part smallint not null check (part >= 0),
  organisation_id id16 not null references organisations,
  size integer not null check (size between 16 and 4194560),
  sha256 hash32 not null,
  primary key (conversation_id, file_id, part),
  foreign key (conversation_id, file_id) references files on delete cascade
);

-- Files whose row has gone and whose bytes must go. By a trigger, so that no way of deleting forgets them.
create table file_erasures (
  conversation_id id16 not null,
  file_id id16 not null,
  organisation_id id16 not null references organisations,
  primary key (conversation_id, file_id)
);

create function note_file_erasure() returns trigger language plpgsql as $$
begin
  insert into file_erasures (conversation_id, file_id, organisation_id)
    values (old.conversation_id, old.id, old.organisation_id) on conflict do nothing;
  return null;
end $$;
create trigger file_erased after delete on files for each row execute function note_file_erasure();

do $$
declare t text;
begin
  foreach t in array array['files', 'file_parts', 'file_erasures'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy tenant on %I using (organisation_id = (select current_organisation())) with check (organisation_id = (select current_organisation()))', t);
  end loop;
end $$;
grant select, insert, update, delete on files to app;
grant select, insert on file_parts to app;
grant select, insert, delete on file_erasures to app;
