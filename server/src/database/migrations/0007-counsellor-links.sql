-- A counsellor's own link: by their own wish strangers may know that they counsel here, under which name.

create table counsellor_links (
  centre_id id16 not null references centres,
  account_id id16 not null references staff on delete cascade,
  organisation_id id16 not null references organisations,
  code text not null unique check (code ~ '^[0-9a-hjkmnp-tv-z]{8}$'),
  created_at timestamptz not null,
  primary key (centre_id, account_id)
);

alter table counsellor_links enable row level security;
alter table counsellor_links force row level security;
create policy tenant on counsellor_links using (organisation_id = (select current_organisation())) with check (organisation_id = (select current_organisation()));
grant select, insert, delete on counsellor_links to app;
