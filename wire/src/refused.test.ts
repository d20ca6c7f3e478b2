// Every code there is, reached once; a code nobody can reach is one nobody needs.
import { expect, test } from 'vitest';
import {
  accepted,
  ada,
  ben,
  bundles,
  centre,
  clara,
  codeOf,
  david,
  entry,
  eva,
  founding,
  grow,
  message,
  record,
  row,
  staffing,
  vaultRow,
} from '../test/cast.ts';
import { utf8, zeros } from './bytes.ts';
import { paddedLength } from './formats/padding.ts';
import { REASON, ROLE } from './formats/record.ts';
import { parseSlot } from './formats/slot.ts';
import { parseAccountWrap } from './formats/wrap.ts';
import type { WireCode } from './refused.ts';
import { judgeMessage } from './rules/judge-message.ts';
import { judgeRecord } from './rules/judge-record.ts';
import { judgeLogBatch } from './rules/log-batch.ts';
import { extendLog } from './rules/view.ts';

test('every refusal', async () => {
  const view = await centre();
  const stream = await accepted(view);
  const rows = [row(ada, ROLE.asks), row(clara, ROLE.responsible), vaultRow(view)];
  const newer = await grow(view, eva, { type: 'staffing', ...staffing(clara, 0) });
  type Wish = Parameters<typeof record>[5];
  const change = async (wish: Wish = {}, list = rows) =>
    judgeRecord(stream, await record(stream, view, clara, REASON.change, list, wish), { view, bundles });
  const log = async (
    signer: typeof eva,
    ...rest: Parameters<typeof entry> extends [unknown, unknown, ...infer R] ? R : never
  ) => extendLog(view, await entry(view, signer, ...rest), bundles);
  const out = { type: 'staffing', ...staffing(david, 0) } as const;
  const onlyEva = { type: 'create', name: '', vault: 0, staff: [staffing(eva, 2)] } as const;

  // BROKEN_KEY needs a seal to fail, and seals are made with secrets.
  const ways: Record<Exclude<WireCode, 'BROKEN_KEY'>, () => unknown> = {
    FORMAT: () => parseSlot(zeros(10)),
    SUITE: () => parseAccountWrap(utf8('CCPW\x02')),
    SIZE: () => paddedLength(70_000),
    SIGNATURE: () => change({ signedBy: david }),
    AKB: () => change({}, [...rows, { ...row(david, ROLE.reads), kid: zeros(32) }]),
    LOG_LINK: () => log(eva, out, { idx: 9 }),
    LOG_TYPE: () => log(eva, founding(2)),
    LOG_SIGNER: () => log(david, out),
    LOG_LAST_LEAD: async () => {
      const alone = extendLog(null, await entry(null, eva, onlyEva), bundles);
      extendLog(alone, await entry(alone, eva, { type: 'staffing', ...staffing(eva, 0) }), bundles);
    },
    LOG_ACCOUNT: () => log(eva, { ...out, account: clara.account }),
    STALE_LOG: async () => {
      const next = await record(stream, view, clara, REASON.change, rows);
      judgeRecord(stream, next, { view: newer, bundles, isViewNewest: true });
    },
    STALE_EPOCH: () => change({ epoch: 9 }),
    CHAIN: () => change({ prevSeq: 9 }),
    ROWS: () => change({}, [...rows, { ...row(clara, ROLE.reads) }]),
    LOG: () => change({ logIdx: 9 }),
    KIND: () => change({ kind: 2 }),
    STAFF: () => change({}, [...rows, row(eva, ROLE.reads)]),
    KEYS: async () => judgeLogBatch(view, [await entry(view, eva, out)], bundles),
    VAULT: () => change({}, rows.slice(0, 2)),
    EK_PREV: () => change({ ekPrev: zeros(48) }),
    SEEKER: () => change({}, [...rows, row(ben, ROLE.asks)]),
    NOT_ALLOWED: async () => judgeMessage(stream, await message(stream, david), { bundles }),
    REKEY: async () => judgeMessage(stream, await message(stream, ada), { bundles, newest: newer }),
    DUPLICATE: async () => {
      const everyId = { ...stream, messageIds: { has: () => true } };
      judgeMessage(everyId, await message(stream, ada), { bundles });
    },
  };
  for (const [code, way] of Object.entries(ways)) expect(await codeOf(way)).toBe(code);
});
