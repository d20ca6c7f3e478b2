import {
  type AccountKind,
  BIT,
  type Bytes,
  extendLog,
  hex,
  type LogChange,
  type LogEntry,
  newStream,
  type Row,
  takeMessage,
  takeRecord,
  type View,
  zeros,
} from '@beistand/wire';
import { expect, it } from 'vitest';
import { seeded } from '../../vectors/seeded.ts';
import { type Account, makeAccount } from '../account/make.ts';
import { boxCentreKey, centreKeyOf, takeCentreKey } from '../centre/keys.ts';
import { signLogEntry } from '../centre/log.ts';
import { openMessage, sealMessage } from './message.ts';
import { makeRecord, openEpochKey, previousEpochKey } from './record.ts';

// What is made here must be what wire's rules take: one short life, from founding a centre to an answer.
const random = seeded('life');
const person = (kind: AccountKind) => makeAccount(random(32), { account: random(16), kind, createdAt: 1 });

it('makes a log, records and messages that the rules accept and everyone concerned can open', async () => {
  const [lead, seeker] = [await person(2), await person(1)];
  const people = new Map([lead, seeker].map((account) => [hex(account.bundle.kid), account]));
  const bundles = (kid: Bytes) => people.get(hex(kid))?.bundle;
  const [inbox, vault] = [await centreKeyOf(random(32)), await centreKeyOf(random(32))];
  const centre = random(16);

  let view: View | null = null;
  let previous: LogEntry | null = null;
  const bits = BIT.lead | BIT.counsellor | BIT.custodian;
  const founding = { kid: lead.bundle.kid, account: lead.bundle.account, bits };
  const changes: LogChange[] = [
    { type: 'create', name: 'Mitte', vault: 2, staff: [founding] },
    { type: 'key', which: 2, xwPk: inbox.publicKey },
    { type: 'key', which: 3, xwPk: vault.publicKey },
  ];
  for (const change of changes) {
    previous = await signLogEntry(lead, { centre, previous, at: 5 }, change);
    view = extendLog(view, previous, bundles);
  }
  const context = { view: view!, bundles, isViewNewest: true };

  const conversation = random(16);
  const stream = newStream(conversation);
  const rowOf = (account: Account, role: 1 | 2): Row => ({
    kind: 1,
    role,
    id: account.bundle.account,
    kid: account.bundle.kid,
  });
  const vaultRow: Row = { kind: 3, role: 0, id: centre, kid: vault.keyId };
  const inboxRow: Row = { kind: 2, role: 0, id: centre, kid: inbox.keyId };
  const publicKeyOf = (row: Row) =>
    row.kind === 1 ? bundles(row.kid)!.xwPk : (row.kind === 2 ? inbox : vault).publicKey;
  const place = () => ({ conversation, prevSeq: stream.seq, prevT: stream.transcripts.get(stream.seq)! });
  const stand = { centre, logIdx: view!.idx, logHash: view!.hash, kind: 1 } as const;

  const opening = { ...place(), ...stand, epoch: 0, epochHash: zeros(32), reason: 1 } as const;
  const asked = [rowOf(seeker, 1), inboxRow, vaultRow];
  const first = await makeRecord(seeker, { ...opening, rows: asked }, null, publicKeyOf, random);
  await takeRecord(stream, first.record, context);
  const saying = {
    ...place(),
    epoch: 0,
    epochHash: first.record.m,
    class: 1,
    messageId: random(16),
  } as const;
  const question = await sealMessage(seeker, first.epochKey, saying, { t: 'text', x: 'Hilfe' }, random);
  await takeMessage(stream, question, { bundles, newest: view! });

  // The counsellor reaches the waiting enquiry through the inbox key, which came in a box.
  const held = { centre, which: 2 } as const;
  const box = await boxCentreKey(held, inbox, lead.bundle, random);
  const opened = await takeCentreKey(lead, held, view!.inbox!.xwPk, box);
  const inboxAt = first.record.rows.findIndex((row) => row.kind === 2);
  const waiting = await openEpochKey(first.record, inboxRow, opened.seed, first.wraps[inboxAt]!);
  expect(await openMessage(waiting, question)).toEqual({ t: 'text', x: 'Hilfe' });

  const accepting = { ...place(), ...stand, epoch: 1, epochHash: first.record.m, reason: 2 } as const;
  const rows = [rowOf(seeker, 1), rowOf(lead, 2), vaultRow];
  const second = await makeRecord(lead, { ...accepting, rows }, waiting, publicKeyOf, random);
  await takeRecord(stream, second.record, context);
  const own = second.record.rows.findIndex((row) => row.role === 1);
  const theirs = await openEpochKey(second.record, rowOf(seeker, 1), seeker.openKey, second.wraps[own]!);
  expect(hex(await previousEpochKey(second.record, theirs, first.record))).toBe(hex(first.epochKey));
  expect(stream.seq).toBe(3);
});
