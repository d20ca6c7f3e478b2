-- How people come into a group and leave it. Who is in, its current record says and nothing else.

create table group_doors (
  conversation_id id16 primary key references conversations on delete cascade,
  organisation_id id16 not null references organisations,
  code text not null unique check (code ~ '^[0-9a-hjkmnp-tv-z]{8}$'),
  opened_at timestamptz not null
);

-- Whoever asks to be let in; without such a row nobody is drawn into a group.
create table group_joiners (
  conversation_id id16 not null references group_doors on delete cascade,
  account_id id16 not null references accounts on delete cascade,
  organisation_id id16 not null references organisations,
  asked_at timestamptz not null,
  primary key (conversation_id, account_id)
);
create index group_joiners_of_account on group_joiners (account_id);

-- Whoever has left and still stands in the record: without access at once, until a moderator's record says so too.
create table group_leavers (
  conversation_id id16 not null references conversations on delete cascade,
  account_id id16 not null,
  organisation_id id16 not null references organisations,
  left_at timestamptz not null,
  primary key (conversation_id, account_id)
);

alter table group_doors enable row level security;
alter table group_doors force row level security;
create policy tenant on group_doors using (organisation_id = (select current_organisation())) with check (organisation_id = (select current_organisation()));
grant select, insert, delete on group_doors to app;

alter table group_joiners enable row level security;
alter table group_joiners force row level security;
create policy tenant on group_joiners using (organisation_id = (select current_organisation())) with check (organisation_id = (select current_organisation()));
grant select, insert, delete on group_joiners to app;

alter table group_leavers enable row level security;
alter table group_leavers force row level security;
create policy tenant on group_leavers using (organisation_id = (select current_organisation())) with check (organisation_id = (select current_organisation()));
grant select, insert, delete on group_leavers to app;

-- Ids in hex. Volatile for the same reason as `covers_of`.
create function left_of(wanted bytea) returns jsonb language sql volatile as $$
  select coalesce(jsonb_agg(encode(account_id, 'hex') order by account_id), '[]')
  from group_leavers where conversation_id = wanted
$$;
