import { limits } from '@beistand/contract';
import { BIT, hex, REASON, ROLE, toBase64url as text } from '@beistand/wire';
import { beforeEach, expect, test } from 'vitest';
import type { Announcement } from '../http/asked.ts';
import { toHints, toPayloads } from '../live/hint.ts';
import { changeBody, key, letIn, openCentre, staffing } from '../testing/centre.ts';
import { openHouses, type Seated } from '../testing/houses.ts';
import { random } from '../testing/identity.ts';
import { accept, append, copyOf, messageBody, waitingEnquiry, write } from '../testing/participant.ts';
import { makeMessage, makeSignal, pairRows, personRow, type Room } from '../testing/sealed.ts';
import { useDatabase } from '../testing/use-database.ts';

const database = await useDatabase();
const signals = { most: 5, seconds: 60 };
const { app, clock, one, two } = await openHouses(database, {
  ...limits,
  signals,
  proof: { ...limits.proof, cost: 1 },
});
const centre = await openCentre(one, await one.seatAdministrator());
const { lead, colleague } = centre;

let notices: Announcement[] = [];
app.world.announce = (_organisation, told) => notices.push(...told);
beforeEach(() => {
  notices = [];
});

async function accepted() {
  const { seeker, room } = await waitingEnquiry(one, centre);
  await accept(colleague, seeker, centre, room);
  return { seeker, room };
}
const bodyOf = (signal: Parameters<typeof messageBody>[0]) => {
  const { files: _, ...body } = messageBody(signal);
  return body;
};
const signalled = async (who: Seated, room: Room, change?: Parameters<typeof makeSignal>[2]) =>
  who.browser.refusal('signal', bodyOf(await makeSignal(room.stream, who, change)));

/** All that the database holds, as text, bytes in hexadecimal. */
async function everything(): Promise<string> {
  const { rows } = await database.owner.pool.query(
    "select query_to_xml('select t::text from ' || quote_ident(relname) || ' t', true, false, '')::text as x from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace",
  );
  return rows.map(({ x }) => x).join('');
}

test('a signal is handed to those who are in, and is nowhere afterwards', async () => {
  const { seeker, room } = await accepted();
  notices = [];
  const signal = await makeSignal(room.stream, colleague);
  expect(await colleague.browser.refusal('signal', bodyOf(signal))).toBe('200');
  expect(notices).toEqual([
    {
      t: 'signal',
      to: expect.toSatisfy((to: Uint8Array[]) => to.length === 2),
      conversation: signal.conversation,
      message: text(signal.bytes),
    },
  ]);
  expect('to' in notices[0]! && notices[0].to.map(text).sort()).toEqual(
    [seeker, colleague].map(({ account }) => text(account)).sort(),
  );
  const written = await write(seeker, centre, room);
  const parts = ({ messageId, salt, ct }: typeof written) => [messageId, salt, ct!.slice(0, 16)].map(hex);
  expect(await everything()).toEqual(expect.stringContaining(parts(written).at(-1)!));
  for (const part of parts(signal)) expect(await everything()).not.toContain(part);
  const { seq } = await seeker.browser.ask('readItems', { conversation: text(signal.conversation) });
  expect(seq).toBe(4);
});

test('R9: the longest one fits what one process tells another, also for a crowd; a longer one is refused', async () => {
  const { seeker, room } = await accepted();
  const signal = await makeSignal(room.stream, seeker, { size: 4096 });
  expect(await seeker.browser.refusal('signal', bodyOf(signal))).toBe('200');
  const to = Array.from({ length: 104 }, () => random(16));
  const hints = toHints(
    [{ ...(notices.at(-1) as Extract<Announcement, { t: 'signal' }>), to }],
    app.world.random,
  );
  expect(hints.flatMap(([, accounts]) => accounts)).toEqual(to.map(text));
  for (const payload of toPayloads(hints)) expect(payload.length).toBeLessThan(8_000);
  expect(await signalled(seeker, room, { size: 8192 })).toBe('413 SIZE');
});

test('each check refuses with its code, in its order, and nobody is told', async () => {
  const { seeker, room } = await accepted();
  const before = copyOf(room);
  await append(colleague, centre, room, REASON.change, [
    ...pairRows(seeker, colleague, centre.log.view),
    personRow(lead, ROLE.reads),
  ]);
  notices = [];
  const spoilt = async (spoil: (bytes: Buffer) => void) => {
    const signal = await makeSignal(room.stream, seeker);
    const bytes = Buffer.from(signal.bytes);
    spoil(bytes);
    return seeker.browser.refusal('signal', { ...bodyOf(signal), message: text(bytes) });
  };
  const item = bodyOf(await makeMessage(room.stream, seeker));
  const own = bodyOf(await makeSignal(room.stream, seeker));
  expect({
    item: await seeker.browser.refusal('signal', item),
    placed: await spoilt((b) => b.writeUInt8(1, 80)),
    conversation: await seeker.browser.refusal('signal', { ...own, conversation: text(random(16)) }),
    sender: await colleague.browser.refusal('signal', own),
    stranger: await signalled(await one.seat('seeker'), room),
    foreign: await signalled(await two.seat('staff'), room),
    reader: await signalled(lead, room),
    epoch: await signalled(seeker, before),
    signature: await spoilt((b) => b.writeUInt8(b.readUInt8(b.length - 1) ^ 1, b.length - 1)),
    asItem: await seeker.browser.refusal('appendMessage', { ...own, files: [] }),
  }).toEqual({
    item: '400 FORMAT',
    placed: '400 FORMAT',
    conversation: '400 SENDER',
    sender: '400 SENDER',
    stranger: '404 NOT_FOUND',
    foreign: '404 NOT_FOUND',
    reader: '403 NOT_ALLOWED',
    epoch: '409 STALE_EPOCH',
    signature: '400 SIGNATURE',
    asItem: '400 FORMAT',
  });
  expect(notices).toEqual([]);
});

test('while the gate is shut nobody signals', async () => {
  const helper = await one.seat('staff', 'David Okafor');
  await letIn(centre, helper, BIT.counsellor);
  const { seeker, room } = await waitingEnquiry(one, centre);
  await accept(helper, seeker, centre, room);
  const { log, body } = await changeBody(centre, lead, [staffing(helper, 0), key(2)]);
  await lead.browser.ask('appendLog', body);
  centre.log = log;
  expect(await signalled(seeker, room)).toBe('409 REKEY');
  expect(await signalled(helper, room)).toBe('404 NOT_FOUND');
});

test('R9: so many a minute, counted per person', async () => {
  const { seeker, room } = await accepted();
  for (let n = 0; n < signals.most; n++) expect(await signalled(seeker, room)).toBe('200');
  expect(await signalled(seeker, room)).toBe('429 SLOW');
  expect(await signalled(colleague, room)).toBe('200');
  clock.now += 60_000;
  expect(await signalled(seeker, room)).toBe('200');
  expect(limits.signals).toEqual({ most: 120, seconds: 60 });
});
