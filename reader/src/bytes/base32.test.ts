import {
  isPinned,
  readInvitation as readInvitationByProduct,
  readRecoveryCode,
  writeInvitation,
} from '@beistand/crypto';
import { expect, test } from 'vitest';
import { readCode, writeCode } from '../account/code.ts';
import { isPinOf, readInvitation, writePin } from '../centre/invitation.ts';
import { codeOf } from '../refuse.ts';
import { drawsFrom } from '../testing/draws.ts';
import { text } from '../testing/vector.ts';

const units = [...Array(0x10000).keys()].filter((unit) => unit < 0x3100 || unit >= 0xfe00);

const said = async (act: () => unknown): Promise<string> => {
  try {
    return JSON.stringify(await act(), (_, value) => (value instanceof Uint8Array ? text(value) : value));
  } catch (error) {
    return codeOf(error) ?? String(error);
  }
};

test('R3: both forgive the same in what is typed: every character up to U+30FF and from U+FE00 on put in, and in place of another', async () => {
  const draws = drawsFrom('typed');
  const [code, hash] = [draws.bytes(16), draws.bytes(32)];
  const tally = { read: 0, refused: 0 };
  const differing: string[] = [];
  const compare = async (character: string, mine: () => unknown, theirs: () => unknown) => {
    const found = await said(mine);
    const other = await said(theirs);
    if (found !== other) differing.push(`U+${character.charCodeAt(0).toString(16)}: ${found}, ${other}`);
    tally[found === 'CODE' ? 'refused' : 'read']++;
  };
  const [written, pin, link] = [writeCode(code), writePin(hash), writeInvitation(code, hash)];
  for (const unit of units) {
    const character = String.fromCharCode(unit);
    const inside = (whole: string) => whole.slice(0, 7) + character + whole.slice(7);
    const instead = (whole: string) => character + whole.slice(1);
    await compare(
      character,
      () => readCode(inside(written)),
      () => readRecoveryCode(inside(written)),
    );
    await compare(
      character,
      () => isPinOf(instead(pin), hash),
      () => isPinned(instead(pin), hash),
    );
    await compare(
      character,
      () => readInvitation(inside(link)).pin !== null,
      () => readInvitationByProduct(inside(link)).pin !== null,
    );
  }
  expect(differing).toEqual([]);
  expect(tally.read).toBeGreaterThan(60);
  expect(tally.refused).toBeGreaterThan(30_000);
});
