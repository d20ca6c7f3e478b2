// Long: one life of a file, with every limit on it.
import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { limits } from '@beistand/contract';
import {
  type Bytes,
  PART_BYTES,
  partLength,
  REASON,
  ROLE,
  sealedLength,
  toBase64url as text,
} from '@beistand/wire';
import { expect, test } from 'vitest';
import { jobs } from '../jobs.ts';
import { letIn, openCentre } from '../testing/centre.ts';
import { openHouses, type Seated } from '../testing/houses.ts';
import { random } from '../testing/identity.ts';
import { accept, append, messageBody, waitingEnquiry } from '../testing/participant.ts';
import { makeMessage, pairRows, personRow, type Room, take } from '../testing/sealed.ts';
import { useDatabase } from '../testing/use-database.ts';

const database = await useDatabase();
const KiB = 1024;
/** The defaults' proportions, small enough to be reached. */
const small = {
  ...limits,
  proof: { ...limits.proof, cost: 1 },
  enquiries: { most: 100, seconds: 1 },
  file: { ...limits.file, mostBytes: 8 * KiB, mostUnsent: 10 },
  filesPerDay: { ...limits.filesPerDay, mostBytes: 32 * KiB },
  filesBeforeAcceptance: { mostBytes: 2 * KiB, most: 3 },
};
const houses = await openHouses(database, small);
const { app, one, clock } = houses;
const roomy = await houses.another();
roomy.world.limits = limits;
const centre = await openCentre(one, await one.seatAdministrator());
const { colleague } = centre;
const day = 86_400_000;

async function accepted() {
  const { seeker, room } = await waitingEnquiry(one, centre);
  await accept(colleague, seeker, centre, room);
  return { seeker, room };
}

type File = { conversation: string; file: string };
const newFile = ({ stream }: Room): File => ({
  conversation: text(stream.conversation),
  file: text(random(16)),
});
const begin = ({ browser }: Seated, file: File, size: number) =>
  browser.refusal('beginFile', { conversation: file.conversation, file: file.file, size });
const put = ({ browser }: Seated, { conversation, file }: File, part: number, octets: Bytes) =>
  browser.refusal('writePart', { conversation, file, part: `${part}`, octets });
const get = ({ browser }: Seated, { conversation, file }: File, part = 0) =>
  browser.say('readPart', { conversation, file, part: `${part}` });
const readable = async (person: Seated, file: File) => (await get(person, file)).status;

/** A file of one part, all there. */
async function uploaded(owner: Seated, room: Room, content = 40): Promise<File & { bytes: Bytes }> {
  const file = newFile(room);
  const bytes = random(sealedLength(content));
  expect(await begin(owner, file, bytes.length)).toBe('201');
  expect(await put(owner, file, 0, bytes)).toBe('201');
  return { ...file, bytes };
}

async function say(sender: Seated, room: Room, files: string[]) {
  const message = await makeMessage(room.stream, sender);
  const answer = await sender.browser.refusal('appendMessage', { ...messageBody(message), files });
  if (answer === '201') await take(room, centre.log, message);
  return answer;
}

const runJob = () => jobs.find(({ name }) => name === 'erase-files')!.run(app.world);
/** Names of all that lies on disk of these conversations. */
const onDisk = (): string[] =>
  (readdirSync(database.filesFolder, { recursive: true }) as string[]).filter((name) => /\/\d+-/.test(name));
const liesOnDisk = ({ file }: File) =>
  onDisk().some((name) => name.includes(Buffer.from(file, 'base64url').toString('hex')));

test('a file of several parts arrives in any order, is bound once and read by the members', async () => {
  const { seeker, room } = await accepted();
  const [file, size] = [newFile(room), sealedLength(PART_BYTES + 1)];
  const ask = (person: Seated) => person.browser.ask('beginFile', { ...file, size }, roomy);
  const parts = [0, 1].map((part) => random(partLength(size, part)));
  const send = (part: number, octets: Bytes) =>
    seeker.browser.refusal('writePart', { ...file, part: `${part}`, octets }, roomy);
  expect(await ask(seeker)).toEqual({ parts: [] });
  expect(await send(1, parts[1]!)).toBe('201');
  expect(await ask(seeker)).toEqual({ parts: [1] });
  expect(await say(seeker, room, [file.file])).toBe('409 FILES');
  expect(await send(0, parts[0]!)).toBe('201');
  expect(await ask(seeker)).toEqual({ parts: [0, 1] });
  // Until a message names it nobody else can tell that it is there.
  expect(await readable(colleague, file)).toBe(404);
  expect(await readable(seeker, file)).toBe(200);
  expect(await say(seeker, room, [file.file])).toBe('201');
  for (const part of [0, 1]) {
    const { status, body } = await get(colleague, file, part);
    expect([status, Buffer.compare(body as Uint8Array, parts[part]!)]).toEqual([200, 0]);
  }
  expect((await get(colleague, file, 2)).status).toBe(404);
  expect(await say(seeker, room, [file.file])).toBe('409 FILES');
});

test('the same bytes again change nothing, others are refused, also at once', async () => {
  const { seeker, room } = await accepted();
  const file = newFile(room);
  const [size, bytes] = [sealedLength(1000), random(sealedLength(1000))];
  expect(await begin(seeker, file, size)).toBe('201');
  expect(await begin(seeker, file, size)).toBe('200');
  expect(await begin(seeker, file, sealedLength(40))).toBe('409 ID_TAKEN');
  expect(await begin(colleague, file, size)).toBe('409 ID_TAKEN');
  const others = Array.from({ length: 5 }, () => random(size));
  const answers = await Promise.all([bytes, bytes, ...others].map((octets) => put(seeker, file, 0, octets)));
  expect(answers.filter((answer) => answer === '201')).toHaveLength(1);
  const winner = [bytes, bytes, ...others][answers.indexOf('201')]!;
  expect(await put(seeker, file, 0, winner)).toBe('200');
  expect(await put(seeker, file, 0, random(size))).toBe('409 ID_TAKEN');
  expect(Buffer.compare((await get(seeker, file)).body as Uint8Array, winner)).toBe(0);
});

test('parts have their place and length, and belong to a file that was begun', async () => {
  const { seeker, room } = await accepted();
  const file = newFile(room);
  const size = sealedLength(100);
  expect(await put(seeker, file, 0, random(size))).toBe('404 NOT_FOUND');
  for (const wrong of [0, 1, 15, 25, size + 1]) expect(await begin(seeker, file, wrong)).toBe('400 FORMAT');
  expect(await begin(seeker, file, size)).toBe('201');
  expect(await put(seeker, file, 0, random(size - 1))).toBe('400 FORMAT');
  expect(await put(seeker, file, 1, random(size))).toBe('400 FORMAT');
  expect(await put(seeker, file, 9999, random(size))).toBe('400 FORMAT');
  expect(await put(colleague, file, 0, random(size))).toBe('404 NOT_FOUND');
  expect(
    await put(seeker, { ...newFile(room), file: file.file, conversation: text(random(16)) }, 0, random(size)),
  ).toBe('404 NOT_FOUND');
});

test('a message names only whole files of its sender and its conversation, each once', async () => {
  const { seeker, room } = await accepted();
  const elsewhere = await accepted();
  const [own, theirs, other] = [
    await uploaded(seeker, room),
    await uploaded(colleague, room),
    await uploaded(elsewhere.seeker, elsewhere.room),
  ];
  for (const files of [
    [theirs.file],
    [other.file],
    [text(random(16))],
    [own.file, own.file],
    [own.file, theirs.file],
  ])
    expect(await say(seeker, room, files)).toBe('409 FILES');
  // Refused with the others, it is still free.
  expect(await say(seeker, room, [own.file])).toBe('201');
});

test('R9: five files a message', async () => {
  const { seeker, room } = await accepted();
  const files: string[] = [];
  for (let i = 0; i <= limits.file.mostPerMessage; i++) files.push((await uploaded(seeker, room)).file);
  expect(await say(seeker, room, files)).toBe('400 FORMAT');
  expect(await say(seeker, room, files.slice(1))).toBe('201');
});

test('whoever only reads neither begins nor sends, and reads what a message names', async () => {
  const { seeker, room } = await accepted();
  const reader = await one.seat('staff', 'Ruth Adler');
  await letIn(centre, reader, 8);
  await append(colleague, centre, room, REASON.change, [
    ...pairRows(seeker, colleague, centre.log.view),
    personRow(reader, ROLE.reads),
  ]);
  const file = await uploaded(seeker, room);
  expect(await begin(reader, newFile(room), sealedLength(1))).toBe('403 NOT_ALLOWED');
  expect(await put(reader, file, 0, file.bytes)).toBe('403 NOT_ALLOWED');
  expect(await readable(reader, file)).toBe(404);
  expect(await say(seeker, room, [file.file])).toBe('201');
  expect(await readable(reader, file)).toBe(200);
});

test('R9: the size of a file, before and after somebody has accepted', async () => {
  const { seeker, room } = await waitingEnquiry(one, centre);
  const { mostBytes, most } = small.filesBeforeAcceptance;
  expect(await begin(seeker, newFile(room), sealedLength(mostBytes + 1))).toBe('413 SIZE');
  for (let i = 0; i < most; i++)
    expect(await begin(seeker, newFile(room), sealedLength(mostBytes))).toBe('201');
  expect(await begin(seeker, newFile(room), sealedLength(1))).toBe('409 ENOUGH');
  await accept(colleague, seeker, centre, room);
  expect(await begin(seeker, newFile(room), sealedLength(small.file.mostBytes + 1))).toBe('413 SIZE');
  expect(await begin(seeker, newFile(room), sealedLength(small.file.mostBytes))).toBe('201');
});

test('R9: what one account stores in a day, counted by what has arrived, and never more at once', async () => {
  const { seeker, room } = await accepted();
  const size = sealedLength(small.file.mostBytes);
  const files = Array.from({ length: 6 }, () => newFile(room));
  for (const file of files) expect(await begin(seeker, file, size)).toBe('201');
  clock.now += 1000;
  const answers = await Promise.all(files.map((file) => put(seeker, file, 0, random(size))));
  expect(answers.sort()).toEqual(['201', '201', '201', '201', '429 SLOW', '429 SLOW']);
  const { body } = await seeker.browser.say('beginFile', { ...newFile(room), size: sealedLength(1) });
  expect(body).toMatchObject({ code: 'SLOW', after: day / 1000 });
  // Everybody has a day of their own.
  expect(await begin(colleague, newFile(room), size)).toBe('201');
  clock.now += day;
  expect(await begin(seeker, newFile(room), size)).toBe('201');
});

test('R9: a day has one day’s bytes, though begun long before, and though what came is erased by now', async () => {
  const { seeker, room } = await accepted();
  const size = sealedLength(small.file.mostBytes);
  const begun = Array.from({ length: 5 }, () => newFile(room));
  const fifth = begun[4]!;
  for (const file of begun) expect(await begin(seeker, file, size)).toBe('201');
  clock.now += day - 1;
  for (const file of begun.slice(0, 4)) expect(await put(seeker, file, 0, random(size))).toBe('201');
  expect(await put(seeker, fifth, 0, random(size))).toBe('429 SLOW');
  clock.now += 1;
  // Their own day is over, and theirs alone.
  expect(await begin(seeker, newFile(room), sealedLength(1))).toBe('429 SLOW');
  await runJob();
  expect(begun.some(liesOnDisk)).toBe(false);
  const { body } = await seeker.browser.say('beginFile', { ...newFile(room), size: sealedLength(1) });
  expect(body).toMatchObject({ code: 'SLOW', after: day / 1000 });
  clock.now += day - 1;
  await runJob();
  expect(await database.owner.kysely.selectFrom('file_arrivals').selectAll().execute()).toEqual([]);
  expect(await begin(seeker, newFile(room), size)).toBe('201');
});

test('R9: no part comes after the day of its upload, or uploads begun ahead would store more than a day allows', async () => {
  const { seeker, room } = await accepted();
  const size = sealedLength(small.file.mostBytes);
  const files = Array.from({ length: 6 }, () => newFile(room));
  for (const file of files) expect(await begin(seeker, file, size)).toBe('201');
  clock.now += day;
  const late = await Promise.all(files.map((file) => put(seeker, file, 0, random(size))));
  expect(new Set(late)).toEqual(new Set(['404 NOT_FOUND']));
  expect(await begin(seeker, files[0]!, size)).toBe('409 ID_TAKEN');
});

test('R9: no more uploads are begun at a time than anyone needs', async () => {
  const { seeker, room } = await accepted();
  const first = newFile(room);
  expect(await begin(seeker, first, sealedLength(40))).toBe('201');
  for (let i = 1; i < small.file.mostUnsent; i++)
    expect(await begin(seeker, newFile(room), sealedLength(40))).toBe('201');
  const another = newFile(room);
  expect(await begin(seeker, another, sealedLength(40))).toBe('429 SLOW');
  expect(await begin(colleague, another, sealedLength(40))).toBe('201');
  // Sent, one is a file like any other.
  const { file, size } = { ...first, size: sealedLength(40) };
  expect(await put(seeker, first, 0, random(size))).toBe('201');
  expect(await say(seeker, room, [file])).toBe('201');
  expect(await begin(seeker, newFile(room), size)).toBe('201');
  clock.now += day;
  expect(await begin(seeker, newFile(room), size)).toBe('201');
});

test('R9: the limits in force are those of the table', () => {
  const MiB = 2 ** 20;
  expect(limits.file).toMatchObject({ mostBytes: 50 * MiB, mostPerMessage: 5, mostUnsent: 100 });
  expect(limits.filesPerDay).toEqual({ mostBytes: 200 * MiB, seconds: 86_400 });
  expect(limits.filesBeforeAcceptance).toEqual({ mostBytes: 10 * MiB, most: 3 });
});

test('what no message names within a day is erased, what one names stays', async () => {
  const { seeker, room } = await accepted();
  const kept = await uploaded(seeker, room);
  expect(await say(seeker, room, [kept.file])).toBe('201');
  const orphan = await uploaded(seeker, room);
  clock.now += day - 1;
  await runJob();
  expect(await readable(seeker, orphan)).toBe(200);
  clock.now += 1;
  await runJob();
  expect(await readable(seeker, orphan)).toBe(404);
  expect([liesOnDisk(orphan), liesOnDisk(kept)]).toEqual([false, true]);
  expect(await readable(colleague, kept)).toBe(200);
});

test('bytes go with their conversation, whoever deletes it, and a name isn’t used again before they have', async () => {
  const { seeker, room } = await accepted();
  const file = await uploaded(seeker, room);
  expect(await say(seeker, room, [file.file])).toBe('201');
  const { kysely } = database.owner;
  const begun = await uploaded(seeker, room);
  await kysely.deleteFrom('files').where('id', '=', Buffer.from(begun.file, 'base64url')).execute();
  expect(await begin(seeker, begun, begun.bytes.length)).toBe('409 ID_TAKEN');
  await kysely.deleteFrom('conversations').where('id', '=', room.stream.conversation).execute();
  expect(liesOnDisk(file)).toBe(true);
  await runJob();
  expect([liesOnDisk(file), liesOnDisk(begun)]).toEqual([false, false]);
  expect(await kysely.selectFrom('file_erasures').selectAll().execute()).toEqual([]);
});

test('two that erase at once: whoever comes late erases nothing that was begun again meanwhile', async () => {
  const { seeker, room } = await accepted();
  const file = await uploaded(seeker, room);
  const id = Buffer.from(file.file, 'base64url');
  await database.owner.kysely.deleteFrom('files').where('id', '=', id).execute();
  const { erase } = app.world.files;
  const [reached, go] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  app.world.files.erase = async (place) => {
    reached.resolve();
    await go.promise;
    await erase(place);
  };
  const late = runJob();
  await reached.promise;
  app.world.files.erase = erase;
  const other = runJob();
  const again = await begin(seeker, file, file.bytes.length);
  const answers = [again, await put(seeker, file, 0, file.bytes)];
  go.resolve();
  await Promise.all([late, other]);
  expect(answers).toEqual(['409 ID_TAKEN', '404 NOT_FOUND']);
  expect(await begin(seeker, file, file.bytes.length)).toBe('201');
  expect(await put(seeker, file, 0, file.bytes)).toBe('201');
  expect(await readable(seeker, file)).toBe(200);
});

test('a file that can’t be erased now keeps no other, and stays listed', async () => {
  const { seeker, room } = await accepted();
  const files = [await uploaded(seeker, room), await uploaded(seeker, room), await uploaded(seeker, room)];
  const ids = files.map(({ file }) => Buffer.from(file, 'base64url')).sort(Buffer.compare);
  const { kysely } = database.owner;
  await kysely.deleteFrom('files').where('id', 'in', ids).execute();
  const { erase } = app.world.files;
  app.world.files.erase = (place) =>
    Buffer.compare(place.file, ids[0]!) === 0 ? Promise.reject(new Error('busy')) : erase(place);
  await expect(runJob()).rejects.toThrow('busy');
  app.world.files.erase = erase;
  const listed = await kysely.selectFrom('file_erasures').select('file_id').execute();
  expect(listed.map(({ file_id }) => Buffer.compare(file_id, ids[0]!))).toEqual([0]);
  expect(files.filter(liesOnDisk)).toHaveLength(1);
  await runJob();
  expect(files.filter(liesOnDisk)).toHaveLength(0);
});

test('R12: a disk that takes no more is no fault: refused in plain words, and well again', async () => {
  const { seeker, room } = await accepted();
  const file = newFile(room);
  const bytes = random(sealedLength(40));
  await begin(seeker, file, bytes.length);
  const { write } = app.world.files;
  for (const code of ['ENOSPC', 'EDQUOT', 'EROFS']) {
    app.world.files.write = () => Promise.reject(Object.assign(new Error('full'), { code }));
    expect(await put(seeker, file, 0, bytes)).toBe('503 UNAVAILABLE');
  }
  app.world.files.write = write;
  expect((await seeker.browser.ask('beginFile', { ...file, size: bytes.length })).parts).toEqual([]);
  expect(await put(seeker, file, 0, bytes)).toBe('201');
});

test('nothing half-written is left, and the database holds no byte of it', async () => {
  const { seeker, room } = await accepted();
  const file = await uploaded(seeker, room, 4000);
  expect(onDisk().filter((name) => !/\/\d+-[0-9a-f]{64}$/.test(name))).toEqual([]);
  const { rows } = await database.owner.pool.query('select sha256 from file_parts where file_id = $1', [
    Buffer.from(file.file, 'base64url'),
  ]);
  expect(Buffer.compare(rows[0].sha256, createHash('sha256').update(file.bytes).digest())).toBe(0);
});
