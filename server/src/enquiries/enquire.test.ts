// Long: one list of every rule and refusal, to be read against the specification from top to bottom.
import { limits } from '@beistand/contract';
import { BIT, newStream, REASON, ROLE, toBase64url as text, zeros } from '@beistand/wire';
import { expect, test } from 'vitest';
import { foundedCentre, letIn, openCentre } from '../testing/centre.ts';
import { type Houses, openHouses, type Seated } from '../testing/houses.ts';
import { random } from '../testing/identity.ts';
import { enquire, enquiryBody, newcomer, prepareEnquiry } from '../testing/participant.ts';
import { newAccount, newName, solveProof } from '../testing/registration.ts';
import {
  keyRows,
  makeMessage,
  makeRecord,
  open,
  personRow,
  waitingRows,
  wrapsFor,
} from '../testing/sealed.ts';
import { useDatabase } from '../testing/use-database.ts';

const database = await useDatabase();
const usual = {
  ...limits,
  registrations: [{ most: 1000, seconds: 3600 }],
  proof: { ...limits.proof, cost: 1 },
};
const { clock, one, two }: Houses = await openHouses(database, usual);
const administrator = await one.seatAdministrator();
const centre = await openCentre(one, administrator);

/** How many rows each table has that an enquiry writes to. */
async function counts() {
  const tables = [
    'accounts',
    'credentials',
    'slots',
    'sessions',
    'conversations',
    'enquiries',
    'items',
    'record_rows',
    'wraps',
    'conversation_events',
    'spent',
  ] as const;
  const found: Record<string, number> = {};
  for (const table of tables) {
    const { n } = await database.owner.kysely
      .selectFrom(table)
      .select(({ fn }) => fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow();
    found[table] = Number(n);
  }
  return found;
}

/** `say` as a newcomer with one thing changed, and proof that nothing of it was stored. */
async function refused(
  change: (parts: Awaited<ReturnType<typeof prepareEnquiry>>, seeker: Seated) => unknown,
) {
  const seeker = await newcomer(one);
  const parts = await prepareEnquiry(seeker, centre);
  await change(parts, seeker);
  const before = await counts();
  const said = await seeker.browser.refusal('enquire', parts.body);
  expect(await counts()).toEqual(before);
  expect(seeker.browser.cookie).toBeNull();
  return said;
}

test('account, consent, record and message are stored in one go, with a session and a promise', async () => {
  const seeker = await newcomer(one);
  const { body, room, record, message } = await prepareEnquiry(seeker, centre);
  const answer = await seeker.browser.ask('enquire', body);
  expect(answer.seq).toBe(2);
  expect(answer.transcript).toBe(text(room.stream.transcripts.get(2)!));
  expect(answer.at).toBe(clock.now);
  // Monday 10:00 in Berlin; the centre works Mondays from nine to five: 7 + 8 + 1 of 16 hours.
  expect(new Date(answer.answerDueAt).toISOString()).toBe('2026-03-16T09:00:00.000Z');

  const read = await seeker.browser.ask('readItems', { conversation: answer.conversation });
  expect(read.items.map(({ kind, bytes }) => [kind, bytes])).toEqual([
    ['record', text(record.bytes)],
    ['message', text(message.bytes)],
  ]);
  expect(read).toMatchObject({ seq: 2, answerDueAt: answer.answerDueAt, answeredAt: null, people: [] });
  expect(read.wraps).toEqual([{ epoch: 0, kind: 1, box: body.wraps[0] }]);
  const { kysely } = database.owner;
  const enquiry = await kysely
    .selectFrom('enquiries')
    .selectAll()
    .where('conversation_id', '=', room.stream.conversation)
    .executeTakeFirstOrThrow();
  expect(text(enquiry.topic_id!)).toBe(centre.topic);
  expect(text(enquiry.consent_version)).toBe(body.consent);
  const slots = await kysely
    .selectFrom('slots')
    .select(['slot', 'version', 'bytes'])
    .where('account_id', '=', seeker.account)
    .execute();
  expect(slots.map(({ slot, version, bytes }) => [text(slot), version, text(bytes)])).toEqual([
    [text(zeros(16)), 1, body.account!.state],
  ]);
});

test('R7: fifty identical tries have one effect and one answer', async () => {
  const seeker = await newcomer(one);
  const { body } = await prepareEnquiry(seeker, centre);
  const before = await counts();
  const answers = await Promise.all(
    Array.from({ length: 50 }, async () => {
      const browser = one.stranger();
      return { browser, answer: await browser.ask('enquire', body) };
    }),
  );
  const [first] = answers;
  for (const { answer } of answers) expect({ ...answer, share: '' }).toEqual({ ...first!.answer, share: '' });
  const after = await counts();
  expect(after).toEqual({
    accounts: before.accounts! + 1,
    credentials: before.credentials! + 1,
    slots: before.slots! + 1,
    sessions: before.sessions! + 50,
    conversations: before.conversations! + 1,
    enquiries: before.enquiries! + 1,
    items: before.items! + 2,
    record_rows: before.record_rows! + 3,
    wraps: before.wraps! + 3,
    conversation_events: before.conversation_events! + 1,
    spent: before.spent! + 1,
  });
  // Each of them is signed in.
  const { conversation } = first!.answer;
  for (const { browser } of answers.slice(0, 3))
    expect(await browser.refusal('readItems', { conversation })).toBe('200');
});

test('a retry a day later, other bytes, and other conversations of a known account are ID_TAKEN', async () => {
  const seeker = await newcomer(one);
  const { body, room } = await prepareEnquiry(seeker, centre);
  const browser = one.stranger();
  await browser.ask('enquire', body);
  const again = one.stranger();
  expect(await again.refusal('enquire', { ...body, wraps: [...body.wraps].reverse() })).toBe('409 ID_TAKEN');
  const other = await open(seeker, centre.log);
  expect(
    await again.refusal('enquire', await enquiryBody({ ...seeker, browser: again }, centre, other)),
  ).toBe('409 ID_TAKEN');
  const stranger = await newcomer(one);
  const record = await makeRecord(
    newStream(room.stream.conversation),
    centre.log.view,
    stranger,
    REASON.open,
    waitingRows(stranger, centre.log.view),
  );
  const foreign = await prepareEnquiry(stranger, centre);
  expect(await stranger.browser.refusal('enquire', { ...foreign.body, record: text(record.bytes) })).toBe(
    '409 ID_TAKEN',
  );
  clock.now += 86_400_000;
  expect(await one.stranger().refusal('enquire', body)).toBe('409 ID_TAKEN');
});

test('a taken name changes nothing, and the same enquiry passes under another', async () => {
  const first = await newcomer(one);
  const name = newName();
  await first.browser.ask('enquire', (await prepareEnquiry(first, centre, name)).body);
  const seeker = await newcomer(one);
  const parts = await prepareEnquiry(seeker, centre, name.toUpperCase());
  const before = await counts();
  expect(await seeker.browser.refusal('enquire', parts.body)).toBe('409 HANDLE_TAKEN');
  expect(await counts()).toEqual(before);
  // The ticket wasn't used up either.
  const account = { ...parts.body.account!, name: newName() };
  expect(await seeker.browser.refusal('enquire', { ...parts.body, account })).toBe('201');
});

test('refuses in the order of the specification, and stores nothing', async () => {
  const used = await newcomer(one);
  const spent = (await prepareEnquiry(used, centre)).body;
  await one.stranger().ask('enquire', spent);
  const { id: closed } = await foundedCentre(one, administrator, { topics: [centre.topic] });
  const said = {
    sender: await refused(({ body }) => {
      body.message = spent.message;
    }),
    ticket: await refused(({ body }) => {
      body.account!.ticket = spent.account!.ticket;
    }),
    text: await refused(({ body }) => {
      body.consent = text(random(32));
    }),
    bundle: await refused(({ body }) => {
      const bytes = Buffer.from(body.account!.bundle, 'base64url');
      bytes[1341]! ^= 1;
      body.account!.bundle = text(bytes);
    }),
    topic: await refused(({ body }) => {
      body.topic = text(random(16));
    }),
    wraps: await refused(({ body }) => {
      body.wraps = body.wraps.slice(1);
    }),
    closed: await refused(async ({ body }, seeker) => {
      const opening = await open(seeker, { ...centre.log, view: { ...centre.log.view, centre: closed } });
      body.record = text(opening.record.bytes);
      body.message = text(opening.message.bytes);
    }),
  };
  expect(said).toEqual({
    sender: '400 SENDER',
    ticket: '400 TICKET',
    text: '409 TEXT',
    bundle: '400 SIGNATURE',
    topic: '409 CLOSED',
    wraps: '400 FORMAT',
    closed: '409 CLOSED',
  });
});

test('verdicts on the record and the message answer 422', async () => {
  const { view } = centre.log;
  const spoil = (change: Parameters<typeof makeRecord>[5], rows?: Parameters<typeof makeRecord>[4]) =>
    refused(async ({ body, room }, seeker) => {
      const stream = newStream(room.stream.conversation);
      const record = await makeRecord(
        stream,
        view,
        seeker,
        REASON.open,
        rows ?? waitingRows(seeker, view),
        change,
      );
      body.record = text(record.bytes);
      body.wraps = wrapsFor(record).map(text);
    });
  const [counsellor] = [centre.lead];
  expect({
    epoch: await spoil({ epoch: 1 }),
    chain: await spoil({ prevSeq: 1 }),
    log: await spoil({ logHash: random(32) }),
    kind: await spoil({ kind: 3 }),
    reason: await spoil({ reason: REASON.change }),
    previous: await spoil({ ekPrev: random(48) }),
    vault: await refused(async ({ body, room }, seeker) => {
      const rows = [personRow(seeker, ROLE.asks), ...keyRows(view, 'inbox')];
      const record = await makeRecord(newStream(room.stream.conversation), view, seeker, REASON.open, rows);
      body.record = text(record.bytes);
      body.wraps = wrapsFor(record).map(text);
    }),
    both: await refused(async ({ body, room }, seeker) => {
      const rows = [...waitingRows(seeker, view), personRow(counsellor, ROLE.responsible)];
      const record = await makeRecord(newStream(room.stream.conversation), view, seeker, REASON.open, rows);
      body.record = text(record.bytes);
      body.wraps = wrapsFor(record).map(text);
    }),
    signature: await refused(({ body }) => {
      const bytes = Buffer.from(body.record, 'base64url');
      bytes[bytes.length - 1]! ^= 1;
      body.record = text(bytes);
    }),
    messageChain: await refused(async ({ body, room }, seeker) => {
      body.message = text((await makeMessage(room.stream, seeker)).bytes);
    }),
    messageSignature: await refused(({ body }) => {
      const bytes = Buffer.from(body.message, 'base64url');
      bytes[bytes.length - 1]! ^= 1;
      body.message = text(bytes);
    }),
  }).toEqual({
    epoch: '422 STALE_EPOCH',
    chain: '422 CHAIN',
    log: '422 LOG',
    kind: '422 KIND',
    reason: '422 NOT_ALLOWED',
    previous: '422 EK_PREV',
    vault: '422 VAULT',
    both: '422 NOT_ALLOWED',
    signature: '422 SIGNATURE',
    messageChain: '422 CHAIN',
    messageSignature: '422 SIGNATURE',
  });
});

test('a log that has moved on is STALE_LOG', async () => {
  const seeker = await newcomer(one);
  const { body } = await prepareEnquiry(seeker, centre);
  await letIn(centre, await one.seat('staff', 'Olaf Brandt'), BIT.counsellor);
  expect(await seeker.browser.refusal('enquire', body)).toBe('409 STALE_LOG');
});

test('who is signed in spends a proof of work, keeps the session, and may ask three times a day', async () => {
  const seeker = await newcomer(one);
  await enquire(seeker, centre);
  const { cookie } = seeker.browser;
  const { body } = await prepareEnquiry(seeker, centre);
  expect(await seeker.browser.refusal('enquire', { ...body, proof: undefined })).toBe('400 POW');
  const answer = await seeker.browser.ask('enquire', body);
  expect(await seeker.browser.ask('enquire', body)).toEqual(answer);
  expect((await seeker.browser.ask('me', {})).share).toBe(answer.share);
  expect(seeker.browser.cookie).toBe(cookie);
  const third = await prepareEnquiry(seeker, centre);
  expect(await seeker.browser.refusal('enquire', { ...third.body, proof: body.proof })).toBe('400 POW');
  await seeker.browser.ask('enquire', third.body);
  const fourth = await prepareEnquiry(seeker, centre);
  const said = await seeker.browser.say('enquire', fourth.body);
  expect([said.status, said.body]).toEqual([429, expect.objectContaining({ code: 'SLOW', after: 86_400 })]);
  const { conversations } = await seeker.browser.ask('listConversations', {});
  expect(conversations).toHaveLength(3);
});

test('R9: six enquiries at the same moment are three', async () => {
  const seeker = await one.seat('seeker');
  const bodies = [];
  for (let n = 0; n < 6; n++) bodies.push((await prepareEnquiry(seeker, centre)).body);
  const answers = await Promise.all(bodies.map((body) => seeker.browser.refusal('enquire', body)));
  expect(answers.toSorted()).toEqual(['201', '201', '201', '429 SLOW', '429 SLOW', '429 SLOW']);
});

test('five conversations may be open at once', async () => {
  const seeker = await newcomer(one);
  for (let day = 0; day < 5; day++) {
    await enquire(seeker, centre);
    clock.now += 9 * 3_600_000;
  }
  const { body } = await prepareEnquiry(seeker, centre);
  const { status, body: said } = await seeker.browser.say('enquire', body);
  expect([status, said]).toEqual([429, expect.not.objectContaining({ after: expect.anything() })]);
});

test("a tab's session gives way to the account's, and its share is gone once the new cookie was seen", async () => {
  const seeker = await newcomer(one);
  const { share } = await seeker.browser.ask('tab', {});
  const tabCookie = seeker.browser.cookie;
  const opening = await open(seeker, centre.log);
  const account = await newAccount(seeker.browser, seeker, newName());
  await seeker.browser.ask('enquire', { ...(await enquiryBody(seeker, centre, opening)), account });
  expect(seeker.browser.cookie).not.toBe(tabCookie);
  await seeker.browser.ask('me', {});
  const shares = await database.owner.kysely.selectFrom('sessions').select('share').execute();
  expect(shares.some((row) => row.share && text(row.share) === share)).toBe(false);
});

test("a counsellor's own link reaches that counsellor alone", async () => {
  const seeker = await newcomer(one);
  await centre.colleague.browser.ask('makeLink', { centre: text(centre.id) });
  const rows = [
    personRow(seeker, ROLE.asks),
    personRow(centre.colleague, ROLE.responsible),
    ...keyRows(centre.log.view, 'vault'),
  ];
  const room = await enquire(seeker, centre, rows);
  const conversation = text(room.stream.conversation);
  const { conversations } = await centre.colleague.browser.ask('listConversations', {});
  expect(conversations.map((row) => row.conversation)).toContain(conversation);
  const { waiting } = await centre.lead.browser.ask('listWaiting', {});
  expect(waiting.map((row) => row.conversation)).not.toContain(conversation);
  expect(await centre.lead.browser.refusal('readItems', { conversation })).toBe('404 NOT_FOUND');
});

test("staff can't ask as seekers, and another organisation's centre isn't there", async () => {
  const staff = await one.seat('staff');
  const stream = newStream(random(16));
  const record = await makeRecord(
    stream,
    centre.log.view,
    staff,
    REASON.open,
    waitingRows(staff, centre.log.view),
  );
  const seeker = await newcomer(one);
  const { body } = await prepareEnquiry(seeker, centre);
  const message = await makeMessage({ ...stream, current: record, currentSeq: 1 }, staff);
  const { account: _, ...rest } = body;
  const proof = await solveProof(staff.browser);
  expect(
    await staff.browser.refusal('enquire', {
      ...rest,
      proof,
      record: text(record.bytes),
      message: text(message.bytes),
    }),
  ).toBe('422 ROWS');
  const elsewhere = await newcomer(two);
  const foreign = await prepareEnquiry(elsewhere, centre);
  expect(await elsewhere.browser.refusal('enquire', foreign.body)).toBe('409 CLOSED');
});
