// Every format and every spelling of bytes, and a centre's log grown at random: taken as it would be written, or refused.
import { expect, test } from 'vitest';
import {
  accepted,
  ada,
  bundles,
  centre,
  clara,
  david,
  entry,
  eva,
  founding,
  inboxKey,
  message,
  paper,
  petra,
  staffing,
  thread,
  vaultKey,
} from '../../test/cast.ts';
import { fuzz, type Target } from '../../test/fuzz.ts';
import { fromBase32Id, toBase32Id } from '../base32.ts';
import { fromBase64url, toBase64url } from '../base64url.ts';
import { type Bytes, cat, fromHex, hex, same, text, u32, utf8, zeros } from '../bytes.ts';
import { Refused } from '../refused.ts';
import { judgeLogBatch, missingToOpen } from '../rules/log-batch.ts';
import { extendLog, type View } from '../rules/view.ts';
import { accountBundleBody, parseAccountBundle } from './account-bundle.ts';
import { isSealedLength, paddedContentLength, sealedLength } from './file.ts';
import { type LogChange, type LogEntry, logEntryBody, parseLogEntry } from './log-entry.ts';
import {
  erasedBytes,
  type Message,
  messageBytes,
  messageHeader,
  parseErasedMessage,
  parseMessage,
  parseSignal,
} from './message.ts';
import { parseRecord, recordBody } from './record.ts';
import { parseSlot, slotHead } from './slot.ts';
import { accountWrapHead, parseAccountWrap } from './wrap.ts';

const FULL = process.env.FULL === '1';
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
const within = /\/wire\/src\//;

/** What is taken must be what would have been written; of what is thrown, only refusals are expected. */
const written =
  (write: (input: Bytes) => Bytes | Promise<Bytes>) =>
  async (input: Bytes): Promise<boolean> => {
    let again: Bytes;
    try {
      again = await write(input);
    } catch (error) {
      if (error instanceof Refused) return false;
      throw error;
    }
    if (!same(again, input)) throw new Error(`taken, and written otherwise: ${hex(again)}`);
    return true;
  };
const tail = (bytes: Bytes) => bytes.slice(-64);
const whole = (one: Message) => messageBytes(messageHeader(one), one.ct!, one.sig);

const view = await centre();
const stream = await accepted(view);
const staffThread = await thread(view);
const said = await message(stream, clara);
const ringHeader = messageHeader({ ...said, class: 3, prevSeq: 0, prevT: zeros(32) });
const ring = messageBytes(ringHeader, said.ct!, said.sig);

const formats: Omit<Target, 'within'>[] = [
  {
    name: 'account bundle',
    seeds: [ada, clara, paper].map(({ bundle }) => bundle.bytes),
    takes: written(async (input) => cat(accountBundleBody(await parseAccountBundle(input)), tail(input))),
  },
  {
    name: 'log entry',
    seeds: [
      (await entry(null, eva, founding(2))).bytes,
      (await entry(view, eva, { type: 'staffing', ...staffing(petra, 0) })).bytes,
      (await entry(view, eva, await inboxKey('another'))).bytes,
      (await entry(view, eva, { type: 'policy', vault: 1 })).bytes,
    ],
    takes: written(async (input) => cat(logEntryBody(await parseLogEntry(input)), tail(input))),
  },
  {
    name: 'record',
    seeds: [stream, staffThread].map(({ current }) => current!.bytes),
    takes: written(async (input) => cat(recordBody(await parseRecord(input)), tail(input))),
  },
  { name: 'message', seeds: [said.bytes], takes: written(async (input) => whole(await parseMessage(input))) },
  {
    name: 'erased message',
    seeds: [erasedBytes(said)],
    takes: written(async (input) => {
      const one = await parseErasedMessage(input);
      return cat(messageHeader(one), one.ctHash, one.sig);
    }),
  },
  { name: 'signal', seeds: [ring], takes: written(async (input) => whole(await parseSignal(input))) },
  {
    name: 'slot',
    seeds: [
      cat(slotHead({ account: ada.account, slot: zeros(16), version: 7, nonce: zeros(12) }), zeros(272)),
      cat(slotHead({ account: ada.account, slot: ada.account, version: 1, nonce: zeros(12) }), zeros(4112)),
    ],
    takes: written((input) => {
      const one = parseSlot(input);
      return cat(slotHead(one), one.ct);
    }),
  },
  {
    name: 'account wrap',
    seeds: [1, 2].map((kind) => cat(accountWrapHead(kind as 1 | 2, ada.account), zeros(60))),
    takes: written((input) => {
      const { kind, account, nonce, ct } = parseAccountWrap(input);
      return cat(accountWrapHead(kind, account), nonce, ct);
    }),
  },
  {
    name: 'base64url',
    seeds: ['', 'AA', 'AAA', 'zr-_', toBase64url(ada.kid)].map(utf8),
    takes: written((input) => utf8(toBase64url(fromBase64url(text(input))))),
  },
  {
    name: 'base32 id',
    seeds: [utf8(toBase32Id(ada.account)), utf8(toBase32Id(zeros(16)))],
    // Forgiving: what it takes must be spelled one way once it is read.
    takes: written((input) => {
      const id = fromBase32Id(text(input));
      if (!same(fromBase32Id(toBase32Id(id)), id)) throw new Error('not the same id');
      return input;
    }),
  },
  {
    name: 'hex',
    seeds: ['', '00ff', hex(ada.account)].map(utf8),
    takes: written((input) => {
      const again = hex(fromHex(text(input)));
      return again === text(input).toLowerCase() ? input : utf8(again);
    }),
  },
  { name: 'utf-8', seeds: ['Grüße', '\ufeff😀', ''].map(utf8), takes: written((input) => utf8(text(input))) },
  {
    name: 'length of a sealed file',
    seeds: [0, 1, 5000, 262_144, 262_145, 50 * 2 ** 20].map((size) => u32(sealedLength(size))),
    takes: (input) => {
      if (input.length !== 4) return false;
      const sealed = new DataView(input.buffer, input.byteOffset).getUint32(0);
      if (!isSealedLength(sealed)) return false;
      if (sealedLength(paddedContentLength(sealed)) !== sealed)
        throw new Error('taken, and sealed otherwise');
      return true;
    },
  },
];

const people = [eva, clara, david, petra, paper, ada];
const keys = [await inboxKey('one'), await vaultKey('two'), await inboxKey('three')];

/** Four bytes an entry: what, who, with which bits, and what is wrong with it. */
async function grown(program: Bytes): Promise<LogEntry[]> {
  const entries: LogEntry[] = [];
  let newest: View | null = null;
  for (let at = 0; at + 4 <= program.length && entries.length < 24; at += 4) {
    const [what, who, bits, wrong] = program.subarray(at, at + 4) as unknown as [
      number,
      number,
      number,
      number,
    ];
    const signer = people[(who >> 4) % people.length]!;
    const person = people[(who & 15) % people.length]!;
    const kinds: LogChange[] = [
      { type: 'staffing', ...staffing(person, bits % 32) },
      keys[bits % keys.length]!,
      { type: 'policy', vault: (bits % 4) as 0 | 1 | 2 | 3 },
      founding((bits % 4) as 0 | 1 | 2 | 3),
    ];
    const next: LogEntry = await entry(newest, signer, kinds[what % kinds.length]!, {
      ...(wrong === 1 && { signedBy: people[(who + 1) % people.length]! }),
      ...(wrong === 2 && { idx: bits }),
      ...(wrong === 3 && { prev: zeros(32) }),
      ...(wrong === 4 && { centre: ada.account }),
    });
    entries.push(next);
    try {
      newest = extendLog(newest, next, bundles);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
    }
  }
  return entries;
}

const logs: Omit<Target, 'within'> = {
  name: 'batch of a log',
  seeds: [
    Uint8Array.of(3, 0, 2, 0, 1, 0, 0, 0, 1, 0, 1, 0),
    Uint8Array.of(3, 0, 1, 0, 1, 0, 0, 0, 1, 0, 1, 0, 0, 2, 0, 0, 1, 0, 2, 0, 2, 0, 0, 0),
    Uint8Array.of(3, 0, 2, 0, 1, 0, 0, 0, 1, 0, 1, 0, 0, 1, 1, 0, 1, 0, 1, 0),
  ],
  takes: async (program) => {
    const entries = await grown(program);
    try {
      const judged = judgeLogBatch(null, entries, bundles);
      const one = entries.reduce<View | null>((before, next) => extendLog(before, next, bundles), null);
      expect(judged).toEqual(one);
      // Somebody leads, nobody twice, and nobody holds a key whose keeper lost it.
      expect(judged.staff.some(({ bits }) => bits & 2)).toBe(true);
      expect(new Set(judged.staff.map(({ account }) => hex(account))).size).toBe(judged.staff.length);
      expect(judged.inbox === null || judged.isInboxStale).toBe(false);
      missingToOpen(judged, bundles);
      return true;
    } catch (error) {
      if (error instanceof Refused) return false;
      throw error;
    }
  },
};

const figures: string[] = [];
test.each([...formats, logs])(
  'R8: $name: taken as it would be written, or refused',
  { timeout: 3_600_000 },
  async (target) => {
    const executions = target === logs ? (FULL ? 10_000 : 100) : FULL ? 100_000 : 1_500;
    const { kept, taken, blocks, ...done } = await fuzz({ ...target, within }, { executions, seed });
    figures.push(`${target.name} ${done.executions} (${taken} taken, ${blocks} blocks, ${kept} kept)`);
  },
);

test('R8: how many', async ({ annotate }) => {
  expect(figures).toHaveLength(formats.length + 1);
  await annotate(`fuzzed by coverage, seed ${seed}: ${figures.join(', ')}`, 'figure');
});
