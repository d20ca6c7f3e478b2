-- Whose conversation went on under another account of who asks: all the old account still learns is that and when.

create table passed_on (
  account_id id16 not null,
  conversation_id id16 not null references conversations on delete cascade,
  organisation_id id16 not null references organisations,
  at timestamptz not null,
  primary key (account_id, conversation_id)
);

alter table passed_on enable row level security;
alter table passed_on force row level security;
create policy tenant on passed_on using (organisation_id = (select current_organisation())) with check (organisation_id = (select current_organisation()));
grant select, insert, delete on passed_on to app;
