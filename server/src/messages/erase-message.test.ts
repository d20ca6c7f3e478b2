import { limits } from '@beistand/contract';
import { CONVERSATION_KIND, REASON, ROLE, toBase64url as text } from '@beistand/wire';
import { expect, test } from 'vitest';
import { openCentre } from '../testing/centre.ts';
import { openHouses, type Seated } from '../testing/houses.ts';
import { random } from '../testing/identity.ts';
import { accept, append, waitingEnquiry, write } from '../testing/participant.ts';
import { plantFile } from '../testing/plant-file.ts';
import { makeRecord, pairRows, personRow, type Room } from '../testing/sealed.ts';
import { useDatabase } from '../testing/use-database.ts';

const database = await useDatabase();
const houses = await openHouses(database, { ...limits, proof: { ...limits.proof, cost: 1 } });
const { one, two } = houses;
const centre = await openCentre(one, await one.seatAdministrator());
const { lead, colleague } = centre;
const { kysely } = database.owner;

async function accepted() {
  const { seeker, room } = await waitingEnquiry(one, centre);
  await accept(colleague, seeker, centre, room);
  return { seeker, room };
}
const erasing = ({ stream }: Room, messageId: Uint8Array) => ({
  conversation: text(stream.conversation),
  message: text(messageId),
});
const erase = (who: Seated, room: Room, messageId: Uint8Array) =>
  who.browser.refusal('eraseMessage', erasing(room, messageId));
const served = async (who: Seated, { stream }: Room, after: number) =>
  (await who.browser.ask('readItems', { conversation: text(stream.conversation), after })).items.map(
    ({ kind, bytes }) => ({ kind, bytes: Buffer.from(bytes, 'base64url') }),
  );

test('its author erases a message: header, hash and signature stay, the chain goes on', async () => {
  const { seeker, room } = await accepted();
  const message = await write(seeker, centre, room);
  await write(colleague, centre, room);
  expect(await erase(seeker, room, message.messageId)).toBe('200');
  const [erased, after] = await served(colleague, room, 3);
  expect(erased).toEqual({ kind: 'erased', bytes: Buffer.concat([message.signed, message.sig]) });
  expect(erased!.bytes).toHaveLength(258);
  expect(after!.kind).toBe('message');
  expect(Buffer.concat([await itemBytes(room)]).includes(Buffer.from(message.ct!).subarray(0, 16))).toBe(
    false,
  );
  await write(seeker, centre, room);
});

const itemBytes = async ({ stream }: Room) => {
  const rows = await kysely
    .selectFrom('items')
    .select('bytes')
    .where('conversation_id', '=', stream.conversation)
    .execute();
  return Buffer.concat(rows.map(({ bytes }) => bytes));
};

test('R7: erasing it fifty times at once is erasing it once', async () => {
  const { seeker, room } = await accepted();
  const message = await write(seeker, centre, room);
  const answers = await Promise.all(Array.from({ length: 50 }, () => erase(seeker, room, message.messageId)));
  expect(new Set(answers)).toEqual(new Set(['200']));
  expect((await served(seeker, room, 3)).map(({ kind }) => kind)).toEqual(['erased']);
});

test('its files go with it, on the disk as well; those of others stay', async () => {
  const { seeker, room } = await accepted();
  const message = await write(seeker, centre, room);
  const [gone, stays] = [
    await plantFile(database, houses, one, seeker, room, { isWhole: true, itemSeq: 4 }),
    await plantFile(database, houses, one, seeker, room, { isWhole: true, itemSeq: 2 }),
  ];
  const part = (file: Uint8Array) =>
    seeker.browser.raw(
      'GET',
      `/api/conversations/${text(room.stream.conversation)}/files/${text(file)}/parts/0`,
    );
  expect((await part(gone)).statusCode).toBe(200);
  expect(await erase(seeker, room, message.messageId)).toBe('200');
  expect((await part(gone)).statusCode).toBe(404);
  expect((await part(stays)).statusCode).toBe(200);
  expect(await kysely.selectFrom('file_erasures').selectAll().execute()).toEqual([]);
});

test('nobody else: not the other side, not a reader, not who is out by now, and no record', async () => {
  const { seeker, room } = await accepted();
  const message = await write(colleague, centre, room);
  await append(colleague, centre, room, REASON.change, [
    ...pairRows(seeker, colleague, centre.log.view),
    personRow(lead, ROLE.reads),
  ]);
  for (const who of [seeker, lead, await one.seat('seeker'), await two.seat('staff')])
    expect(await erase(who, room, message.messageId)).toBe('404 NOT_FOUND');
  expect(await erase(colleague, room, random(16))).toBe('404 NOT_FOUND');
  await append(colleague, centre, room, REASON.change, pairRows(seeker, lead, centre.log.view));
  expect(await erase(colleague, room, message.messageId)).toBe('404 NOT_FOUND');
  expect((await served(seeker, room, 3)).map(({ kind }) => kind)).toEqual(['message', 'record', 'record']);
});

test('in a group whoever is responsible erases what others wrote, and nobody else does', async () => {
  const { seeker, room } = await accepted();
  const message = await write(seeker, centre, room);
  const rows = [...pairRows(seeker, colleague, centre.log.view), personRow(lead, ROLE.counsels)];
  await append(colleague, centre, room, REASON.change, rows);
  expect(await erase(colleague, room, message.messageId)).toBe('404 NOT_FOUND');
  // The same conversation as a group: there is no way yet to open one.
  const group = await makeRecord(room.stream, centre.log.view, colleague, REASON.change, rows, {
    kind: CONVERSATION_KIND.group,
  });
  await kysely
    .updateTable('items')
    .set({ bytes: group.bytes })
    .where('conversation_id', '=', room.stream.conversation)
    .where('seq', '=', room.stream.currentSeq)
    .execute();
  expect(await erase(lead, room, message.messageId)).toBe('404 NOT_FOUND');
  expect(await erase(colleague, room, message.messageId)).toBe('200');
});
