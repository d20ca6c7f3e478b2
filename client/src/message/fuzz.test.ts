// What is sealed in a message is JSON of whoever sealed it: read as something that can be used, or as nothing.
import { fromBase64url, text, toBase64url, utf8, zeros } from '@beistand/wire';
import { fuzz, type Target } from '@beistand/wire/testing/fuzz';
import { expect, it } from 'vitest';
import { readBody } from './body.ts';
import { sealIn } from './file-body.ts';

const FULL = process.env.FULL === '1';
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
const [id, hash] = [toBase64url(zeros(16).fill(7)), toBase64url(zeros(32).fill(9))];

const bodies = [
  { t: 'text', ts: 1, x: 'Grüße', name: 'stiller-dachs-1', topic: 'Schulden' },
  { t: 'edit', ts: 1, ref: id, x: 'Anders' },
  { t: 'del', ts: 1, ref: id, edits: [id], name: 'stiller-dachs-1' },
  { t: 'handover', ts: 1, centre: id, create: hash },
  { t: 'about', ts: 1, conv: id },
  { t: 'about', ts: 1, conv: id, notes: true },
  { t: 'title', ts: 1, x: 'Eltern am Montag' },
  { t: 'file', ts: 1, id, key: hash, name: 'foto.jpg', mime: 'image/jpeg', size: 5000 },
];

function parsed(input: Parameters<Target['takes']>[0]): unknown {
  try {
    return JSON.parse(text(input));
  } catch {
    return null;
  }
}

const target: Target = {
  name: 'body',
  seeds: bodies.map((body) => utf8(JSON.stringify(body))),
  within: /\/client\/src\/message\/(file-)?body\.ts/,
  takes: (input) => {
    const body = readBody(parsed(input));
    if (!body) return false;
    // Read again it says the same, and what must open or find something does.
    expect(readBody(JSON.parse(JSON.stringify(body)))).toEqual(body);
    const ids = [
      ...(body.t === 'handover' ? [body.centre, body.create] : []),
      ...(body.t === 'about' ? [body.conv] : []),
      ...(body.t === 'del' ? (body.edits ?? []) : []),
    ];
    for (const one of ids) fromBase64url(one);
    if (body.t === 'file') expect(sealIn(body).fileKey).toHaveLength(32);
    return true;
  },
};

it('R8: a body is read or is nothing, and never fails later', { timeout: 3_600_000 }, async ({
  annotate,
}) => {
  const { executions, taken, blocks, kept } = await fuzz(target, {
    executions: FULL ? 200_000 : 12_000,
    seed,
  });
  await annotate(
    `bodies fuzzed by coverage, seed ${seed}: ${executions} (${taken} taken, ${blocks} blocks, ${kept} kept)`,
    'figure',
  );
});
