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

const said = async (act: () => unknown): Promise<string> => {
  try {
    return JSON.stringify(await act(), (_, value) => (value instanceof Uint8Array ? text(value) : value));
  } catch (error) {
    return codeOf(error) ?? String(error);
  }
};

test('R3 both forgive the same in what is typed: every character of the basic plane put in, and in place of another', async () => {
  const draws = drawsFrom('typed');
  const [code, hash] = [draws.bytes(16), draws.bytes(32)];
  const tally = { read: 0, refused: 0 };
  const compare = async (character: string, mine: () => unknown, theirs: () => unknown) => {
    const found = await said(mine);
    expect(`${character.codePointAt(0)} ${found}`).toBe(`${character.codePointAt(0)} ${await said(theirs)}`);
    tally[found === 'CODE' ? 'refused' : 'read']++;
  };
  const [written, pin, link] = [writeCode(code), writePin(hash), writeInvitation(code, hash)];
  for (let unit = 0; unit <= 0xffff; unit++) {
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
  expect(tally.read).toBeGreaterThan(60);
  expect(tally.refused).toBeGreaterThan(190_000);
});
