-- Sealed messages that wait for their hour. A row goes in the transaction that appends it as an item; one that the checks
-- of that hour refuse stays, with the reason, until its author takes it back or seals it anew.

create table later_messages (
  account_id id16 not null references accounts on delete cascade,
  message_id id16 not null,
  conversation_id id16 not null references conversations on delete cascade,
  organisation_id id16 not null references organisations,
  bytes bytea not null check (substring(bytes from 1 for 5) = '\x4343504d01' and length(bytes) between 502 and 66000),
  due_at timestamptz not null,
  returned_with text,
  primary key (account_id, message_id)
);
create index later_messages_due on later_messages (organisation_id, due_at) where returned_with is null;

alter table later_messages enable row level security;
alter table later_messages force row level security;
create policy tenant on later_messages using (organisation_id = (select current_organisation())) with check (organisation_id = (select current_organisation()));
grant select, insert, update, delete on later_messages to app;
