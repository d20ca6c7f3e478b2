import { createHash } from 'node:crypto';
import { fromBase64url, toBase64url } from '@beistand/wire';
import { expect, it } from 'vitest';
import { signIn } from '../account/sign-in.ts';
import { send } from '../message/send.ts';
import { myId, type Self } from '../self.ts';
import { retold } from '../testing/faults.ts';
import { altstadt } from '../testing/open-organisation.ts';
import { conversationOf, lineOf } from '../testing/people.ts';
import { useOrganisation } from '../testing/use-organisation.ts';
import { openConversation, refresh } from './open.ts';
import { reportOf } from './report.ts';

const organisation = await useOrganisation();
const { database } = organisation;
const { centre, colleagues } = await organisation.raise(altstadt);
const [clara] = colleagues as [Self];
const { self: ada, conversation, name, phrase } = await conversationOf(organisation, centre, clara);
await send(ada, conversation, 'Mein Geheimnis.');

const stored = async (seq: number) =>
  database.owner.kysely
    .selectFrom('items')
    .select(['hash', 'transcript', 'bytes'])
    .where('conversation_id', '=', Buffer.from(conversation, 'base64url'))
    .where('seq', '=', seq)
    .executeTakeFirstOrThrow();
const text = (value: Uint8Array) => toBase64url(new Uint8Array(value));

it('says what an operator can lay beside the database, and nothing of what was written', async () => {
  const self = await signIn(organisation.newWorld(), name, phrase);
  const altered = fromBase64url(text((await stored(4)).bytes));
  altered[altered.length - 1]! ^= 1;
  lineOf(self).plan(
    'readItems',
    retold('readItems', (answer) => ({
      ...answer,
      items: answer.items.map((item) => (item.seq === 4 ? { ...item, bytes: toBase64url(altered) } : item)),
    })),
    100,
  );
  const opened = await openConversation(self, conversation, () => undefined);
  const { report } = opened;
  const third = await stored(3);
  expect(report).toEqual({
    rule: 'SIGNATURE',
    madeAt: expect.any(Number),
    instance: self.instance,
    account: toBase64url(myId(self)),
    conversation,
    centre,
    pin: toBase64url(clara.logs.values().next().value!.entries[0]!.hash),
    log: { entry: expect.any(Number), hash: text(clara.logs.values().next().value!.entries.at(-1)!.hash) },
    judged: { seq: 3, transcript: text(third.transcript), epoch: 1, record: text(third.hash) },
    refused: { bytes: altered.length, sha256: createHash('sha256').update(altered).digest('base64url') },
  });
  const written = JSON.stringify(report);
  for (const secret of ['Geheimnis', 'weiß', name, 'Clara', 'Schulden'])
    expect(written).not.toContain(secret);
  const key = self.rooms.get(conversation)!.epochKeys.get(0)!;
  for (const bytes of [key, self.account.masterKey, self.account.signKey, altered])
    expect(written).not.toContain(toBase64url(bytes));
});

it('is there before anything held, and for what an acknowledgement didn’t keep; a sound room has none', async () => {
  const sound = await refresh(ada, conversation);
  expect(sound.report).toBeNull();
  expect(await reportOf(ada, conversation)).toMatchObject({ rule: null, judged: { seq: 4 }, refused: null });

  const self = await signIn(organisation.newWorld(), name, phrase);
  lineOf(self).plan(
    'readItems',
    retold('readItems', (answer) => ({ ...answer, items: [] })),
    100,
  );
  expect((await refresh(self, conversation)).report).toMatchObject({
    rule: 'GAP',
    conversation,
    centre: null,
    pin: null,
    log: null,
    judged: { seq: 0, epoch: null, record: null },
    refused: null,
  });

  const other = await signIn(organisation.newWorld(), name, phrase);
  lineOf(other).plan(
    'appendMessage',
    retold('appendMessage', (answer) => ({ ...answer, seq: 2 })),
  );
  await expect(send(other, conversation, 'Noch eins.')).rejects.toMatchObject({
    code: 'FROZEN',
    detail: 'ACK',
  });
  expect((await refresh(other, conversation)).report).toMatchObject({ rule: 'ACK', judged: { seq: 5 } });
});
