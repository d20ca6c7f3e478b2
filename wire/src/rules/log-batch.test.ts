import { expect, test } from 'vitest';
import {
  ada,
  bundles,
  centre,
  clara,
  codeOf,
  david,
  entry,
  eva,
  founding,
  grow,
  inboxKey,
  named,
  paper,
  person,
  staffing,
  vaultKey,
} from '../../test/cast.ts';
import { zeros } from '../bytes.ts';
import { BIT, type LogChange, type LogEntry, VAULT_POLICY } from '../formats/log-entry.ts';
import { judgeLogBatch, missingToOpen } from './log-batch.ts';
import { extendLog, type View } from './view.ts';

const put = (who: typeof clara, bits: number): LogChange => ({ type: 'staffing', ...staffing(who, bits) });

async function batch(view: View | null, changes: LogChange[]): Promise<LogEntry[]> {
  const entries: LogEntry[] = [];
  let at = view;
  for (const change of changes) {
    const next = await entry(at, eva, change);
    at = extendLog(at, next, bundles);
    entries.push(next);
  }
  return entries;
}
const verdict = async (view: View | null, changes: LogChange[]) => {
  const entries = await batch(view, changes);
  return codeOf(() => judgeLogBatch(view, entries, bundles));
};

test('founding comes with every needed key, a removal with its new one', async () => {
  const keys = [await inboxKey('a'), await vaultKey('b')];
  expect(await verdict(null, [founding(2), ...keys])).toBe('taken');
  expect(await verdict(null, [founding(2), keys[0]!])).toBe('KEYS');
  expect(await verdict(null, [founding(0), keys[0]!])).toBe('taken');
  const view = await centre();
  expect(await verdict(view, [put(david, 0)])).toBe('KEYS');
  expect(await verdict(view, [put(david, 0), keys[0]!])).toBe('taken');
  expect(await verdict(view, [keys[0]!, put(david, 0)])).toBe('KEYS');
  expect(await verdict(view, [put(clara, 0), keys[0]!])).toBe('KEYS');
  expect(await verdict(view, [put(clara, 0), ...keys])).toBe('taken');
});

test('a key that nothing can be sealed to is none', async () => {
  const view = await centre();
  for (const which of [inboxKey, vaultKey]) {
    const { xwPk } = (await which('c')) as LogChange & { type: 'key' };
    const spoilt = (from: number, to: number, by: number): LogChange => ({
      ...({ type: 'key', which: which === inboxKey ? 2 : 3 } as const),
      xwPk: xwPk.slice().fill(by, from, to),
    });
    expect(await verdict(view, [{ type: 'key', which: which === inboxKey ? 2 : 3, xwPk }])).toBe('taken');
    // A coefficient beyond the modulus; X25519's zero, and a point of small order.
    for (const key of [spoilt(0, 3, 255), spoilt(1184, 1216, 0), spoilt(0, 1216, 255)])
      expect(await verdict(view, [key])).toBe('BROKEN_KEY');
  }
});

test('an empty batch is none', async () => {
  const view = await centre();
  for (const before of [null, view])
    expect(await codeOf(() => judgeLogBatch(before, [], bundles))).toBe('FORMAT');
});

test('the batch is judged entry by entry', async () => {
  const view = await centre();
  const [first] = await batch(view, [put(david, BIT.reader)]);
  expect(await codeOf(() => judgeLogBatch(view, [first!, first!], bundles))).toBe('LOG_LINK');
});

test('only staff become staff, under their own account; the paper leads and keeps, no more', async () => {
  const view = await centre();
  expect(await verdict(view, [put(await person('new'), BIT.counsellor)])).toBe('taken');
  expect(await verdict(view, [put(ada, BIT.counsellor)])).toBe('LOG_ACCOUNT');
  expect(await verdict(view, [put(paper, BIT.lead | BIT.custodian | BIT.reader)])).toBe('LOG_ACCOUNT');
  expect(await verdict(view, [put(paper, BIT.lead), await vaultKey('b')])).toBe('taken');
  const fresh = await person('fresh');
  const other = { type: 'staffing' as const, ...staffing(fresh, BIT.reader), account: zeros(16) };
  expect(await verdict(view, [other])).toBe('LOG_ACCOUNT');
  const unknown = {
    type: 'staffing' as const,
    kid: await named('nobody'),
    account: zeros(16),
    bits: BIT.reader,
  };
  expect(await verdict(view, [unknown])).toBe('AKB');
  expect(await verdict(view, [{ ...unknown, bits: 0 }])).toBe('taken');
  const founders: LogChange = {
    type: 'create',
    name: '',
    vault: 0,
    staff: [staffing(eva, BIT.lead), staffing(ada, BIT.counsellor)],
  };
  expect(await verdict(null, [founders, await inboxKey('a')])).toBe('LOG_ACCOUNT');
});

test('a centre opens with two counsellors, keys, the paper, and the custodians its policy needs', async () => {
  const needs = async (view: View, ...changes: LogChange[]) => {
    let at = view;
    for (const change of changes) at = await grow(at, eva, change);
    return missingToOpen(at, bundles);
  };
  for (const policy of Object.values(VAULT_POLICY)) expect(await needs(await centre(policy))).toEqual([]);
  const view = await centre();
  const keys = [await inboxKey('a'), await vaultKey('b')];
  expect(await needs(view, put(david, BIT.reader), ...keys)).toEqual(['counsellors']);
  expect(await needs(view, put(david, BIT.reader))).toEqual(['keys', 'counsellors']);
  expect(await needs(view, put(clara, BIT.counsellor), ...keys)).toEqual(['custodians']);
  expect(await needs(view, put(paper, 0), ...keys)).toEqual(['paper']);
  expect(await needs(view, put(paper, BIT.lead), ...keys)).toEqual(['paper']);
  const off = await centre(VAULT_POLICY.off);
  expect(await needs(off, put(paper, BIT.lead), put(clara, BIT.counsellor))).toEqual([]);
  const two = await centre(VAULT_POLICY.twoConfirm);
  expect(await needs(two, put(clara, BIT.counsellor), ...keys)).toEqual(['custodians']);
});
