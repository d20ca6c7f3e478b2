import {
  type Account,
  makeAccount,
  makeRecord,
  openEpochKey,
  type RecordPlan,
  sealMessage,
} from '@beistand/crypto';
import {
  ACCOUNT_KIND,
  type AccountKind,
  BIT,
  type Bytes,
  CONVERSATION_KIND,
  fromBase64url,
  hex,
  nextTranscript,
  REASON,
  ROLE,
  ROW_KIND,
  type Row,
  toBase64url,
  zeros,
} from '@beistand/wire';
import { describe, expect, it } from 'vitest';
import { signIn, signInWithCode } from '../account/sign-in.ts';
import { setBits } from '../centre/extend.ts';
import { newestView } from '../centre/log.ts';
import { send } from '../message/send.ts';
import { myId, type Self } from '../self.ts';
import { type FaultyWorld, retold } from '../testing/faults.ts';
import { altstadt } from '../testing/open-organisation.ts';
import { conversationOf, lineOf, seekerOf, takeBack } from '../testing/people.ts';
import { useOrganisation } from '../testing/use-organisation.ts';
import { type OpenConversation, openConversation, refresh } from './open.ts';
import { keyRow, vaultRows } from './rekey.ts';
import type { ItemsAnswer, ServedItem } from './sync.ts';

const organisation = await useOrganisation();
const { centre, lead: eva, colleagues } = await organisation.raise(altstadt);
const [clara, david] = colleagues as [Self, Self];
const { self: ada, conversation, name, writtenCode } = await conversationOf(organisation, centre, clara);
await send(clara, conversation, 'Guten Tag.');
await send(ada, conversation, 'Danke.');
await refresh(clara, conversation);

const freshAda = () => signInWithCode(organisation.newWorld(), name, writtenCode);
const { signInName, phrase } = altstadt.colleagues[0]!.person;
const freshClara = () => signIn(organisation.newWorld(), signInName, phrase);

/** The newest page as it is shown before the judgement, null when nothing is; and what it ends with. */
async function opening(self: Self, of = conversation) {
  const pages: OpenConversation[] = [];
  const opened = await openConversation(self, of, (page) => pages.push(page));
  const words = ({ entries }: OpenConversation) =>
    entries.flatMap((entry) => (entry.t === 'message' ? [entry.text] : []));
  return { shown: pages[0] ? words(pages[0]) : null, opened, words: words(opened) };
}

const random = (length: number): Bytes => crypto.getRandomValues(new Uint8Array(length));
/** Someone the server made up, under an account it likes. */
const madeUp = (kind: AccountKind, account: Bytes): Promise<Account> =>
  makeAccount(random(32), { account, kind, createdAt: 0 });

type Forgery = { items: ServedItem[]; records: ServedItem[]; wraps: ItemsAnswer['wraps'] };
const WORDS = 'Rufen Sie diese Nummer an.';

/** A record and a message under it, both well-formed, by a key of the server's, opened by whoever `reads`. */
async function forged(
  by: Account,
  reads: Self,
  plan: Pick<RecordPlan, 'epoch' | 'epochHash' | 'prevSeq' | 'prevT' | 'reason' | 'rows'>,
): Promise<Forgery> {
  const view = newestView(clara.logs.get(hex(fromBase64url(centre)))!);
  const on = { centre: view.centre, logIdx: view.idx, logHash: view.hash, kind: CONVERSATION_KIND.oneToOne };
  const named = { ...plan, ...on, conversation: fromBase64url(conversation) };
  const keyOf = (row: Row) => (row.kind === ROW_KIND.inbox ? view.inbox!.xwPk : reads.account.bundle.xwPk);
  const { record, wraps, epochKey } = await makeRecord(
    by,
    named,
    plan.epoch ? random(32) : null,
    keyOf,
    random,
  );
  const seq = plan.prevSeq + 1;
  const message = await sealMessage(
    by,
    epochKey,
    {
      conversation: record.conversation,
      epoch: record.epoch,
      epochHash: record.m,
      prevSeq: seq,
      prevT: await nextTranscript(plan.prevT, record.m),
      class: 1,
      messageId: random(16),
    },
    { t: 'text', ts: 0, x: WORDS },
    random,
  );
  const at = Date.now();
  const item: ServedItem = { seq, at, kind: 'record', bytes: toBase64url(record.bytes) };
  const mine = record.rows.findIndex(({ kind, id }) =>
    reads.kind === 'staff' ? kind === ROW_KIND.inbox : hex(id) === hex(myId(reads)),
  );
  return {
    items: [item, { seq: seq + 1, at, kind: 'message', bytes: toBase64url(message.bytes) }],
    records: [item],
    wraps: [{ epoch: plan.epoch, kind: reads.kind === 'staff' ? 2 : 1, box: toBase64url(wraps[mine]!) }],
  };
}

/** Serves the forgery to whoever asks for the newest page, behind `keep` items of what is true. */
function serve(line: FaultyWorld, by: Account, forgery: Forgery, keep: number): void {
  line.plan(
    'readItems',
    retold('readItems', (answer) => ({
      ...answer,
      items: [...answer.items.slice(0, keep), ...forgery.items],
      records: [...answer.records, ...forgery.records],
      wraps: [...answer.wraps.filter(({ epoch }) => epoch !== forgery.wraps[0]!.epoch), ...forgery.wraps],
      seq: forgery.items[1]!.seq,
    })),
  );
  const bundle = toBase64url(by.bundle.bytes);
  line.plan(
    'keyBundle',
    async (deliver) => {
      const response = await deliver();
      return response.ok ? response : Response.json({ bundle });
    },
    100,
  );
}

/** Where a forged item would stand next. */
async function place() {
  const { stream } = clara.rooms.get(conversation)!;
  const { current, seq, transcripts } = stream;
  const at = { epoch: current!.epoch + 1, epochHash: current!.m, prevSeq: seq, prevT: transcripts.get(seq)! };
  return { ...at, rows: current!.rows };
}

describe('the newest page', () => {
  it('is shown at once to both, whole or where it begins in the middle', async () => {
    const all = ['Ich weiß nicht weiter.', 'Guten Tag.', 'Danke.'];
    for (const self of [await freshAda(), await freshClara()])
      expect(await opening(self)).toMatchObject({ shown: all, words: all });
    // Begins with each item in turn: a message under an acceptance, the acceptance, a message under the opening.
    for (const self of [freshAda, freshClara])
      for (const from of [2, 3, 4, 5]) {
        const fresh = await self();
        lineOf(fresh).plan('readItems', pageFrom(from));
        const { shown, words } = await opening(fresh);
        expect([from, shown]).toEqual([from, all.slice(from === 2 ? 0 : from === 5 ? 2 : 1)]);
        expect(words).toEqual(all);
      }
  });

  it('goes on being shown when who wrote has left since', async () => {
    const gone = await conversationOf(organisation, centre, david);
    await send(david, gone.conversation, 'Bis bald.');
    await setBits(eva, centre, toBase64url(david.account.bundle.kid), 0);
    const self = await signInWithCode(organisation.newWorld(), gone.name, gone.writtenCode);
    expect(await opening(self, gone.conversation)).toMatchObject({
      shown: ['Ich weiß nicht weiter.', 'Bis bald.'],
      opened: { state: 'orphan' },
    });
    await takeBack(eva, centre, david, BIT.counsellor);
  });

  it('of an enquiry that waits is judged first: nobody the centre knows has signed it', async () => {
    const waits = await seekerOf(organisation, centre);
    const self = await freshClara();
    expect(await opening(self, waits.conversation)).toMatchObject({
      shown: null,
      words: ['Ich weiß nicht weiter.'],
    });
  });
});

/** The true page as it would be if it began there. */
const pageFrom = (from: number) => async (deliver: () => Promise<Response>) => {
  const answer = (await (await deliver()).json()) as ItemsAnswer;
  const { stream, items } = clara.rooms.get(conversation)!;
  const inForce = items.filter(({ record, seq }) => record && seq <= from).at(-1)!.seq;
  return Response.json({
    ...answer,
    items: answer.items.filter(({ seq }) => seq >= from),
    records: answer.items.filter(({ kind, seq }) => kind === 'record' && seq >= inForce),
    transcriptBefore: toBase64url(stream.transcripts.get(from - 1)!),
  });
};

describe('a server with words of its own gets none of them on the screen', () => {
  it('under a counsellor’s name and its own key', async () => {
    const by = await madeUp(ACCOUNT_KIND.staff, myId(clara));
    const at = await place();
    const rows = at.rows.map((row) => (row.role === ROLE.responsible ? { ...row, kid: by.bundle.kid } : row));
    for (const named of [rows, at.rows])
      for (const reason of [REASON.change, REASON.tidy]) {
        const self = await freshAda();
        const forgery = await forged(by, self, { ...at, reason, rows: named });
        for (const keep of [0, 5]) {
          const fresh = await freshAda();
          serve(lineOf(fresh), by, forgery, keep);
          expect(await opening(fresh)).toMatchObject({ shown: null, opened: { frozen: null } });
        }
      }
  });

  it('under the seeker’s own name', async () => {
    const by = await madeUp(ACCOUNT_KIND.seeker, myId(ada));
    const at = await place();
    const rows = at.rows.map((row) => (row.role === ROLE.asks ? { ...row, kid: by.bundle.kid } : row));
    for (const named of [rows, at.rows]) {
      const fresh = await freshAda();
      serve(lineOf(fresh), by, await forged(by, fresh, { ...at, reason: REASON.tidy, rows: named }), 0);
      expect(await opening(fresh)).toMatchObject({ shown: null, opened: { frozen: null } });
    }
  });

  it('as another opening by someone it made up, to a counsellor who has accepted the true one', async () => {
    const by = await madeUp(ACCOUNT_KIND.seeker, random(16));
    const view = newestView(clara.logs.get(hex(fromBase64url(centre)))!);
    const asks = { kind: ROW_KIND.person, role: ROLE.asks, id: by.bundle.account, kid: by.bundle.kid };
    const rows = [asks, keyRow(ROW_KIND.inbox, view), ...vaultRows(view)];
    const start = { epoch: 0, epochHash: zeros(32), prevSeq: 0, prevT: zeros(32), reason: REASON.open, rows };
    const fresh = await freshClara();
    serve(lineOf(fresh), by, await forged(by, fresh, start), 0);
    expect(await opening(fresh)).toMatchObject({ shown: null, opened: { frozen: null } });
  });

  it('by an item put twice under one number', async () => {
    const by = await madeUp(ACCOUNT_KIND.seeker, myId(ada));
    const judged = clara.rooms.get(conversation)!;
    const key = await openEpochKey(
      judged.stream.current!,
      judged.stream.current!.rows.find(({ role }) => role === ROLE.asks)!,
      ada.account.openKey,
      ada.rooms.get(conversation)!.wraps.get('1:1')!,
    );
    const message = await sealMessage(
      by,
      key,
      {
        conversation: fromBase64url(conversation),
        epoch: 1,
        epochHash: judged.stream.current!.m,
        prevSeq: 3,
        prevT: judged.stream.transcripts.get(3)!,
        class: 1,
        messageId: random(16),
      },
      { t: 'text', ts: 0, x: WORDS },
      random,
    );
    const fresh = await freshAda();
    const twice = { seq: 3, at: 0, kind: 'message' as const, bytes: toBase64url(message.bytes) };
    const begun = pageFrom(3);
    lineOf(fresh).plan('readItems', async (deliver) => {
      const answer = (await (await begun(deliver)).json()) as ItemsAnswer;
      return Response.json({ ...answer, items: [answer.items[0]!, twice, ...answer.items.slice(1)] });
    });
    expect((await opening(fresh)).shown).toBeNull();
  });

  it('and what was shown goes when the judgement freezes before anything held', async () => {
    const fresh = await freshAda();
    let times = 0;
    lineOf(fresh).plan(
      'readItems',
      retold('readItems', (answer) => (times++ ? { ...answer, items: answer.items.slice(1) } : answer)),
      100,
    );
    expect(await opening(fresh)).toMatchObject({
      shown: ['Ich weiß nicht weiter.', 'Guten Tag.', 'Danke.'],
      opened: { frozen: 'GAP', entries: [], isChecked: false, seq: 0 },
    });
    expect((await refresh(fresh, conversation)).entries).toEqual([]);
  });
});
