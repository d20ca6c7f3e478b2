-- Who opened a conversation by the vault, when and why: a row before anything is served, shown to all members.

create table vault_uses (
  id id16 primary key,
  organisation_id id16 not null references organisations,
  conversation_id id16 not null references conversations on delete cascade,
  -- Whose vault it is: the conversation's centre at that moment.
  centre_id id16 not null references centres,
  account_id id16 not null,
  -- A word of a short list: text of one's own would say on the server what only people may read.
  reason text not null check (reason in ('nobody-left', 'absent', 'urgent', 'key-lost')),
  at timestamptz not null,
  -- Under the policy that wants a second custodian the vault stays shut until one has confirmed.
  needs_second boolean not null,
  confirmed_by id16,
  confirmed_at timestamptz,
  -- Until when its wraps are served; null as long as it waits for a second custodian.
  open_until timestamptz,
  check ((confirmed_by is null) = (confirmed_at is null)),
  check (confirmed_by <> account_id),
  check ((open_until is null) = (needs_second and confirmed_at is null))
);
create index vault_uses_of_conversation on vault_uses (conversation_id, at);
create index vault_uses_of_centre on vault_uses (centre_id, at);

alter table vault_uses enable row level security;
alter table vault_uses force row level security;
create policy tenant on vault_uses using (organisation_id = (select current_organisation())) with check (organisation_id = (select current_organisation()));
grant select, insert, update on vault_uses to app;
