-- One conversation, whole: tenants, people, centres with their signed logs, enquiries, sealed streams.
-- Applied as the owner. The server connects as `app`, which owns nothing here and is bound by every policy.
-- Content columns are bytea only; no free-text column is reachable from an enquiry.

create function current_organisation() returns bytea language sql stable parallel safe
  as $$ select decode(nullif(current_setting('app.organisation', true), ''), 'hex') $$;

create domain id16 as bytea check (length(value) = 16);
create domain hash32 as bytea check (length(value) = 32);

-- Tenants --------------------------------------------------------------------------------------------------

-- One row: the immutable random name of this installation, part of every OPAQUE identity and recovery challenge.
create table installation (
  only_one boolean primary key default true check (only_one),
  instance text not null check (instance ~ '^[0-9a-f]{32}$'),
  -- SHA-256 of the OPAQUE setup: accounts made under one setup can't sign in under another.
  opaque_setup_hash hash32,
  is_trial boolean not null default false
);

create table organisations (
  id id16 primary key,
  name text not null unique check (length(name) between 2 and 120),
  created_at timestamptz not null
);

create table organisation_hosts (
  host text primary key check (host = lower(host) and length(host) between 1 and 253),
  organisation_id id16 not null references organisations,
  is_default boolean not null default false
);
create unique index organisation_hosts_one_default on organisation_hosts (is_default) where is_default;

-- People ---------------------------------------------------------------------------------------------------

-- Signed key bundles by their hash (kind 1 seeker, 2 staff, 3 paper).
create table key_bundles (
  kid hash32 primary key,
  organisation_id id16 not null references organisations,
  account_id id16 not null unique,
  kind smallint not null check (kind between 1 and 3),
  bytes bytea not null check (length(bytes) = 1342 and substring(bytes from 1 for 5) = '\x4343504101')
);

create table accounts (
  id id16 primary key,
  organisation_id id16 not null references organisations,
  kind smallint not null check (kind in (1, 2)),
  kid hash32 not null unique references key_bundles,
  created_day date not null,
  last_seen_day date not null
);

create table credentials (
  account_id id16 primary key references accounts on delete cascade,
  organisation_id id16 not null references organisations,
  -- HMAC of organisation and name under a secret outside the database.
  handle_id hash32 not null unique,
  -- Drawn by the server for every registration; the OPAQUE user identifier.
  cred_id id16 not null unique,
  registration bytea not null check (length(registration) between 100 and 512),
  password_wrap bytea not null check (length(password_wrap) = 82 and substring(password_wrap from 1 for 6) = '\x434350570101'),
  recovery_wrap bytea not null check (length(recovery_wrap) = 82 and substring(recovery_wrap from 1 for 6) = '\x434350570102'),
  recovery_key hash32 not null,
  version integer not null default 1
);

create table staff (
  account_id id16 primary key references accounts on delete cascade,
  organisation_id id16 not null references organisations,
  name text not null check (length(name) between 2 and 80)
);

create table administrators (
  account_id id16 primary key references staff on delete cascade,
  organisation_id id16 not null references organisations,
  granted_at timestamptz not null,
  -- Null: by the operator's command line.
  granted_by id16
);

-- A row without an account is the pre-account session of a tab with unsent text: it holds the share and nothing else.
create table sessions (
  sid_hash hash32 primary key,
  organisation_id id16 not null references organisations,
  account_id id16 references accounts on delete cascade,
  share hash32,
  created_at timestamptz not null,
  idle_until timestamptz not null,
  absolute_until timestamptz not null,
  -- When the phrase was last proven in this session; a fresh second factor is this being recent.
  proven_at timestamptz,
  -- The browser's session before this one, deleted once this one's cookie has been seen.
  replaces hash32
);
create index sessions_by_account on sessions (account_id);
create index sessions_by_end on sessions (absolute_until);

create table slots (
  account_id id16 not null references accounts on delete cascade,
  slot id16 not null,
  organisation_id id16 not null references organisations,
  version bigint not null check (version >= 1),
  bytes bytea not null check (length(bytes) between 73 and 66000 and substring(bytes from 1 for 5) = '\x4343505301'),
  primary key (account_id, slot)
);

-- Things that may be used once: proofs of work, tickets, sign-in states. Hashes only.
create table spent (
  hash hash32 primary key,
  until timestamptz not null
);
create index spent_by_end on spent (until);

-- Counted attempts that outlive a process: per credential and per recovery, in windows.
create table attempts (
  key hash32 not null,
  at timestamptz not null
);
create index attempts_by_key on attempts (key, at);

-- Topics and centres ---------------------------------------------------------------------------------------

create table topics (
  id id16 primary key,
  organisation_id id16 not null references organisations,
  code text not null unique check (code ~ '^[0-9a-hjkmnp-tv-z]{8}$'),
  title text not null,
  short text not null,
  description text not null,
  icon text not null,
  address text not null check (address in ('sie', 'du')),
  promise_hours integer not null check (promise_hours between 1 and 400),
  fallback_centre_id id16,
  position integer not null,
  created_at timestamptz not null,
  created_by id16 not null
);
create index topics_in_order on topics (organisation_id, position);

create table centres (
  id id16 primary key,
  organisation_id id16 not null references organisations,
  code text not null unique check (code ~ '^[0-9a-hjkmnp-tv-z]{8}$'),
  name text not null,
  phone text not null,
  street text not null,
  postcode text not null,
  city text not null,
  time_zone text not null,
  state text not null,
  -- [{day, from, until}], ISO weekday, the centre's local time.
  weekly jsonb not null,
  -- Head of the signed log, moved in the transaction that appends; -1 = no log yet.
  log_idx integer not null default -1,
  log_hash hash32,
  created_at timestamptz not null,
  created_by id16 not null
);
create index centres_of_organisation on centres (organisation_id, id);
alter table topics add foreign key (fallback_centre_id) references centres;

create table centre_openings (
  centre_id id16 primary key references centres,
  organisation_id id16 not null references organisations,
  opened_at timestamptz not null,
  opened_by id16 not null
);

create table centre_topics (
  centre_id id16 not null references centres,
  topic_id id16 not null references topics,
  organisation_id id16 not null references organisations,
  primary key (topic_id, centre_id)
);
create index centre_topics_by_centre on centre_topics (centre_id);

create table areas (
  centre_id id16 not null references centres,
  -- Null: every topic of the centre.
  topic_id id16 references topics,
  organisation_id id16 not null references organisations,
  postcodes_from char(5) not null check (postcodes_from ~ '^\d{5}$'),
  postcodes_to char(5) not null check (postcodes_to ~ '^\d{5}$'),
  check (postcodes_from <= postcodes_to)
);
create index areas_by_centre on areas (centre_id);

create table centre_log (
  centre_id id16 not null references centres,
  idx integer not null check (idx >= 0),
  organisation_id id16 not null references organisations,
  hash hash32 not null,
  bytes bytea not null check (length(bytes) between 161 and 16384 and substring(bytes from 1 for 5) = '\x4343504c01'),
  at timestamptz not null,
  primary key (centre_id, idx)
);

-- The newest view of the log as rows, so that lists can ask it by index; written only by the appending transaction.
create table centre_staff (
  centre_id id16 not null references centres,
  account_id id16 not null,
  kid hash32 not null references key_bundles,
  bits smallint not null check (bits between 1 and 31),
  organisation_id id16 not null references organisations,
  primary key (centre_id, account_id)
);
create index centre_staff_by_account on centre_staff (account_id);

create table centre_seeds (
  kid_key hash32 not null,
  kid_person hash32 not null,
  centre_id id16 not null references centres,
  organisation_id id16 not null references organisations,
  box bytea not null check (length(box) = 1168),
  primary key (kid_key, kid_person)
);
create index centre_seeds_by_person on centre_seeds (centre_id, kid_person);

create table centre_previous_keys (
  kid_key hash32 primary key,
  centre_id id16 not null references centres,
  organisation_id id16 not null references organisations,
  box bytea not null check (length(box) = 48)
);
create index centre_previous_keys_by_centre on centre_previous_keys (centre_id);

create table paper_checks (
  centre_id id16 not null references centres,
  kid hash32 not null references key_bundles,
  organisation_id id16 not null references organisations,
  checked_at timestamptz not null,
  checked_by id16 not null,
  primary key (centre_id, kid, checked_at)
);

create table invitations (
  id_hash hash32 primary key,
  handle id16 not null unique,
  organisation_id id16 not null references organisations,
  kind text not null check (kind in ('administrator', 'lead', 'colleague')),
  centre_id id16 references centres,
  created_at timestamptz not null,
  created_by id16,
  until timestamptz not null,
  redeemed_at timestamptz,
  redeemed_by id16 references accounts on delete cascade,
  mac hash32,
  withdrawn_at timestamptz,
  check ((kind = 'administrator') = (centre_id is null)),
  check ((redeemed_at is null) = (redeemed_by is null))
);
create index invitations_of_centre on invitations (centre_id, created_at);
create index invitations_redeemed_by on invitations (redeemed_by);

-- Conversations --------------------------------------------------------------------------------------------

create table conversations (
  id id16 primary key,
  organisation_id id16 not null references organisations,
  kind smallint not null check (kind between 1 and 3),
  -- Of the current record.
  centre_id id16 not null references centres,
  epoch bigint not null,
  record_seq bigint not null,
  -- Of the newest item.
  seq bigint not null check (seq >= record_seq),
  transcript hash32 not null,
  -- True while the current record has an inbox row: the enquiry waits for the whole centre.
  is_waiting boolean not null,
  -- A role 2–4 has written a class-1 message since the newest record other than TIDY: it can't be given back any more.
  is_answered boolean not null default false,
  changed_at timestamptz not null
);
create index conversations_by_change on conversations (organisation_id, changed_at, id);
create index conversations_waiting on conversations (centre_id) where is_waiting;

create table enquiries (
  conversation_id id16 primary key references conversations on delete cascade,
  organisation_id id16 not null references organisations,
  centre_id id16 not null references centres,
  -- Forgotten by the transaction that accepts.
  topic_id id16 references topics,
  consent_version hash32 not null,
  -- SHA-256 of the request body: a byte-identical retry within 24 h gets the same answer.
  body_hash hash32,
  created_at timestamptz not null,
  answer_due_at timestamptz not null,
  answered_at timestamptz
);
create index enquiries_by_promise on enquiries (centre_id, answer_due_at, conversation_id);

create table items (
  conversation_id id16 not null references conversations on delete cascade,
  seq bigint not null check (seq >= 1),
  organisation_id id16 not null references organisations,
  kind text not null check (kind in ('record', 'message', 'erased')),
  epoch bigint not null,
  sender id16 not null,
  message_id id16,
  -- m, and the transcript T after this item.
  hash hash32 not null,
  transcript hash32 not null,
  bytes bytea not null,
  at timestamptz not null,
  primary key (conversation_id, seq),
  check ((kind = 'record') = (message_id is null)),
  check (case kind
    when 'record' then substring(bytes from 1 for 5) = '\x4343504501' and length(bytes) between 313 and 8192
    when 'message' then substring(bytes from 1 for 5) = '\x4343504d01' and length(bytes) between 502 and 66000
    else substring(bytes from 1 for 5) = '\x4343504d01' and length(bytes) = 258 end)
);
create unique index items_one_record_per_epoch on items (conversation_id, epoch) where kind = 'record';
create unique index items_by_message on items (conversation_id, message_id) where message_id is not null;

-- The rows of each conversation's current record, written only by the transaction that appends it.
create table record_rows (
  conversation_id id16 not null references conversations on delete cascade,
  kind smallint not null check (kind between 1 and 3),
  id id16 not null,
  role smallint not null check (role between 0 and 4),
  kid hash32 not null,
  organisation_id id16 not null references organisations,
  -- The conversation's, repeated so that one index answers "mine, latest first".
  changed_at timestamptz not null,
  primary key (conversation_id, kind, id)
);
create index record_rows_mine on record_rows (id, changed_at desc, conversation_id) where kind = 1;

create table wraps (
  conversation_id id16 not null references conversations on delete cascade,
  epoch bigint not null,
  kind smallint not null check (kind between 1 and 3),
  id id16 not null,
  organisation_id id16 not null references organisations,
  box bytea not null check (length(box) = 1168),
  primary key (conversation_id, epoch, kind, id)
);

-- What happened to a conversation, with who and when; one row per record.
create table conversation_events (
  conversation_id id16 not null references conversations on delete cascade,
  seq bigint not null,
  organisation_id id16 not null references organisations,
  what text not null check (what in ('opened', 'accepted', 'changed', 'tidied', 'moved', 'returned', 'relinked', 'vault-used')),
  account_id id16 not null,
  at timestamptz not null,
  primary key (conversation_id, seq)
);

-- What the judges of one more item need, read after the conversation's row is locked: a function, because each of its
-- statements sees what was committed before it began, while one statement with `for update` would wait for the row and
-- then still show the items as they were before waiting.
create function stream_for_writing(wanted bytea, at_seq bigint, wanted_message bytea)
returns table (
  centre_id id16, epoch bigint, record_seq bigint, seq bigint, transcript hash32, is_waiting boolean, is_answered boolean,
  record bytea, log_idx integer, log_hash hash32, transcript_there hash32,
  known_sender id16, known_seq bigint, known_transcript hash32, known_at timestamptz
) language plpgsql as $$
begin
  perform from conversations c where c.id = wanted for no key update;
  return query
    select c.centre_id, c.epoch, c.record_seq, c.seq, c.transcript, c.is_waiting, c.is_answered,
      r.bytes, z.log_idx, z.log_hash, t.transcript, k.sender, k.seq, k.transcript, k.at
    from conversations c
    join items r on r.conversation_id = c.id and r.seq = c.record_seq
    join centres z on z.id = c.centre_id
    left join items t on t.conversation_id = c.id and t.seq = at_seq
    left join items k on k.conversation_id = c.id and k.message_id = wanted_message
    where c.id = wanted;
end $$;

-- Row-level security ---------------------------------------------------------------------------------------

do $$
declare t text;
begin
  for t in
    select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'organisation_id' and not a.attisdropped
    where n.nspname = 'public' and c.relkind = 'r' and c.relname <> 'organisation_hosts'
  loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy tenant on %I using (organisation_id = (select current_organisation())) with check (organisation_id = (select current_organisation()))', t);
    execute format('grant select, insert, update, delete on %I to app', t);
  end loop;
end $$;

-- Not forced on the owner: the operator adds an organisation before there is one to be bound to.
alter table organisations enable row level security;
create policy tenant on organisations for select using (id = (select current_organisation()));
grant select on organisations, organisation_hosts, installation to app;
grant select, insert, delete on spent, attempts to app;
