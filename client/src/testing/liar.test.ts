// What an active server could answer instead of the truth, where nobody else's signature would be missing.
import type { Call, Contract } from '@beistand/contract';
import { makeRecord } from '@beistand/crypto';
import {
  BIT,
  type Bytes,
  CENTRE_KEY,
  fromBase64url,
  hex,
  REASON,
  ROLE,
  ROW_KIND,
  toBase64url,
} from '@beistand/wire';
import { describe, expect, it } from 'vitest';
import { signIn } from '../account/sign-in.ts';
import { describeCentre } from '../centre/describe.ts';
import { addEntry, newDraft, removeStaff, setBits } from '../centre/extend.ts';
import { invite } from '../centre/invite.ts';
import { takeCentreKeys } from '../centre/keys.ts';
import { newestView, syncLog } from '../centre/log.ts';
import { rotateInbox } from '../centre/rotate.ts';
import { addMember } from '../conversation/change.ts';
import { epochKeyOf } from '../conversation/epoch-key.ts';
import { refresh } from '../conversation/open.ts';
import { publicKeys } from '../conversation/rekey.ts';
import { relink } from '../conversation/relink.ts';
import { roomOf } from '../conversation/sync.ts';
import { makeLink } from '../enquiry/own-link.ts';
import { startGroup } from '../group/start.ts';
import { send } from '../message/send.ts';
import { myId, type Self } from '../self.ts';
import { call } from '../server/call.ts';
import { openNotes, openThread } from '../thread/open.ts';
import { pretends, retold, says } from './faults.ts';
import { altstadt, emmendingen } from './open-organisation.ts';
import { conversationOf, lineOf, seekerOf, takeBack, textsOf } from './people.ts';
import { useOrganisation } from './use-organisation.ts';

const organisation = await useOrganisation({ standing: [altstadt, emmendingen] });
const { centre, lead: eva, colleagues } = await organisation.raise(altstadt);
const [clara, david] = colleagues as [Self, Self];
const elsewhere = await organisation.raise(emmendingen);
const thomas = elsewhere.lead;
const id = (self: Self) => toBase64url(myId(self));

describe('a centre whose link I never followed', () => {
  it('gets nothing of a lead’s: no signature, no key of mine, no link that would pin it', async () => {
    const strange = toBase64url(thomas.world.random(16));
    const entries = await foundedBehindMyBack(strange);
    const line = lineOf(eva);
    await syncLog(eva, fromBase64url(centre));
    line.plan('readLog', async () => Response.json({ entries, next: null }), 100);
    line.plan('appendLog', pretends('appendLog', { idx: 9 }), 100);
    line.plan('startGroup', says('ENOUGH'), 100);
    line.plan('makeLink', pretends('makeLink', { code: 'abcdefgh' }), 100);
    line.plan('inviteColleague', pretends('inviteColleague', { invitation: 'A'.repeat(22), until: 0 }), 100);
    line.calls.length = 0;
    const colleague = toBase64url(clara.account.bundle.kid);
    const codes: unknown[] = [];
    for (const act of [
      () => removeStaff(eva, strange, colleague),
      () => rotateInbox(eva, strange),
      () => invite(eva, strange),
      () => makeLink(eva, strange),
      () => startGroup(eva, strange, 'Montagsrunde'),
      () => describeCentre(eva, strange),
    ]) {
      eva.logs.delete(hex(fromBase64url(strange)));
      codes.push(await act().then(String, ({ code }: { code: unknown }) => code));
    }
    expect(line.calls.filter((name) => !/^(readLog|keyBundle)$/.test(name))).toEqual([]);
    expect(codes).toEqual(Array.from({ length: 6 }, () => 'FALSE_CENTRE'));
    line.mend();
  });

  /** With everybody's real accounts, and the real centre's key in the log: no secret of theirs is needed for it. */
  async function foundedBehindMyBack(strange: string): Promise<string[]> {
    const draft = newDraft({ entries: [], views: [] });
    const bits = BIT.counsellor | BIT.lead | BIT.custodian;
    const staff = [thomas, eva, clara].map(({ account: { bundle } }) => ({
      kid: bundle.kid,
      account: bundle.account,
      bits,
    }));
    const of = fromBase64url(strange);
    const real = newestView(await syncLog(thomas, fromBase64url(centre)));
    await addEntry(thomas, draft, of, { type: 'create', name: altstadt.fields.name, vault: 2, staff });
    for (const which of Object.values(CENTRE_KEY)) {
      const { xwPk } = which === CENTRE_KEY.inbox ? real.inbox! : real.vault!;
      await addEntry(thomas, draft, of, { type: 'key', which, xwPk });
    }
    return draft.entries;
  }

  it('is no place for a conversation of mine: passed to who never went there it stops, unread and unpinned', async () => {
    const { conversation } = await conversationOf(organisation, elsewhere.centre, thomas);
    const { self: ada } = await conversationOf(organisation, centre, clara);
    const answer = await passedTo(ada, conversation);
    const pins = { ...ada.state.body.pins };
    lineOf(ada).plan('readItems', async () => Response.json(answer), 100);
    expect(await refresh(ada, conversation)).toMatchObject({ frozen: 'FALSE_CENTRE' });
    await expect(send(ada, conversation, 'Vertraulich.')).rejects.toMatchObject({ code: 'FROZEN' });
    expect(ada.state.body.pins).toEqual(pins);
    lineOf(ada).mend();
  });

  /** A conversation between two strangers, relinked to an account that one of them was never written to by. */
  async function passedTo(to: Self, conversation: string) {
    await refresh(thomas, conversation);
    const room = roomOf(thomas, conversation);
    const { seq, transcripts } = room.stream;
    const current = room.stream.current!;
    const view = newestView(await syncLog(thomas, current.centre));
    const asks = { kind: ROW_KIND.person, role: ROLE.asks, id: myId(to), kid: to.account.bundle.kid };
    const rows = [asks, ...current.rows.filter(({ role }) => role !== ROLE.asks)];
    const { record, wraps } = await makeRecord(
      thomas.account,
      {
        ...{ conversation: room.conversation, epoch: current.epoch + 1, epochHash: current.m },
        ...{ prevSeq: seq, prevT: transcripts.get(seq)!, centre: view.centre, logIdx: view.idx },
        ...{ logHash: view.hash, kind: current.kind, reason: REASON.relink, rows },
      },
      await epochKeyOf(thomas, room, current.epoch),
      await publicKeys(thomas, rows, view),
      thomas.world.random,
    );
    const served = await call(thomas.world, 'readItems', { conversation, after: 0, limit: 50 });
    const at = record.rows.findIndex(({ role }) => role === ROLE.asks);
    return {
      ...served,
      seq: seq + 1,
      items: [...served.items, { seq: seq + 1, kind: 'record', at: 0, bytes: toBase64url(record.bytes) }],
      wraps: [{ epoch: record.epoch, kind: ROW_KIND.person, box: toBase64url(wraps[at]!) }],
    };
  }
});

it('a conversation is passed on within one centre: elsewhere the one who asks would be right to stop', async () => {
  const { conversation } = await conversationOf(organisation, centre, clara);
  await takeBack(thomas, elsewhere.centre, clara, BIT.counsellor);
  const fresh = await conversationOf(organisation, elsewhere.centre, clara);
  const line = lineOf(clara);
  line.calls.length = 0;
  await expect(relink(clara, conversation, fresh.conversation)).rejects.toMatchObject({ code: 'NOT_WANTED' });
  expect(line.calls).not.toContain('appendRecord');
});

describe('private notes and the staff thread are what their first words say, not what the server calls them', () => {
  it('notes shown as the thread: nobody is let into them', async () => {
    const { conversation } = await conversationOf(organisation, centre, clara);
    await addMember(clara, conversation, id(david), ROLE.counsels);
    const notes = await openNotes(clara, conversation);
    await send(clara, notes, 'Nur für mich.');
    lineOf(clara).plan('readThreads', async () => Response.json({ thread: notes, notes }), 100);
    const before = roomOf(clara, notes).stream.seq;
    await expect(openThread(clara, conversation)).rejects.toMatchObject({ code: 'FROZEN', detail: 'ABOUT' });
    const { signInName, phrase } = altstadt.colleagues[0]!.person;
    const page = await signIn(organisation.newWorld(), signInName, phrase);
    lineOf(page).plan('readThreads', async () => Response.json({ thread: notes, notes }), 100);
    await refresh(page, conversation);
    await roomOf(page, conversation).queue;
    lineOf(clara).mend();
    const again = await signIn(organisation.newWorld(), signInName, phrase);
    expect((await refresh(again, notes)).seq).toBe(before);
    await expect(refresh(david, notes)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('the thread shown as notes: nothing is written there as if nobody read it', async () => {
    const { conversation } = await conversationOf(organisation, centre, clara);
    await addMember(clara, conversation, id(david), ROLE.counsels);
    const thread = await openThread(david, conversation);
    lineOf(clara).plan(
      'readThreads',
      retold('readThreads', () => ({ thread, notes: thread })),
      100,
    );
    await expect(openNotes(clara, conversation)).rejects.toMatchObject({ code: 'FROZEN', detail: 'ABOUT' });
    lineOf(clara).mend();
  });
});

describe('a key of another place, named in this one’s log by a lead who hasn’t got it', () => {
  const kidOf = (self: Self) => toBase64url(self.account.bundle.kid);
  const pageOf = () => signIn(organisation.newWorld(), altstadt.lead.signInName, altstadt.lead.phrase);
  const viewOf = async (of: string) => newestView(await syncLog(eva, fromBase64url(of)));

  /** The log of that centre with one entry more, which the server takes although it names a key that stands somewhere. */
  async function namedBy(lead: Self, of: string, xwPk: Bytes): Promise<string[]> {
    const log = await syncLog(lead, fromBase64url(of));
    const draft = newDraft(log);
    await addEntry(lead, draft, fromBase64url(of), { type: 'key', which: CENTRE_KEY.inbox, xwPk });
    return [...log.entries.map(({ bytes }) => toBase64url(bytes)), ...draft.entries];
  }

  /** What a page sends to that log: served are those entries, and `paths` as they say. */
  async function sentBy(
    page: Self,
    of: string,
    entries: string[],
    paths: Record<string, (fetch: () => Promise<Response>) => Promise<Response>>,
    act: () => Promise<void>,
  ) {
    const line = lineOf(page);
    const { fetch } = line;
    let batch: Call<Contract['appendLog']> | undefined;
    line.fetch = async (url, init) => {
      const { pathname, searchParams } = new URL(url);
      const told = Object.entries(paths).find(([path]) => pathname.endsWith(path));
      if (told) return told[1](() => fetch(url, init));
      if (!pathname.endsWith(`${of}/log`)) return fetch(url, init);
      if (init.method === 'GET')
        return Response.json({ entries: entries.slice(Number(searchParams.get('from') ?? 0)), next: null });
      batch = JSON.parse(init.body as string);
      return Response.json({ idx: entries.length }, { status: 201 });
    };
    await act();
    expect(batch!.previous).toEqual([]);
    return batch!.seeds;
  }

  it('another of my centres’, with the box it lies in there, is handed on to nobody', async () => {
    await takeBack(thomas, elsewhere.centre, eva, BIT.counsellor | BIT.lead);
    const { kid, xwPk } = (await viewOf(centre)).inbox!;
    const entries = await namedBy(thomas, elsewhere.centre, xwPk);
    const boxes = await call(eva.world, 'readSeeds', { centre });
    const passedOff = { [`${elsewhere.centre}/seeds`]: async () => Response.json(boxes) };
    // Whether my other centre is there or not: the server's word.
    for (const denied of [{}, { [`${centre}/log`]: says('NOT_FOUND') as () => Promise<Response> }]) {
      const page = await pageOf();
      if (!(`${centre}/log` in denied))
        await takeCentreKeys(page, await syncLog(page, fromBase64url(centre)));
      const seeds = await sentBy(page, elsewhere.centre, entries, { ...passedOff, ...denied }, () =>
        setBits(page, elsewhere.centre, kidOf(david), BIT.counsellor),
      );
      expect(seeds.filter(({ person }) => person === kidOf(david))).toHaveLength(1);
      expect(seeds.map(({ key }) => key)).not.toContain(toBase64url(kid));
    }
  });

  it('the vault’s, named as the inbox’s, is handed on to no counsellor', async () => {
    await setBits(eva, centre, kidOf(david), BIT.counsellor | BIT.lead);
    const { kid, xwPk } = (await viewOf(centre)).vault!;
    const entries = await namedBy(david, centre, xwPk);
    const page = await pageOf();
    const seeds = await sentBy(page, centre, entries, {}, () =>
      setBits(page, centre, kidOf(thomas), BIT.counsellor),
    );
    expect(seeds.filter(({ person }) => person === kidOf(thomas))).toHaveLength(1);
    expect(seeds.map(({ key }) => key)).not.toContain(toBase64url(kid));
  });
});

it('an enquiry has arrived where it was sent to, whatever the answer calls it', async () => {
  const other = await seekerOf(organisation, centre);
  const world = organisation.newWorld();
  world.plan(
    'enquire',
    retold('enquire', (answer) => ({ ...answer, conversation: other.conversation })),
  );
  const { self, conversation } = await seekerOf(organisation, centre, 'Hilfe.', world);
  expect(conversation).not.toBe(other.conversation);
  expect(await textsOf(self, conversation)).toEqual(['Hilfe.']);
});

it('a log cut off between a right taken away and the key that ends it: nothing is sealed to the void key', async () => {
  const { self: ada, conversation } = await conversationOf(organisation, centre, david);
  await setBits(eva, centre, toBase64url(clara.account.bundle.kid), BIT.counsellor);
  const cut = retold('readLog', ({ entries }) => ({ entries: entries.slice(0, -1), next: null }));
  const line = lineOf(ada);
  line.plan('readLog', cut, 100);
  line.calls.length = 0;
  const withheld = { code: 'LOG_WITHHELD', detail: 'KEYS' };
  const outcomes = [await send(ada, conversation, 'Vertraulich.').catch((error: unknown) => error)];
  const world = organisation.newWorld();
  world.plan('readLog', cut, 100);
  outcomes.push(await seekerOf(organisation, centre, 'Hilfe.', world).catch((error: unknown) => error));
  expect([...line.calls, ...world.calls].filter((name) => /^(appendMessage|enquire)$/.test(name))).toEqual(
    [],
  );
  expect(outcomes).toMatchObject([withheld, withheld]);
  line.mend();
  await send(ada, conversation, 'Vertraulich.');
});
