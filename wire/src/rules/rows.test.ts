import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import {
  accepted,
  ada,
  ben,
  centre,
  clara,
  david,
  eva,
  group,
  grow,
  inboxKey,
  inboxRow,
  paper,
  petra,
  row,
  staffing,
  thread,
  vaultKey,
  vaultRow,
  waiting,
} from '../../test/cast.ts';
import { BIT, VAULT_POLICY } from '../formats/log-entry.ts';
import { type EpochRecord, ROLE, type Row, sortRows } from '../formats/record.ts';
import { mustRekey } from './gate.ts';
import { accessOf, closing, isInPool, isOrphaned, membersOf, rowOf, sameRows, tidy } from './rows.ts';
import type { View } from './view.ts';

const cast = [ada, ben, clara, david, eva, petra, paper];
let view: View;
let record: EpochRecord;
let open: EpochRecord;
beforeAll(async () => {
  view = await centre();
  record = (await accepted(view)).current!;
  open = (await waiting(view)).current!;
});
const with_ = (who: typeof clara, bits: number) =>
  grow(view, eva, { type: 'staffing', ...staffing(who, bits) });

const rows = fc
  .tuple(
    fc.uniqueArray(
      fc.tuple(fc.nat(cast.length - 1), fc.constantFrom(1 as const, 2 as const, 3 as const, 4 as const)),
      {
        selector: ([who]) => who,
      },
    ),
    fc.boolean(),
    fc.boolean(),
  )
  .map(([people, inbox, vault]): Row[] =>
    sortRows([
      ...people.map(([who, role]) => row(cast[who]!, role)),
      ...(inbox ? [inboxRow(view)] : []),
      ...(vault ? [vaultRow(view)] : []),
    ]),
  );
const logs = fc
  .tuple(
    fc.array(fc.nat(31), { minLength: cast.length, maxLength: cast.length }),
    fc.constantFrom(0 as const, 1 as const, 2 as const, 3 as const),
  )
  .map(
    ([bits, policy]): View => ({
      ...view,
      policy,
      staff: cast.map((who, i) => staffing(who, bits[i]!)).filter((person) => person.bits),
    }),
  );

test('tidy twice is tidy once, adds nobody, changes no role, keeps who asks, and is sorted', () => {
  fc.assert(
    fc.property(rows, logs, (before, log) => {
      const after = tidy(before, log);
      expect(tidy(after, log)).toEqual(after);
      expect(sortRows(after)).toEqual(after);
      for (const member of membersOf(after)) expect(before).toContainEqual(member);
      const asking = (list: readonly Row[]) => list.filter((r) => r.role === ROLE.asks);
      expect(asking(after)).toEqual(asking(before));
      expect(after.some((r) => r.kind === 2)).toBe(before.some((r) => r.kind === 2));
      expect(after.some((r) => r.kind === 3)).toBe(log.policy !== VAULT_POLICY.off);
    }),
  );
});

test('each role stays with its bits and no others', () => {
  const keeps: Record<number, number> = {
    [ROLE.responsible]: BIT.counsellor,
    [ROLE.counsels]: BIT.counsellor | BIT.writer,
    [ROLE.reads]: BIT.counsellor | BIT.writer | BIT.reader,
  };
  for (const role of [ROLE.responsible, ROLE.counsels, ROLE.reads] as const)
    for (let bits = 0; bits < 32; bits++) {
      const log = { ...view, staff: bits ? [staffing(clara, bits)] : [] };
      const stays = rowOf(tidy([row(clara, role)], log), clara.account) !== undefined;
      expect([role, bits, stays]).toEqual([role, bits, (bits & keeps[role]!) !== 0]);
    }
});

test('staff are known by kid: a new key is a new person', () => {
  const renewed = { ...row(clara, ROLE.responsible), kid: ben.kid };
  expect(tidy([renewed], view).some((r) => r.kind === 1)).toBe(false);
});

test('inbox and vault rows follow the newest keys', async () => {
  let next = await grow(view, eva, await inboxKey('second'));
  next = await grow(next, eva, await vaultKey('second'));
  expect(tidy(open.rows, next)).toEqual(sortRows([row(ada, ROLE.asks), inboxRow(next), vaultRow(next)]));
});

test('access: by today’s log, not by yesterday’s row', async () => {
  expect(accessOf(record, view, clara.account)?.role).toBe(ROLE.responsible);
  expect(accessOf(record, view, ada.account)?.role).toBe(ROLE.asks);
  expect(accessOf(record, view, david.account)).toBeUndefined();
  expect(accessOf(record, await with_(clara, BIT.writer), clara.account)).toBeUndefined();
});

test('pool: counsellors, while the inbox is named', async () => {
  expect([isInPool(open, view, david.account), isInPool(record, view, david.account)]).toEqual([true, false]);
  expect([isInPool(open, view, petra.account), isInPool(open, view, ada.account)]).toEqual([false, false]);
  expect(isInPool(open, await with_(david, BIT.reader), david.account)).toBe(false);
});

test('orphaned: nobody left to answer or accept', async () => {
  expect([isOrphaned(open, view), isOrphaned(record, view)]).toEqual([false, false]);
  expect(isOrphaned(record, await with_(clara, BIT.custodian))).toBe(true);
  expect(isOrphaned((await thread(view)).current!, await with_(clara, 0))).toBe(false);
});

test('the gate shuts for a lost bit, a new key, a changed policy, or a maker who is no member', async () => {
  expect([mustRekey(open, view), mustRekey(record, view)]).toEqual([false, false]);
  expect(mustRekey(record, await with_(clara, BIT.lead))).toBe(true);
  expect(mustRekey(record, await with_(david, 0))).toBe(false);
  expect(mustRekey(open, await grow(view, eva, await inboxKey('second')))).toBe(true);
  expect(mustRekey(record, await grow(view, eva, await inboxKey('second')))).toBe(false);
  expect(mustRekey(record, await grow(view, eva, await vaultKey('second')))).toBe(true);
  expect(mustRekey(record, await grow(view, eva, { type: 'policy', vault: VAULT_POLICY.off }))).toBe(true);
  expect(mustRekey({ ...record, sender: david.account }, view)).toBe(true);
});

test('in groups the gate looks at people only', async () => {
  const { current } = await group(view);
  expect(mustRekey(current!, view)).toBe(false);
  expect(mustRekey(current!, await grow(view, eva, await vaultKey('second')))).toBe(false);
  expect(mustRekey(current!, await with_(petra, 0))).toBe(true);
  expect(mustRekey({ ...current!, sender: david.account }, view)).toBe(true);
  // A closed one needs no key: nobody writes there.
  expect(mustRekey({ ...current!, rows: closing(current!.rows) }, await with_(petra, 0))).toBe(false);
});

test('rows are equal by their bytes', () => {
  expect(sameRows(record.rows, record.rows.slice())).toBe(true);
  expect(sameRows(record.rows, record.rows.slice(1))).toBe(false);
  expect(sameRows([row(ada, ROLE.asks)], [row(ben, ROLE.asks)])).toBe(false);
});
