import { limits } from '@beistand/contract';
import { REASON, toBase64url as text } from '@beistand/wire';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { withOrganisation } from '../database/with-organisation.ts';
import { openCentre } from '../testing/centre.ts';
import { openHouses } from '../testing/houses.ts';
import { random } from '../testing/identity.ts';
import { accept, append, waitingEnquiry, write } from '../testing/participant.ts';
import { pairRows } from '../testing/sealed.ts';
import { useDatabase } from '../testing/use-database.ts';

const database = await useDatabase();
const { one, two } = await openHouses(database, { ...limits, proof: { ...limits.proof, cost: 1 } });
const centre = await openCentre(one, await one.seatAdministrator());
const { seeker, room } = await waitingEnquiry(one, centre);
await accept(centre.colleague, seeker, centre, room);
const message = await write(seeker, centre, room);
const { conversation } = room.stream;
const { kysely } = database.owner;

/** The constraint that a statement of the database's owner runs into. */
async function hits(statement: ReturnType<typeof sql>): Promise<string> {
  try {
    await statement.execute(kysely);
    return 'nothing';
  } catch (error) {
    return (error as { constraint?: string }).constraint ?? String(error);
  }
}

test('the database itself refuses what is no item', async () => {
  const insert = (over: {
    seq?: number;
    kind?: string;
    epoch?: number;
    id?: Uint8Array | null;
    bytes?: Uint8Array;
  }) => {
    const { seq = 90, kind = 'message', epoch = 1, id = random(16), bytes = message.bytes } = over;
    return hits(sql`insert into items (conversation_id, seq, organisation_id, kind, epoch, sender, message_id, hash, transcript, bytes, at)
      values (${conversation}, ${seq}, ${one.id}, ${kind}, ${epoch}, ${random(16)}, ${id}, ${random(32)}, ${random(32)}, ${bytes}, now())`);
  };
  const spoilt = (at: number) => {
    const bytes = message.bytes.slice();
    bytes[at]! ^= 1;
    return bytes;
  };
  const record = room.stream.current!.bytes;
  expect({
    plaintext: await insert({ bytes: new TextEncoder().encode('Ich weiß nicht weiter. '.repeat(40)) }),
    magic: await insert({ bytes: spoilt(3) }),
    suite: await insert({ bytes: spoilt(4) }),
    short: await insert({ bytes: message.bytes.slice(0, 501) }),
    recordAsMessage: await insert({ bytes: record }),
    messageAsRecord: await insert({ kind: 'record', id: null, epoch: 7 }),
    recordWithId: await insert({ kind: 'record', bytes: record, epoch: 7 }),
    wholeAsErased: await insert({ kind: 'erased' }),
    kind: await insert({ kind: 'note', bytes: new Uint8Array([...message.signed, ...message.sig]) }),
    seqZero: await insert({ seq: 0 }),
    seqTwice: await insert({ seq: 4 }),
    epochTwice: await insert({ kind: 'record', id: null, bytes: record }),
    messageTwice: await insert({ id: message.messageId }),
  }).toEqual({
    plaintext: 'items_check1',
    magic: 'items_check1',
    suite: 'items_check1',
    short: 'items_check1',
    recordAsMessage: 'items_check1',
    messageAsRecord: 'items_check1',
    recordWithId: 'items_check',
    wholeAsErased: 'items_check1',
    kind: 'items_kind_check',
    seqZero: 'items_seq_check',
    seqTwice: 'items_pkey',
    epochTwice: 'items_one_record_per_epoch',
    messageTwice: 'items_by_message',
  });
  expect(await hits(sql`update wraps set box = ${random(1167)}`)).toBe('wraps_box_check');
  expect(await hits(sql`update conversations set seq = record_seq - 1`)).toBe('conversations_check');
});

test('nothing of a conversation has a column for free text', async () => {
  const { rows } = await sql<{ table_name: string; column_name: string }>`
    select table_name, column_name from information_schema.columns
    where table_schema = 'public' and data_type not in ('bytea', 'bigint', 'integer', 'smallint', 'boolean', 'timestamp with time zone')
      and table_name in ('conversations', 'items', 'record_rows', 'wraps', 'enquiries', 'conversation_events')`.execute(
    kysely,
  );
  expect(rows.map(({ table_name, column_name }) => `${table_name}.${column_name}`).sort()).toEqual([
    'conversation_events.what', // one of eight words
    'items.kind', // one of three words
  ]);
});

test('another organisation sees no row and can add none', async () => {
  const tables = [
    'conversations',
    'items',
    'record_rows',
    'wraps',
    'enquiries',
    'conversation_events',
  ] as const;
  for (const table of tables) {
    const count = (organisation: typeof one.id) =>
      withOrganisation(
        database.app,
        organisation,
        async (tenant) => (await tenant.selectFrom(table).selectAll().execute()).length,
      );
    expect(await count(one.id)).toBeGreaterThan(0);
    expect(await count(two.id)).toBe(0);
  }
  const foreign = withOrganisation(database.app, two.id, (tenant) =>
    tenant
      .insertInto('wraps')
      .values({
        conversation_id: conversation,
        epoch: 9,
        kind: 1,
        id: random(16),
        organisation_id: one.id,
        box: random(1168),
      })
      .execute(),
  );
  await expect(foreign).rejects.toMatchObject({ code: '42501' });
});

test('lists, pages and sending find their rows by index among thousands', async () => {
  await sql`
    insert into conversations (id, organisation_id, kind, centre_id, epoch, record_seq, seq, transcript, is_waiting, changed_at)
    select substring(sha256(int4send(n)) for 16), ${one.id}, 1, ${centre.id}, 0, 1, 5, sha256(int4send(n)), n % 300 = 0, now() - n * interval '1 second'
    from generate_series(1, 3000) n`.execute(kysely);
  await sql`
    insert into items (conversation_id, seq, organisation_id, kind, epoch, sender, message_id, hash, transcript, bytes, at)
    select substring(sha256(int4send(n)) for 16), s, ${one.id}, case s when 1 then 'record' else 'message' end, 0, ${seeker.account},
      case s when 1 then null else substring(sha256(int8send(n * 10 + s)) for 16) end, sha256(int8send(n * 10 + s)), sha256(int8send(n * 10 + s)),
      case s when 1 then ${room.stream.current!.bytes}::bytea else ${message.bytes}::bytea end, now()
    from generate_series(1, 3000) n, generate_series(1, 5) s`.execute(kysely);
  await sql`
    insert into record_rows (conversation_id, kind, id, role, kid, organisation_id, changed_at)
    select substring(sha256(int4send(n)) for 16), 1, id, 2, sha256(id), ${one.id}, now() - n * interval '1 second'
    from generate_series(1, 3000) n, lateral (values (${seeker.account}::bytea), (substring(sha256(int4send(n + 1)) for 16))) p(id)`.execute(
    kysely,
  );
  await sql`
    insert into enquiries (conversation_id, organisation_id, centre_id, consent_version, created_at, answer_due_at)
    select substring(sha256(int4send(n)) for 16), ${one.id}, ${centre.id}, sha256('x'), now(), now() + n * interval '1 second' from generate_series(1, 3000) n`.execute(
    kysely,
  );
  await sql`
    insert into wraps (conversation_id, epoch, kind, id, organisation_id, box)
    select id, e, 1, ${centre.lead.account}, ${one.id}, ${random(1168)}::bytea from conversations, generate_series(0, 1) e
    on conflict do nothing`.execute(kysely);
  await sql`
    insert into conversation_events (conversation_id, seq, organisation_id, what, account_id, at)
    select id, 1, ${one.id}, 'opened', ${centre.lead.account}, now() from conversations on conflict do nothing`.execute(
    kysely,
  );
  await sql`analyze`.execute(kysely);

  const before = await sequentialScans();
  const page = await seeker.browser.ask('listConversations', { limit: 20 });
  expect(page.next).not.toBeNull();
  await seeker.browser.ask('listConversations', { limit: 20, after: page.next! });
  await centre.lead.browser.ask('listWaiting', { limit: 20 });
  await seeker.browser.ask('readItems', { conversation: text(conversation), before: 0 });
  await write(seeker, centre, room);
  await append(
    centre.colleague,
    centre,
    room,
    REASON.change,
    pairRows(seeker, centre.colleague, centre.log.view),
  );
  expect(await sequentialScans()).toEqual(before);
  await withOrganisation(database.app, one.id, (tenant) =>
    tenant.selectFrom('items').select('seq').where('sender', '=', random(16)).execute(),
  );
  expect(await sequentialScans()).not.toEqual(before);
});

/** How often each table was read from end to end, by any statement of the app's pool, those inside functions too. */
async function sequentialScans() {
  const clients = await Promise.all(Array.from({ length: 10 }, () => database.app.pool.connect()));
  await Promise.all(clients.map((client) => client.query('select pg_stat_force_next_flush()')));
  for (const client of clients) client.release();
  const { rows } = await sql<{ relname: string; seq_scan: number }>`
    select relname, seq_scan from pg_stat_user_tables
    where relname in ('items', 'record_rows', 'wraps', 'conversations', 'enquiries', 'conversation_events') order by relname`.execute(
    kysely,
  );
  return rows;
}
