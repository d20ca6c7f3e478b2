-- Members for whom the key of an epoch doesn't open: the row goes when another member has sealed it to them anew.

create table missing_keys (
  conversation_id id16 not null references conversations on delete cascade,
  epoch bigint not null check (epoch >= 0),
  account_id id16 not null,
  organisation_id id16 not null references organisations,
  asked_at timestamptz not null,
  primary key (conversation_id, epoch, account_id)
);

alter table missing_keys enable row level security;
alter table missing_keys force row level security;
create policy tenant on missing_keys using (organisation_id = (select current_organisation())) with check (organisation_id = (select current_organisation()));
grant select, insert, delete on missing_keys to app;
