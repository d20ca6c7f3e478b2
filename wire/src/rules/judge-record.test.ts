// Long: one list of every rule and refusal, to be read against the specification from top to bottom.
import { beforeAll, describe, expect, test } from 'vitest';
import {
  accepted,
  act,
  ada,
  ben,
  bundles,
  centre,
  clara,
  codeOf,
  david,
  eva,
  group,
  grow,
  id16,
  inboxKey,
  inboxRow,
  named,
  type Person,
  paper,
  person,
  petra,
  type RecordWish,
  record,
  row,
  say,
  staffing,
  thread,
  vaultKey,
  vaultRow,
  waiting,
} from '../../test/cast.ts';
import { zeros } from '../bytes.ts';
import { ACCOUNT_KIND } from '../formats/account-bundle.ts';
import { BIT, VAULT_POLICY } from '../formats/log-entry.ts';
import {
  CONVERSATION_KIND,
  REASON,
  type Reason,
  ROLE,
  type Role,
  type Row,
  sortRows,
} from '../formats/record.ts';
import { joinGroup } from './join-group.ts';
import { judgeRecord } from './judge-record.ts';
import { MAX_IN_GROUP } from './judge-rows.ts';
import { MAX_TEAM } from './reasons.ts';
import { closing, isClosed, tidy } from './rows.ts';
import { newStream, type Stream } from './stream.ts';
import type { View } from './view.ts';

let view: View;
let open: Stream;
let talk: Stream;
let inner: Stream;
let circle: Stream;
let staff: Record<'seeker' | 'clara' | 'david' | 'petra' | 'inbox' | 'vault', Row>;
beforeAll(async () => {
  view = await centre();
  open = await waiting(view);
  talk = await accepted(view);
  inner = await thread(view);
  circle = await group(view);
  staff = {
    seeker: row(ada, ROLE.asks),
    clara: row(clara, ROLE.responsible),
    david: row(david, ROLE.responsible),
    petra: row(petra, ROLE.counsels),
    inbox: inboxRow(view),
    vault: vaultRow(view),
  };
});

type Wish = RecordWish & { on?: View; isViewNewest?: boolean; at?: View };
async function verdict(stream: Stream, sender: Person, reason: Reason, rows: Row[], wish: Wish = {}) {
  const { on = view, at = on, isViewNewest, ...fields } = wish;
  const next = await record(stream, at, sender, reason, rows, fields);
  return codeOf(() =>
    judgeRecord(stream, next, { view: on, bundles, ...(isViewNewest ? { isViewNewest } : {}) }),
  );
}
const put = (who: Person, bits: number, on = view) =>
  grow(on, eva, { type: 'staffing', ...staffing(who, bits) });
const pair = () => [staff.seeker, staff.clara, staff.vault];
const withRole = (who: Row, role: Role): Row => ({ ...who, role });
const fresh = async () => newStream(await id16('fresh'));

describe('E2, E3: the next record of this stream', () => {
  test('STALE_EPOCH', async () => {
    expect(await verdict(talk, clara, REASON.change, pair())).toBe('taken');
    expect(await verdict(talk, clara, REASON.change, pair(), { epoch: 1 })).toBe('STALE_EPOCH');
    expect(await verdict(talk, clara, REASON.change, pair(), { epoch: 3 })).toBe('STALE_EPOCH');
    expect(await verdict(talk, clara, REASON.change, pair(), { epochHash: zeros(32) })).toBe('STALE_EPOCH');
    const first = [staff.seeker, staff.inbox, staff.vault];
    expect(await verdict(await fresh(), ada, REASON.open, first, { epoch: 1 })).toBe('STALE_EPOCH');
    expect(await verdict(await fresh(), ada, REASON.open, first, { epochHash: zeros(32).fill(1) })).toBe(
      'STALE_EPOCH',
    );
  });

  test('CHAIN: not behind the record in force, not ahead, not another transcript', async () => {
    const stream = await accepted(view);
    await say(stream, ada);
    await say(stream, clara);
    const at = (prevSeq: number) => ({ prevSeq, prevT: stream.transcripts.get(prevSeq) ?? zeros(32) });
    expect(await verdict(stream, clara, REASON.change, pair(), at(stream.currentSeq))).toBe('taken');
    expect(await verdict(stream, clara, REASON.change, pair(), at(stream.currentSeq - 1))).toBe('CHAIN');
    expect(await verdict(stream, clara, REASON.change, pair(), at(stream.seq + 1))).toBe('CHAIN');
    expect(await verdict(stream, clara, REASON.change, pair(), { prevT: zeros(32) })).toBe('CHAIN');
    expect(await verdict(stream, clara, REASON.change, pair(), { conversation: zeros(16) })).toBe('CHAIN');
  });

  test('STALE_LOG: only for whoever knows the newest log, and before the chain', async () => {
    const newer = await grow(view, eva, { type: 'policy', vault: VAULT_POLICY.twoConfirm });
    const stale = { on: newer, at: view, isViewNewest: true };
    expect(await verdict(talk, clara, REASON.change, pair(), stale)).toBe('STALE_LOG');
    expect(await verdict(talk, clara, REASON.change, pair(), { ...stale, prevSeq: 99 })).toBe('STALE_LOG');
    expect(await verdict(talk, clara, REASON.change, pair(), { ...stale, epoch: 9 })).toBe('STALE_EPOCH');
    expect(await verdict(talk, clara, REASON.change, pair(), { on: newer, isViewNewest: true })).toBe(
      'taken',
    );
  });
});

describe('E1: rows', () => {
  test('ROWS: one row per person', async () => {
    const twice = [...pair(), withRole(staff.clara, ROLE.reads)];
    expect(await verdict(talk, clara, REASON.change, twice)).toBe('ROWS');
  });

  test('ROWS: the bundle is the account’s, and of the kind the role needs', async () => {
    const foreign = { ...row(david, ROLE.counsels), id: petra.account };
    expect(await verdict(talk, clara, REASON.change, [...pair(), foreign])).toBe('ROWS');
    const asStaff = withRole(row(ben, ROLE.asks), ROLE.counsels);
    expect(await verdict(talk, clara, REASON.change, [...pair(), asStaff])).toBe('ROWS');
    const asSeeker = [withRole(staff.david, ROLE.asks), staff.clara, staff.vault];
    expect(await verdict(talk, clara, REASON.change, asSeeker)).toBe('ROWS');
    expect(await verdict(talk, clara, REASON.change, [...pair(), row(paper, ROLE.counsels)])).toBe('ROWS');
  });

  test('AKB: every person’s bundle is at hand', async () => {
    const unknown = { ...row(david, ROLE.counsels), kid: await named('nobody') };
    expect(await verdict(talk, clara, REASON.change, [...pair(), unknown])).toBe('AKB');
  });

  test('ROWS: a hundred people in a group and no more; the vault comes on top', async () => {
    const people = await Promise.all(
      Array.from({ length: MAX_IN_GROUP }, (_, i) => person(`participant ${i}`, ACCOUNT_KIND.seeker)),
    );
    const rows = [staff.clara, ...people.map((one) => row(one, ROLE.asks)), staff.vault];
    const full = rows.filter((_, i) => i !== 1);
    expect(await verdict(circle, clara, REASON.change, full)).toBe('taken');
    expect(await verdict(circle, clara, REASON.change, rows)).toBe('ROWS');
    const stream = newStream(await id16('another group'));
    const kind = CONVERSATION_KIND.group;
    expect(await verdict(stream, clara, REASON.open, full, { kind })).toBe('taken');
    expect(await verdict(stream, clara, REASON.open, rows, { kind })).toBe('ROWS');
    const joined = async (list: Row[]) => {
      const { conversation, seq } = circle;
      const at = { conversation, account: people[1]!.account, seq: seq + 1, transcriptBefore: zeros(32) };
      const entry = await record(circle, view, clara, REASON.change, list);
      return codeOf(() => joinGroup(entry, at, { view, bundles }));
    };
    expect(await joined(full)).toBe('taken');
    expect(await joined(rows)).toBe('ROWS');
  });
});

describe('E4: the log it stands on', () => {
  test('LOG: the named entry is the one folded', async () => {
    const newer = await put(david, BIT.counsellor | BIT.reader);
    expect(await verdict(talk, clara, REASON.change, pair(), { logHash: zeros(32) })).toBe('LOG');
    expect(await verdict(talk, clara, REASON.change, pair(), { logIdx: 9 })).toBe('LOG');
    expect(await verdict(talk, clara, REASON.change, pair(), { at: newer, on: view })).toBe('LOG');
    expect(await verdict(talk, clara, REASON.change, pair(), { centre: zeros(16) })).toBe('LOG');
  });

  test('LOG: never older than the record before', async () => {
    const newer = await put(david, BIT.counsellor | BIT.reader);
    const stream = await accepted(newer);
    expect(await verdict(stream, clara, REASON.change, pair(), { on: newer })).toBe('taken');
    expect(await verdict(stream, clara, REASON.change, pair(), { on: view })).toBe('LOG');
  });

  test('LOG: another centre only by MOVE', async () => {
    const other: View = { ...view, centre: await id16('other centre') };
    const rows = [staff.seeker, inboxRow(other), vaultRow(other)];
    expect(await verdict(talk, ada, REASON.move, rows, { on: other })).toBe('taken');
    expect(await verdict(talk, clara, REASON.return, rows, { on: other })).toBe('LOG');
  });

  test('KIND: a conversation stays what it is', async () => {
    const kind = CONVERSATION_KIND.staffThread;
    expect(await verdict(talk, clara, REASON.change, pair(), { kind })).toBe('KIND');
    const asGroup = { kind: CONVERSATION_KIND.group };
    expect(await verdict(talk, clara, REASON.change, pair(), asGroup)).toBe('KIND');
  });
});

describe('E5: who sends it', () => {
  test('NOT_ALLOWED: members by their row, OPEN first and only first, outsiders for ACCEPT and VAULT_USE', async () => {
    expect(await verdict(talk, david, REASON.change, pair())).toBe('NOT_ALLOWED');
    expect(await verdict(talk, clara, REASON.open, pair())).toBe('NOT_ALLOWED');
    expect(await verdict(await fresh(), clara, REASON.change, pair())).toBe('NOT_ALLOWED');
    expect(await verdict(await fresh(), clara, REASON.accept, pair())).toBe('NOT_ALLOWED');
    expect(await verdict(talk, clara, REASON.vaultUse, pair())).toBe('NOT_ALLOWED');
    expect(await verdict(await fresh(), ben, REASON.open, [staff.seeker, staff.inbox, staff.vault])).toBe(
      'NOT_ALLOWED',
    );
  });

  test('SIGNATURE: by the sender’s key of the current record', async () => {
    expect(await verdict(talk, clara, REASON.change, pair(), { signedBy: david })).toBe('SIGNATURE');
    expect(await verdict(open, clara, REASON.accept, pair(), { signedBy: david })).toBe('SIGNATURE');
  });

  test('STAFF: ACCEPT needs counsellor and VAULT_USE custodian in the view', async () => {
    expect(await verdict(open, clara, REASON.accept, pair())).toBe('taken');
    expect(await verdict(open, petra, REASON.accept, pair())).toBe('STAFF');
    expect(await verdict(open, ben, REASON.accept, pair())).toBe('STAFF');
    expect(await verdict(talk, eva, REASON.vaultUse, pair())).toBe('taken');
    expect(await verdict(talk, david, REASON.vaultUse, pair())).toBe('STAFF');
  });

  test('STAFF: the paper never sends', async () => {
    expect(await verdict(talk, paper, REASON.vaultUse, pair())).toBe('STAFF');
  });

  test('STAFF: a bundle of somebody else’s behind a staff entry speaks for nobody', async () => {
    const mallory = await person('mallory');
    const ghost = { kid: mallory.kid, account: await id16('ghost'), bits: BIT.custodian };
    const on = await grow(view, eva, { type: 'staffing', ...ghost });
    expect(await verdict(talk, mallory, REASON.vaultUse, pair(), { on, sender: ghost.account })).toBe(
      'STAFF',
    );
  });

  test('STAFF: who lost counsellor acts no more, not even by an old row; the seeker needs no bit', async () => {
    const on = await grow(await put(clara, BIT.writer), eva, await vaultKey('new vault'));
    const rows = [staff.seeker, staff.david, vaultRow(on)];
    expect(await verdict(talk, clara, REASON.change, rows, { on })).toBe('STAFF');
    const left = [staff.seeker, vaultRow(on)];
    expect(await verdict(talk, clara, REASON.tidy, left, { on })).toBe('STAFF');
    expect(await verdict(talk, ada, REASON.tidy, left, { on })).toBe('taken');
  });

  test('STAFF: a writer sends TIDY and nothing else', async () => {
    const stream = await accepted(view);
    const rows = [...pair(), staff.petra];
    await act(stream, view, clara, REASON.change, rows);
    expect(await verdict(stream, petra, REASON.tidy, rows)).toBe('taken');
    expect(await verdict(stream, petra, REASON.change, rows)).toBe('STAFF');
  });
});

describe('E6, E7: people and keys of this view', () => {
  test('STAFF: each role needs its bit', async () => {
    const add = (who: Person, role: Role) => verdict(talk, clara, REASON.change, [...pair(), row(who, role)]);
    expect(await add(david, ROLE.responsible)).toBe('taken');
    expect(await add(petra, ROLE.counsels)).toBe('taken');
    expect(await add(petra, ROLE.reads)).toBe('taken');
    expect(await add(petra, ROLE.responsible)).toBe('STAFF');
    expect(await add(eva, ROLE.reads)).toBe('STAFF');
    const on = await put(eva, BIT.lead | BIT.custodian | BIT.reader);
    const reader = [...pair(), row(eva, ROLE.reads)];
    expect(await verdict(talk, clara, REASON.change, reader, { on })).toBe('taken');
    expect(await verdict(talk, clara, REASON.change, [...pair(), row(eva, ROLE.counsels)], { on })).toBe(
      'STAFF',
    );
  });

  test('KEYS: this centre’s, newest, not stale', async () => {
    const rows = (vault: Row) => [staff.seeker, staff.clara, vault];
    expect(await verdict(talk, clara, REASON.change, rows({ ...staff.vault, id: zeros(16) }))).toBe('KEYS');
    expect(await verdict(talk, clara, REASON.change, rows({ ...staff.vault, kid: view.inbox!.kid }))).toBe(
      'KEYS',
    );
    const rotated = await grow(view, eva, await vaultKey('second'));
    expect(await verdict(talk, clara, REASON.change, pair(), { on: rotated })).toBe('KEYS');
    expect(await verdict(talk, clara, REASON.change, rows(vaultRow(rotated)), { on: rotated })).toBe('taken');
    const stale = await put(eva, BIT.lead);
    expect(await verdict(talk, clara, REASON.change, pair(), { on: stale })).toBe('KEYS');
    const noInbox = await put(david, 0);
    const back = [staff.seeker, staff.inbox, staff.vault];
    expect(await verdict(talk, clara, REASON.return, back, { on: noInbox })).toBe('KEYS');
    const withInbox = await grow(noInbox, eva, await inboxKey('second'));
    const fresh = [staff.seeker, inboxRow(withInbox), staff.vault];
    expect(await verdict(talk, clara, REASON.return, fresh, { on: withInbox })).toBe('taken');
    const keyless: View = { ...view, vault: null };
    expect(await verdict(talk, clara, REASON.change, pair(), { on: keyless })).toBe('KEYS');
  });

  test('VAULT: a row exactly when the policy is not off', async () => {
    const without = [staff.seeker, staff.clara];
    expect(await verdict(talk, clara, REASON.change, without)).toBe('VAULT');
    const off = await grow(view, eva, { type: 'policy', vault: VAULT_POLICY.off });
    expect(await verdict(talk, clara, REASON.change, without, { on: off })).toBe('taken');
    expect(await verdict(talk, clara, REASON.change, pair(), { on: off })).toBe('VAULT');
  });

  test('EK_PREV: zeros in epoch 0 and in groups, nowhere else', async () => {
    const first = [staff.seeker, staff.inbox, staff.vault];
    const some = zeros(48).fill(1);
    expect(await verdict(await fresh(), ada, REASON.open, first)).toBe('taken');
    expect(await verdict(await fresh(), ada, REASON.open, first, { ekPrev: some })).toBe('EK_PREV');
    expect(await verdict(talk, clara, REASON.change, pair(), { ekPrev: zeros(48) })).toBe('EK_PREV');
    expect(await verdict(circle, clara, REASON.change, circle.current!.rows.slice(), { ekPrev: some })).toBe(
      'EK_PREV',
    );
  });
});

describe('E8: kinds', () => {
  test('SEEKER: one who asks, always the same', async () => {
    const others = [staff.clara, staff.vault];
    expect(await verdict(talk, clara, REASON.change, others)).toBe('SEEKER');
    expect(await verdict(talk, clara, REASON.change, [row(ben, ROLE.asks), ...others])).toBe('SEEKER');
    expect(await verdict(talk, clara, REASON.change, [...pair(), row(ben, ROLE.asks)])).toBe('SEEKER');
    expect(await verdict(talk, clara, REASON.relink, [...pair(), row(ben, ROLE.asks)])).toBe('SEEKER');
  });

  test('KIND: staff threads know no seeker, neither they nor groups an inbox', async () => {
    const rows = [staff.clara, staff.vault];
    expect(await verdict(inner, clara, REASON.change, rows)).toBe('taken');
    expect(await verdict(inner, clara, REASON.change, [...rows, staff.seeker])).toBe('KIND');
    expect(await verdict(inner, clara, REASON.change, [...rows, staff.inbox])).toBe('KIND');
    expect(await verdict(circle, clara, REASON.change, [...circle.current!.rows, staff.inbox])).toBe('KIND');
  });
});

describe('E8: reasons', () => {
  const both = () => [...pair(), withRole(staff.david, ROLE.counsels)];
  const pool = () => [staff.seeker, staff.inbox, staff.vault];
  async function team(): Promise<Stream> {
    const stream = await accepted(view);
    await act(stream, view, clara, REASON.change, [...both(), withRole(staff.petra, ROLE.reads)]);
    return stream;
  }

  test('OPEN, one to one: by the seeker, to the inbox or to one person', async () => {
    const openWith = async (rows: Row[], who = ada) => verdict(await fresh(), who, REASON.open, rows);
    expect(await openWith(pool())).toBe('taken');
    expect(await openWith(pair())).toBe('taken');
    expect(await openWith([...pair(), staff.david])).toBe('NOT_ALLOWED');
    expect(await openWith([...pool(), staff.clara])).toBe('NOT_ALLOWED');
    expect(await openWith([staff.seeker, staff.vault])).toBe('NOT_ALLOWED');
    expect(await openWith([staff.seeker, withRole(staff.clara, ROLE.counsels), staff.vault])).toBe(
      'NOT_ALLOWED',
    );
    expect(await openWith(pair(), clara)).toBe('NOT_ALLOWED');
  });

  test('OPEN, thread and group: by someone responsible', async () => {
    for (const kind of [CONVERSATION_KIND.staffThread, CONVERSATION_KIND.group]) {
      const openWith = async (rows: Row[], who = clara) =>
        verdict(await fresh(), who, REASON.open, rows, { kind });
      expect(await openWith([staff.clara, staff.vault])).toBe('taken');
      expect(await openWith([withRole(staff.clara, ROLE.counsels), staff.david, staff.vault])).toBe(
        'NOT_ALLOWED',
      );
    }
    const rows = [staff.clara, staff.seeker, staff.vault];
    expect(await verdict(await fresh(), ada, REASON.open, rows, { kind: CONVERSATION_KIND.group })).toBe(
      'NOT_ALLOWED',
    );
  });

  test('ACCEPT: of a waiting enquiry, responsible alone, a team beside', async () => {
    const accept = (rows: Row[], stream = open, who = clara) => verdict(stream, who, REASON.accept, rows);
    expect(await accept(both())).toBe('taken');
    expect(await accept([...pair(), staff.petra])).toBe('taken');
    expect(await accept([...pair(), staff.david])).toBe('NOT_ALLOWED');
    expect(await accept([staff.seeker, staff.david, staff.vault])).toBe('NOT_ALLOWED');
    expect(await accept([...pair(), withRole(staff.david, ROLE.reads)])).toBe('NOT_ALLOWED');
    expect(await accept([...pair(), staff.inbox])).toBe('NOT_ALLOWED');
    expect(await accept([row(ben, ROLE.asks), staff.clara, staff.vault])).toBe('SEEKER');
    expect(await accept([staff.seeker, staff.david, staff.vault], talk, david)).toBe('NOT_ALLOWED');
    expect(await accept([staff.clara, staff.david, staff.vault], inner, david)).toBe('NOT_ALLOWED');
  });

  test('ACCEPT: the team is at most 24', async () => {
    const people = await Promise.all(Array.from({ length: MAX_TEAM + 1 }, (_, i) => person(`team ${i}`)));
    let on = view;
    for (const who of people) on = await put(who, BIT.counsellor, on);
    const rows = (count: number) => [
      ...pair(),
      ...people.slice(0, count).map((who) => row(who, ROLE.counsels)),
    ];
    expect(await verdict(open, clara, REASON.accept, rows(MAX_TEAM), { on })).toBe('taken');
    expect(await verdict(open, clara, REASON.accept, rows(MAX_TEAM + 1), { on })).toBe('NOT_ALLOWED');
  });

  test('CHANGE: by those who counsel, someone stays responsible, nothing goes back to the inbox', async () => {
    const stream = await team();
    const change = (rows: Row[], who = clara, on = stream) => verdict(on, who, REASON.change, rows);
    expect(await change([staff.seeker, staff.david, staff.vault])).toBe('taken');
    expect(await change([staff.seeker, staff.david, staff.vault], david)).toBe('taken');
    expect(await change(pair(), ada)).toBe('NOT_ALLOWED');
    expect(await change([staff.seeker, withRole(staff.clara, ROLE.counsels), staff.vault])).toBe(
      'NOT_ALLOWED',
    );
    expect(await change([...pair(), staff.inbox])).toBe('NOT_ALLOWED');
    const reader = await accepted(view);
    await act(reader, view, clara, REASON.change, [...pair(), withRole(staff.david, ROLE.reads)]);
    expect(await change([staff.seeker, staff.david, staff.vault], david, reader)).toBe('NOT_ALLOWED');
  });

  test('CHANGE: in groups by moderators only', async () => {
    const stream = newStream(await id16('moderated'));
    const rows = [staff.clara, withRole(staff.david, ROLE.counsels), staff.seeker, staff.vault];
    await act(stream, view, clara, REASON.open, rows, { kind: CONVERSATION_KIND.group });
    expect(await verdict(stream, clara, REASON.change, [...rows, row(ben, ROLE.asks)])).toBe('taken');
    expect(await verdict(stream, david, REASON.change, rows)).toBe('NOT_ALLOWED');
    expect(await verdict(stream, ada, REASON.change, rows)).toBe('NOT_ALLOWED');
    expect(await verdict(stream, clara, REASON.change, [staff.seeker, staff.vault])).toBe('NOT_ALLOWED');
  });

  test('CHANGE: a moderator closes a group to everyone who is in, and nothing follows', async () => {
    const stream = newStream(await id16('closed'));
    const david = withRole(staff.david, ROLE.reads);
    const rows = [staff.clara, staff.petra, david, staff.seeker, staff.vault];
    await act(stream, view, clara, REASON.open, rows, { kind: CONVERSATION_KIND.group });
    const [by, counselled] = [withRole(staff.clara, ROLE.reads), withRole(staff.petra, ROLE.reads)];
    const closed = [by, counselled, david, staff.seeker, staff.vault];
    expect(closing(rows)).toEqual(sortRows(closed));
    expect(await verdict(stream, ada, REASON.change, closed)).toBe('NOT_ALLOWED');
    expect(await verdict(stream, petra, REASON.change, closed)).toBe('STAFF');
    // To all of them, as the log lets them be, and to nobody else.
    for (const wrong of [
      closed.filter((one) => one !== staff.seeker),
      closed.filter((one) => one !== counselled),
      [...closed, row(ben, ROLE.asks)],
      [by, staff.petra, david, staff.seeker, staff.vault],
    ])
      expect(await verdict(stream, clara, REASON.change, wrong)).toBe('NOT_ALLOWED');
    expect(await verdict(stream, clara, REASON.tidy, closed)).toBe('NOT_ALLOWED');
    const on = await put(petra, 0);
    const without = closed.filter((one) => one !== counselled);
    expect(await verdict(stream, clara, REASON.change, without, { on })).toBe('taken');
    expect(isClosed(stream.current!)).toBe(false);
    await act(stream, view, clara, REASON.change, closed);
    expect(isClosed(stream.current!)).toBe(true);
    for (const [who, reason, next] of [
      [clara, REASON.change, rows],
      [clara, REASON.change, closed],
      [clara, REASON.tidy, closed],
      [eva, REASON.vaultUse, rows],
    ] as const)
      expect(await verdict(stream, who, reason, [...next])).toBe('NOT_ALLOWED');
    expect(await verdict(talk, clara, REASON.change, closing(pair()))).toBe('NOT_ALLOWED');
  });

  test('TIDY: exactly what the log asks, by anyone who may write', async () => {
    const stream = await team();
    const on = await grow(await put(david, BIT.reader), eva, await inboxKey('second'));
    const rows = tidy(stream.current!.rows, on);
    expect(rows.some((r) => r.role === ROLE.counsels)).toBe(false);
    for (const who of [ada, clara])
      expect(await verdict(stream, who, REASON.tidy, rows, { on })).toBe('taken');
    expect(await verdict(stream, petra, REASON.tidy, rows, { on })).toBe('NOT_ALLOWED');
    expect(await verdict(stream, clara, REASON.tidy, [...rows, staff.david], { on })).toBe('STAFF');
    expect(await verdict(stream, clara, REASON.tidy, pair(), { on })).toBe('NOT_ALLOWED');
    expect(await verdict(open, ada, REASON.tidy, pool())).toBe('taken');
  });

  test('TIDY: in groups by moderators only', async () => {
    const rows = circle.current!.rows.slice();
    expect(await verdict(circle, clara, REASON.tidy, rows)).toBe('taken');
    for (const who of [ada, petra]) expect(await verdict(circle, who, REASON.tidy, rows)).toBe('NOT_ALLOWED');
  });

  test('MOVE: by the seeker, to a waiting list and nothing else', async () => {
    expect(await verdict(talk, ada, REASON.move, pool())).toBe('taken');
    expect(await verdict(open, ada, REASON.move, pool())).toBe('taken');
    expect(await verdict(talk, clara, REASON.move, pool())).toBe('NOT_ALLOWED');
    expect(await verdict(talk, ada, REASON.move, [...pool(), staff.clara])).toBe('NOT_ALLOWED');
    expect(await verdict(talk, ada, REASON.move, pair())).toBe('NOT_ALLOWED');
    expect(await verdict(circle, ada, REASON.move, [staff.seeker, staff.vault])).toBe('NOT_ALLOWED');
  });

  test('RETURN: an acceptance undone before anyone answered', async () => {
    expect(await verdict(talk, clara, REASON.return, pool())).toBe('taken');
    expect(await verdict(talk, ada, REASON.return, pool())).toBe('NOT_ALLOWED');
    expect(await verdict(talk, clara, REASON.return, [...pool(), staff.clara])).toBe('NOT_ALLOWED');
    const stream = await accepted(view);
    await say(stream, ada);
    await say(stream, clara, { class: 2 });
    await act(stream, view, clara, REASON.tidy, stream.current!.rows);
    expect(await verdict(stream, clara, REASON.return, pool())).toBe('taken');
    await say(stream, clara);
    expect(await verdict(stream, clara, REASON.return, pool())).toBe('NOT_ALLOWED');
    expect(await verdict(await team(), clara, REASON.return, pool())).toBe('NOT_ALLOWED');
    const direct = newStream(await id16('direct'));
    await act(direct, view, ada, REASON.open, pair());
    expect(await verdict(direct, clara, REASON.return, pool())).toBe('NOT_ALLOWED');
    expect(await verdict(inner, clara, REASON.return, [staff.clara, staff.vault])).toBe('NOT_ALLOWED');
  });

  test('RELINK: the person who asks under another account, all else tidy', async () => {
    const others = [staff.clara, staff.vault];
    const relink = (rows: Row[], who = clara) => verdict(talk, who, REASON.relink, rows);
    expect(await relink([row(ben, ROLE.asks), ...others])).toBe('taken');
    expect(await relink(pair())).toBe('NOT_ALLOWED');
    expect(await relink([row(ben, ROLE.asks), staff.david, staff.vault])).toBe('NOT_ALLOWED');
    expect(await relink([row(ben, ROLE.asks), ...others], ada)).toBe('NOT_ALLOWED');
    expect(await verdict(circle, clara, REASON.relink, circle.current!.rows.slice())).toBe('NOT_ALLOWED');
  });

  test('VAULT_USE: where a vault row stands, to someone responsible', async () => {
    const use = (rows: Row[], stream = talk, on = view) =>
      verdict(stream, eva, REASON.vaultUse, rows, { on });
    expect(await use([staff.seeker, staff.david, staff.vault])).toBe('taken');
    expect(await use([staff.seeker, staff.david, staff.vault], open)).toBe('taken');
    expect(await use([staff.david, staff.vault], inner)).toBe('taken');
    expect(await use([staff.seeker, staff.david, staff.vault], circle)).toBe('taken');
    expect(await use([staff.seeker, staff.vault])).toBe('NOT_ALLOWED');
    expect(await use([...pool(), staff.david])).toBe('NOT_ALLOWED');
    const off = await centre(VAULT_POLICY.off);
    const closed = await accepted(off);
    expect(await use([staff.seeker, staff.david], closed, off)).toBe('NOT_ALLOWED');
  });
});
