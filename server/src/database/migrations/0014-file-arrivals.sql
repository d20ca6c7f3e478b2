-- What one has stored within a day, by when it came. Apart from the files: what is erased has been stored all the same.

create table file_arrivals (
  id bigint generated always as identity primary key,
  account_id id16 not null references accounts on delete cascade,
  at timestamptz not null,
  organisation_id id16 not null references organisations,
  -- Of what is sealed in it, padded.
  size integer not null check (size >= 0)
);
create index file_arrivals_of_account on file_arrivals (account_id, at);
create index file_arrivals_by_hour on file_arrivals (organisation_id, at);

alter table file_arrivals enable row level security;
alter table file_arrivals force row level security;
create policy tenant on file_arrivals using (organisation_id = (select current_organisation())) with check (organisation_id = (select current_organisation()));
grant select, insert, delete on file_arrivals to app;
