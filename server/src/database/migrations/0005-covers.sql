-- From when until when somebody stands in for a colleague. Who planned it and when, the record's event says.

create table covers (
  conversation_id id16 not null references conversations on delete cascade,
  account_id id16 not null,
  organisation_id id16 not null references organisations,
  -- Of the CHANGE it came with.
  record_seq bigint not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at),
  primary key (conversation_id, account_id)
);

alter table covers enable row level security;
alter table covers force row level security;
create policy tenant on covers using (organisation_id = (select current_organisation())) with check (organisation_id = (select current_organisation()));
grant select, insert, delete on covers to app;

-- [{account, from, until}], ids in hex, ms. Volatile: beside `stream_for_writing` it must see what was committed while that
-- waited for the conversation's row.
create function covers_of(wanted bytea) returns jsonb language sql volatile as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    'account', encode(account_id, 'hex'),
    'from', round(extract(epoch from starts_at) * 1000),
    'until', round(extract(epoch from ends_at) * 1000)
  ) order by account_id), '[]')
  from covers where conversation_id = wanted
$$;
