-- A centre's key belongs to one centre, in the whole installation: whoever names another's key has its public half alone.

create table centre_keys (
  kid hash32 primary key,
  centre_id id16 not null references centres,
  organisation_id id16 not null references organisations
);

-- An owner who is no superuser is bound by a forced policy and would find no row.
alter table centre_log no force row level security;

-- From the logs: the entry's type stands at byte 58, its body begins at byte 101. Who named a key first has it.
insert into centre_keys (kid, centre_id, organisation_id)
  select distinct on (kid) kid, centre_id, organisation_id
  from (
    select sha256('\x0008'::bytea || convert_to('ccp1/kid', 'UTF8') || substring(bytes from 102 for 1216)) as kid,
      centre_id, organisation_id, at, idx
    from centre_log
    where get_byte(bytes, 57) = 3
  ) entries
  order by kid, at, centre_id;

alter table centre_log force row level security;

alter table centre_keys enable row level security;
alter table centre_keys force row level security;
create policy tenant on centre_keys using (organisation_id = (select current_organisation())) with check (organisation_id = (select current_organisation()));
grant select, insert on centre_keys to app;

alter table centre_seeds drop constraint centre_seeds_pkey;
alter table centre_seeds add primary key (centre_id, kid_key, kid_person);
alter table centre_previous_keys drop constraint centre_previous_keys_pkey;
alter table centre_previous_keys add primary key (centre_id, kid_key);
drop index centre_previous_keys_by_centre;
