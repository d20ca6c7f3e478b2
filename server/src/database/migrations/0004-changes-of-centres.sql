-- What was changed about a centre that people can be sent to: who, when, from what to what; and whose leads are told.

create table centre_changes (
  id bigint generated always as identity primary key,
  organisation_id id16 not null references organisations,
  centre_id id16 not null references centres,
  what text not null check (what in ('name', 'contact', 'topics', 'areas', 'opening', 'fallback')),
  at timestamptz not null,
  -- Null: the account is gone.
  by id16 references accounts on delete set null,
  before jsonb not null,
  after jsonb not null
);

create table centre_changes_told (
  centre_id id16 not null references centres,
  change_id bigint not null references centre_changes on delete cascade,
  organisation_id id16 not null references organisations,
  primary key (centre_id, change_id)
);

do $$
declare t text;
begin
  foreach t in array array['centre_changes', 'centre_changes_told'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy tenant on %I using (organisation_id = (select current_organisation())) with check (organisation_id = (select current_organisation()))', t);
    execute format('grant select, insert on %I to app', t);
  end loop;
end $$;
