// Long: one cast, whose centre and conversations every swap is tried on.
// R15: somebody with the database and root changes what is stored, past the server's code. What each person's client
// does then, and the code by which the screens choose the words (docs/threat-model.md has both).

import type { Contract, Output } from '@beistand/contract';
import { boxCentreKey, centreKeyOf, makeRecord, signLogEntry, wrapEpochKey } from '@beistand/crypto';
import {
  BIT,
  type Bytes,
  CENTRE_KEY,
  fingerprintOf,
  fromBase64url,
  hex,
  nextTranscript,
  parseLogEntry,
  parseRecord,
  REASON,
  ROLE,
  ROW_KIND,
  rowOf,
  sortRows,
  toBase64url,
} from '@beistand/wire';
import { describe, expect, it } from 'vitest';
import { signIn, signInWithCode } from '../account/sign-in.ts';
import { askForHelp } from '../cast/ask.ts';
import { addEntry, addKey, newDraft, setBits } from '../centre/extend.ts';
import { invite } from '../centre/invite.ts';
import { accept } from '../conversation/accept.ts';
import { refresh } from '../conversation/open.ts';
import { listWaiting } from '../enquiry/waiting.ts';
import { send } from '../message/send.ts';
import { myId, type Self } from '../self.ts';
import { changeState } from '../slot/state.ts';
import { retold } from './faults.ts';
import { countingSeals, expectRefused, insiderOf, madeUp, random } from './insider.ts';
import { altstadt, emmendingen } from './open-organisation.ts';
import { conversationOf, lineOf, seekerOf, textsOf } from './people.ts';
import { useOrganisation } from './use-organisation.ts';

const organisation = await useOrganisation({ standing: [altstadt, emmendingen], wrap: countingSeals });
const { database } = organisation;
const insider = insiderOf(database.owner);
const { centre, lead: eva, colleagues } = await organisation.raise(altstadt);
const [clara, david] = colleagues as [Self, Self];
const elsewhere = await organisation.raise(emmendingen);
const centreId = fromBase64url(centre);
const { self: ada, conversation, name, writtenCode } = await conversationOf(organisation, centre, clara);
await send(clara, conversation, 'Guten Tag.');
await send(ada, conversation, 'Danke.');
await refresh(clara, conversation);
const conversationId = fromBase64url(conversation);

/** On a device that has seen nothing yet. */
const freshAda = (): Promise<Self> => signInWithCode(organisation.newWorld(), name, writtenCode);
const { signInName, phrase } = altstadt.colleagues[0]!.person;
const freshClara = (): Promise<Self> => signIn(organisation.newWorld(), signInName, phrase);

/** Somebody new, sent by the centre's own link: its fingerprint stands behind the `#`. */
const pin = fingerprintOf(eva.logs.get(hex(centreId))!.entries[0]!.hash);
let newcomers = 0;
function newcomer(withPin: string | null = pin): [ReturnType<typeof lineOf>, () => Promise<unknown>] {
  const world = organisation.newWorld();
  newcomers += 1;
  const topic = { topic: organisation.topicIds[0]!, topicTitle: 'Schulden', text: 'Geheim', pin: withPin };
  const as = { name: `neuer-marder-${newcomers}`, phrase: 'linde wiese marder morgen fenster' };
  return [world, () => askForHelp(world, { centre, ...topic, ...as })];
}
const frozen = (self: Self, rule: string, of = conversation): Promise<void> =>
  expectRefused(lineOf(self), () => send(self, of, 'Geheim'), 'FROZEN', rule);

const log = () => insider.read('centre_log', { centre_id: centreId }, 'idx');
const entriesOf = async () => Promise.all((await log()).map((row) => parseLogEntry(row.bytes as Bytes)));
const entryRow = async (holds: (entry: Awaited<ReturnType<typeof parseLogEntry>>) => boolean) => {
  const entry = (await entriesOf()).findLast(holds)!;
  return { entry, where: { centre_id: centreId, idx: entry.idx } };
};
/** Where an entry's body begins. */
const BODY_AT = 100;
const isInboxKey = ({ change }: { change: { type: string; which?: number } }) =>
  change.type === 'key' && change.which === CENTRE_KEY.inbox;
const changed = (bytes: Bytes, at: number, to: Bytes): Bytes => {
  const copy = bytes.slice();
  copy.set(to, at < 0 ? bytes.length + at : at);
  return copy;
};

describe('R15: the inbox key', () => {
  it('R15: another in its entry: LOG_WITHHELD for who writes first, reads anew or lets somebody in', async () => {
    const { entry, where } = await entryRow(isInboxKey);
    const own = await centreKeyOf(random(32));
    const bytes = changed(entry.bytes, BODY_AT + 1, own.publicKey);
    expect((await parseLogEntry(bytes)).keyKid).toEqual(own.keyId);
    await insider.swap('centre_log', where, { bytes, hash: (await parseLogEntry(bytes)).hash }, async () => {
      await expectRefused(...newcomer(), 'LOG_WITHHELD', 'SIGNATURE');
      await expectRefused(...newcomer(null), 'LOG_WITHHELD', 'SIGNATURE');
      await frozen(await freshAda(), 'LOG_WITHHELD');
      const lead = await signIn(organisation.newWorld(), altstadt.lead.signInName, altstadt.lead.phrase);
      await expectRefused(lineOf(lead), () => invite(lead, centre), 'LOG_WITHHELD', 'SIGNATURE');
    });
  });

  it('R15: a new one, signed by somebody who is no lead: LOG_WITHHELD, also while a conversation is open', async () => {
    const [last] = (await entriesOf()).slice(-1);
    const own = await centreKeyOf(random(32));
    const entry = await signLogEntry(
      david.account,
      { centre: centreId, previous: last!, at: 0 },
      { type: 'key', which: CENTRE_KEY.inbox, xwPk: own.publicKey },
    );
    const [model] = await insider.read('centre_log', { centre_id: centreId, idx: last!.idx });
    const row = { ...model!, idx: entry.idx, hash: entry.hash, bytes: entry.bytes };
    await insider.insert('centre_log', row, async () => {
      await expectRefused(
        lineOf(clara),
        () => send(clara, conversation, 'Geheim'),
        'LOG_WITHHELD',
        'LOG_SIGNER',
      );
      await expectRefused(...newcomer(), 'LOG_WITHHELD', 'LOG_SIGNER');
      await expectRefused(lineOf(eva), () => invite(eva, centre), 'LOG_WITHHELD', 'LOG_SIGNER');
    });
    await send(clara, conversation, 'Es geht weiter.');
  });

  it('R15: another seed in a counsellor’s box: nothing opens, NO_KEY, nothing is accepted', async () => {
    const waits = await seekerOf(organisation, centre);
    const { entry } = await entryRow(isInboxKey);
    const false_ = { ...(await centreKeyOf(random(32))), keyId: entry.keyKid! };
    const place = { centre: centreId, which: CENTRE_KEY.inbox };
    const box = await boxCentreKey(place, false_, clara.account.bundle, random);
    const where = { kid_key: entry.keyKid!, kid_person: clara.account.bundle.kid };
    await insider.swap('centre_seeds', where, { box }, async () => {
      const desk = await freshClara();
      const { waiting } = await listWaiting(desk);
      expect(waiting.find((one) => one.conversation === waits.conversation)).toMatchObject({
        firstWords: null,
      });
      await expectRefused(lineOf(desk), () => accept(desk, waits.conversation), 'NO_KEY');
    });
  });
});

describe('R15: what waits', () => {
  type Line = Output<Contract['listWaiting']>['waiting'][number];
  /** One line of the list, as the server tells it. */
  async function shown(asked: string, tell: (line: Line, other: Line) => Line, other: string) {
    const desk = await freshClara();
    lineOf(desk).plan(
      'listWaiting',
      retold('listWaiting', (answer) => {
        const lineAt = (id: string) => answer.waiting.find((line) => line.conversation === id)!;
        return { ...answer, waiting: [tell(lineAt(asked), lineAt(other))] };
      }),
    );
    return (await listWaiting(desk)).waiting[0]!;
  }

  it('R15: first words of another enquiry, unsigned ones, or none where theirs stand: the line says nothing', async () => {
    const [asked, other] = [
      (await seekerOf(organisation, centre, 'Meine Worte')).conversation,
      (await seekerOf(organisation, centre, 'Andere Worte')).conversation,
    ];
    const nothing = { conversation: asked, name: null, topicTitle: null, firstWords: null };
    const told = (tell: (line: Line, other: Line) => Line) => shown(asked, tell, other);
    expect(await told((line) => line)).toMatchObject({ firstWords: 'Meine Worte' });
    expect(await told((line, { items, wraps }) => ({ ...line, items, wraps }))).toMatchObject(nothing);
    const [record, message] = [0, 1] as const;
    for (const items of [
      (line: Line, far: Line) => [line.items[record]!, far.items[message]!],
      ({ items: [opening, words] }: Line) => [
        opening!,
        { ...words!, bytes: toBase64url(changed(fromBase64url(words!.bytes), 200, Uint8Array.of(7))) },
      ],
      ({ items: [, words] }: Line) => [words!],
      ({ items: [opening, words] }: Line) => [opening!, { ...words!, seq: 3 }],
      ({ items: [opening] }: Line) => [opening!, { ...opening!, seq: 2 }],
      ({ items: [opening] }: Line) => [
        opening!,
        { ...opening!, seq: 2, kind: 'message' as const, bytes: 'AAAA' },
      ],
    ])
      expect(await told((line, far) => ({ ...line, items: items(line, far) }))).toMatchObject(nothing);
  });
});

describe('R15: the log', () => {
  it('R15: a colleague made lead in an entry: LOG_WITHHELD', async () => {
    const { entry, where } = await entryRow(({ change }) => change.type === 'staffing');
    const bytes = changed(entry.bytes, BODY_AT + 48, Uint8Array.of(BIT.counsellor | BIT.lead));
    expect((await parseLogEntry(bytes)).change).toMatchObject({ bits: BIT.counsellor | BIT.lead });
    await insider.swap('centre_log', where, { bytes, hash: (await parseLogEntry(bytes)).hash }, async () => {
      await expectRefused(...newcomer(), 'LOG_WITHHELD', 'SIGNATURE');
      await frozen(await freshAda(), 'LOG_WITHHELD');
      await expectRefused(
        lineOf(eva),
        () => setBits(eva, centre, toBase64url(david.account.bundle.kid), 0),
        'LOG_WITHHELD',
      );
    });
  });

  it('R15: the centre founded anew under its id: FALSE_CENTRE for all who have a link or an account', async () => {
    const { lead } = elsewhere;
    const rows = await log();
    const draft = newDraft({ entries: [], views: [] });
    const { kid, account } = lead.account.bundle;
    const staff = [{ kid, account, bits: BIT.counsellor | BIT.lead | BIT.custodian }];
    await addEntry(lead, draft, centreId, { type: 'create', name: altstadt.fields.name, vault: 2, staff });
    await addKey(lead, draft, centreId, CENTRE_KEY.inbox);
    await addKey(lead, draft, centreId, CENTRE_KEY.vault);
    while (draft.log.entries.length < rows.length)
      await addEntry(lead, draft, centreId, {
        type: 'staffing',
        kid,
        account,
        bits: 7 + 8 * (draft.log.entries.length % 2),
      });
    const all = draft.log.entries.map(({ bytes, hash }, idx) => ({
      where: { centre_id: centreId, idx },
      set: { bytes, hash },
    }));
    const within = (act: () => Promise<void>) =>
      all.reduceRight(
        (inner, { where, set }) =>
          () =>
            insider.swap('centre_log', where, set, inner),
        act,
      )();
    await within(async () => {
      await expectRefused(...newcomer(), 'FALSE_CENTRE');
      await frozen(await freshAda(), 'FALSE_CENTRE');
      const desk = await freshClara();
      await frozen(desk, 'FALSE_CENTRE');
      const again = await signIn(organisation.newWorld(), altstadt.lead.signInName, altstadt.lead.phrase);
      await expectRefused(lineOf(again), () => invite(again, centre), 'FALSE_CENTRE');
      await expectRefused(lineOf(clara), () => send(clara, conversation, 'Geheim'), 'LOG_WITHHELD');
    });
  });
});

describe('R15: an account bundle', () => {
  it('R15: the counsellor’s, exchanged: the conversation freezes', async () => {
    const { bundle } = await madeUp(undefined, myId(clara));
    await insider.swap(
      'key_bundles',
      { kid: clara.account.bundle.kid },
      { bytes: bundle.bytes },
      async () => {
        const self = await freshAda();
        await frozen(self, 'LOG_WITHHELD');
        await expectRefused(...newcomer(), 'LOG_WITHHELD', 'AKB');
      },
    );
  });

  it('R15: one’s own, exchanged: STATE_MISSING, no sign-in', async () => {
    const { bundle } = await madeUp(1, myId(ada));
    await insider.swap('key_bundles', { kid: ada.account.bundle.kid }, { bytes: bundle.bytes }, async () => {
      const world = organisation.newWorld();
      await expectRefused(world, () => signInWithCode(world, name, writtenCode), 'STATE_MISSING');
    });
  });
});

describe('R15: a wrap', () => {
  it('R15: an epoch key of the insider’s instead: unreadable, NO_KEY, nothing sealed under it', async () => {
    const [row] = await insider.read('items', { conversation_id: conversationId, seq: 3 });
    const record = await parseRecord(row!.bytes as Bytes);
    const mine = rowOf(record.rows, myId(ada))!;
    const box = await wrapEpochKey(record, mine, random(32), ada.account.bundle.xwPk, random);
    const where = { conversation_id: conversationId, epoch: record.epoch, id: mine.id };
    await insider.swap('wraps', where, { box }, async () => {
      const self = await freshAda();
      const { entries, frozen: rule } = await refresh(self, conversation);
      expect(rule).toBeNull();
      const states = entries.flatMap((entry) => (entry.t === 'message' ? [entry.state] : []));
      expect(states.slice(1)).toEqual(states.slice(1).map(() => 'unreadable'));
      await expectRefused(lineOf(self), () => send(self, conversation, 'Geheim'), 'NO_KEY');
    });
  });

  it('R15: of a master key: UNREADABLE, no sign-in', async () => {
    const where = { account_id: myId(ada) };
    const [other] = await insider.read('credentials', { account_id: myId(clara) });
    const { recovery_wrap } = other!;
    await insider.swap('credentials', where, { recovery_wrap: recovery_wrap! }, async () => {
      const world = organisation.newWorld();
      await expectRefused(world, () => signInWithCode(world, name, writtenCode), 'UNREADABLE');
    });
  });
});

describe('R15: a role', () => {
  it('R15: of a row in the record: frozen as SIGNATURE', async () => {
    const where = { conversation_id: conversationId, seq: 3 };
    const [item] = await insider.read('items', where);
    const record = await parseRecord(item!.bytes as Bytes);
    const at =
      record.bytes.length -
      64 -
      50 * record.rows.length +
      50 * record.rows.findIndex(({ id }) => hex(id) === hex(myId(clara)));
    const bytes = changed(record.bytes, at + 1, Uint8Array.of(ROLE.reads));
    await insider.swap('items', where, { bytes }, async () => {
      await frozen(await freshAda(), 'SIGNATURE');
      await frozen(await freshClara(), 'SIGNATURE');
    });
  });

  it('R15: of a row beside the record: shows nothing to who is put in, and nobody seals to them', async () => {
    const [model] = await insider.read('record_rows', { conversation_id: conversationId, id: myId(clara) });
    const { kid, account } = david.account.bundle;
    await insider.insert('record_rows', { ...model!, id: account, kid, role: ROLE.responsible }, async () => {
      await expectRefused(lineOf(david), () => refresh(david, conversation), 'NOT_FOUND');
      const self = await freshAda();
      const opened = await refresh(self, conversation);
      const readers = opened.entries.flatMap((entry) => (entry.t === 'change' ? entry.readers : []));
      expect(readers.map((reader) => reader.account)).not.toContain(toBase64url(account));
      await send(self, conversation, 'Nur für Clara.');
    });
    expect(await textsOf(clara, conversation)).toContain('Nur für Clara.');
  });

  it('R15: in a record of a colleague’s own who is no member: frozen as NOT_ALLOWED', async () => {
    const { self, conversation: id } = await conversationOf(organisation, centre, clara);
    await refresh(clara, id);
    const room = self.rooms.get(id)!;
    const { current, seq } = room.stream;
    const { kid, account } = david.account.bundle;
    const { record } = await makeRecord(
      david.account,
      {
        ...current!,
        epoch: current!.epoch + 1,
        epochHash: current!.m,
        prevSeq: seq,
        prevT: room.stream.transcripts.get(seq)!,
        reason: REASON.change,
        rows: sortRows([...current!.rows, { kind: ROW_KIND.person, role: ROLE.counsels, id: account, kid }]),
      },
      random(32),
      () => david.account.bundle.xwPk,
      random,
    );
    const where = { conversation_id: fromBase64url(id) };
    const [last] = await insider.read('items', { ...where, seq });
    const transcript = await nextTranscript(last!.transcript as Bytes, record.m);
    const made = { kind: 'record', epoch: record.epoch, sender: account, message_id: null };
    const item = { ...last!, ...made, seq: seq + 1, hash: record.m, transcript, bytes: record.bytes };
    await insider.insert('items', item, () =>
      insider.swap(
        'conversations',
        { id: where.conversation_id },
        { seq: seq + 1, record_seq: seq + 1, epoch: record.epoch, transcript },
        async () => {
          await frozen(self, 'NOT_ALLOWED', id);
          await frozen(clara, 'NOT_ALLOWED', id);
        },
      ),
    );
  });
});

describe('R15: yesterday’s database', () => {
  it('R15: is older than what a device has seen: frozen as OLDER, or LOG_WITHHELD, or OLDER at the sign-in', async () => {
    const {
      self,
      conversation: id,
      world,
      name: own,
      writtenCode: code,
    } = await conversationOf(organisation, centre, clara);
    const where = { id: fromBase64url(id) };
    const [yesterday] = await insider.read('conversations', where);
    const [slot] = await insider.read('slots', { account_id: myId(self), slot: new Uint8Array(16) });
    await send(clara, id, 'Von heute.');
    await refresh(self, id);
    const { seq, transcript, is_answered } = yesterday!;
    await insider.remove('items', 'conversation_id = $1 and seq > $2', [where.id, seq!]);
    await insider.set('conversations', where, {
      seq: seq!,
      transcript: transcript!,
      is_answered: is_answered!,
    });
    await frozen(self, 'OLDER', id);
    await frozen(clara, 'OLDER', id);
    expect(
      (await refresh(self, id)).entries.map((entry) => (entry.t === 'message' ? entry.text : null)),
    ).toContain('Von heute.');

    // The state of the account: newer in this page than what the sign-in brings.
    await changeState(self, (body) => ({ ...body, checked: {} }));
    await insider.set(
      'slots',
      { account_id: myId(self), slot: new Uint8Array(16) },
      { version: slot!.version!, bytes: slot!.bytes! },
    );
    await expectRefused(world, () => signInWithCode(world, own, code), 'OLDER');

    // What nobody promises: a device that saw nothing can't know.
    const fresh = await signInWithCode(organisation.newWorld(), own, code);
    expect((await refresh(fresh, id)).frozen).toBeNull();
  });

  it('R15: brings somebody who was removed back into the log: LOG_WITHHELD for who has seen the removal', async () => {
    const where = { id: centreId };
    const [head] = await insider.read('centres', where);
    const { self, conversation: id } = await conversationOf(organisation, centre, clara);
    await setBits(eva, centre, toBase64url(david.account.bundle.kid), 0);
    await send(clara, id, 'Nach der Löschung.');
    await refresh(self, id);
    const later = await conversationOf(organisation, centre, clara);
    const { log_idx, log_hash } = head!;
    await insider.remove('centre_log', 'centre_id = $1 and idx > $2', [centreId, log_idx!]);
    await insider.set('centres', where, { log_idx: log_idx!, log_hash: log_hash! });
    for (const one of [self, clara])
      await expectRefused(lineOf(one), () => send(one, id, 'Geheim'), 'LOG_WITHHELD');
    await expectRefused(lineOf(eva), () => invite(eva, centre), 'LOG_WITHHELD');
    // And who is new to it, as soon as a record names an entry that isn't there.
    await frozen(await freshClara(), 'LOG_WITHHELD', later.conversation);
  });
});
