import { fromHex, hash, hex, type Label, nextTranscript, zeros } from '@beistand/wire';
import { derive } from '../../src/kdf.ts';
import { kind, Mismatch, mustBe, refusals } from './kind.ts';

export const labelledHash = kind<{ label: Label; x: string }, { hash: string }>({
  name: 'hash',
  async make(given) {
    return { hash: hex(await hash(given.label, fromHex(given.x))) };
  },
  async read(given, out) {
    mustBe(await hash(given.label, fromHex(given.x)), out.hash);
  },
  cases: (random) =>
    (['kid', 'log', 'item', 'chain', 'ct', 'sas', 'code'] as const).map((label, i) => ({
      in: { label, x: hex(random([1, 16, 55, 64, 65, 1000, 16][i]!)) },
      bad: refusals(
        ['flip byte 0 of in.x', 'MISMATCH'],
        ['flip byte 31 of out.hash', 'MISMATCH'],
        ['append 00 of in.x', 'MISMATCH'],
        ['write K at character 0 of in.label', 'MISMATCH'],
      ),
    })),
});

type KdfIn = { ikm: string; salt: string; label: Label; context: string; length: number };

export const kdf = kind<KdfIn, { bytes: string }>({
  name: 'kdf',
  async make({ ikm, salt, label, context, length }) {
    return { bytes: hex(await derive(fromHex(ikm), fromHex(salt), label, fromHex(context), length)) };
  },
  async read({ ikm, salt, label, context, length }, out) {
    mustBe(await derive(fromHex(ikm), fromHex(salt), label, fromHex(context), length), out.bytes);
  },
  cases: (random) =>
    (
      [
        ['acct-sign', 32, 0, 0, 32],
        ['amk-wrap', 64, 0, 22, 32],
        ['msg', 32, 32, 162, 44],
        ['ek-commit', 32, 0, 20, 32],
        ['paper', 16, 0, 0, 32],
      ] as const
    ).map(([label, ikm, salt, context, length]) => ({
      in: { ikm: hex(random(ikm)), salt: hex(random(salt)), label, context: hex(random(context)), length },
      bad: refusals(
        ['flip byte 0 of in.ikm', 'MISMATCH'],
        ['append 01 of in.salt', 'MISMATCH'],
        ['append 00 of in.context', 'MISMATCH'],
        ['flip byte 31', 'MISMATCH'],
      ),
    })),
});

async function transcripts(hashes: string[]): Promise<string[]> {
  const made: string[] = [];
  let transcript = zeros(32);
  for (const m of hashes) {
    transcript = await nextTranscript(transcript, fromHex(m));
    made.push(hex(transcript));
  }
  return made;
}

/** T_0 is 32 zero bytes; `transcripts[i]` is T after item i + 1. */
export const chain = kind<{ hashes: string[] }, { transcripts: string[] }>({
  name: 'chain',
  async make(given) {
    return { transcripts: await transcripts(given.hashes) };
  },
  async read(given, out) {
    const made = await transcripts(given.hashes);
    if (made.join() !== out.transcripts.join()) throw new Mismatch('another chain');
  },
  cases: (random) =>
    [1, 2, 3, 5, 8].map((length) => ({
      in: { hashes: Array.from({ length }, () => hex(random(32))) },
      bad: refusals(
        ['flip byte 0 of in.hashes.0', 'MISMATCH'],
        ['flip byte 31 of out.transcripts.0', 'MISMATCH'],
        [`flip byte 5 of in.hashes.${length - 1}`, 'MISMATCH'],
      ),
    })),
});
