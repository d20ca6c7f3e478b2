import {
  type Account,
  makePaperAccount,
  provePaper,
  readRecoveryCode,
  writeRecoveryCode,
} from '@beistand/crypto';
import {
  ACCOUNT_KIND,
  BIT,
  type Bytes,
  CENTRE_KEY,
  fingerprintOf,
  fromBase64url,
  hex,
  same,
  toBase64url,
  VAULT_POLICY,
  type VaultPolicy,
  type View,
} from '@beistand/wire';
import { myId, type Self } from '../self.ts';
import { call, orCode } from '../server/call.ts';
import { noteFounding, pinOf } from '../slot/state.ts';
import { Stop } from '../stop.ts';
import type { ClientWorld } from '../world.ts';
import { bundleFor } from './bundles.ts';
import { addEntry, addKey, newDraft, newestOf, post } from './extend.ts';
import { syncMyLog } from './log.ts';

/** Draws the code of a sheet before there is a centre it belongs to. */
export async function drawPaper(world: ClientWorld): Promise<{ code: Bytes; writtenCode: string }> {
  const code = world.random(16);
  return { code, writtenCode: await writeRecoveryCode(code) };
}

/** What is printed, once: whoever holds the sheet can let in a new lead and open the vault. */
export type PaperSheet = { centre: string; name: string; writtenCode: string; fingerprint: string };

/**
 * Founds a draft centre: CREATE with me as lead, counsellor and custodian and the paper, then both keys, in one batch.
 * `Stop('NOT_WANTED')` where it is founded, `LOG_WITHHELD` where I know that it is and the server says it isn't.
 * `code`: 16 bytes drawn beforehand, where the sheet is printed and typed back first; else it exists only in the answer.
 */
export async function foundCentre(
  self: Self,
  centreText: string,
  name: string,
  {
    policy = VAULT_POLICY.custodians,
    code = self.world.random(16),
  }: { policy?: VaultPolicy; code?: Bytes } = {},
): Promise<PaperSheet> {
  const centre = fromBase64url(centreText);
  const paper = await makePaperAccount(code, centre, self.world.random(16), self.world.now());
  self.bundles.set(hex(paper.bundle.kid), paper.bundle);
  const draft = newDraft({ entries: [], views: [] });
  draft.bundles.push(toBase64url(paper.bundle.bytes));
  const myBits =
    policy === VAULT_POLICY.paperOnly ? BIT.counsellor | BIT.lead : BIT.counsellor | BIT.lead | BIT.custodian;
  const view = await addEntry(self, draft, centre, {
    type: 'create',
    name,
    vault: policy,
    staff: [
      { kid: self.account.bundle.kid, account: myId(self), bits: myBits },
      { kid: paper.bundle.kid, account: paper.bundle.account, bits: BIT.lead | BIT.custodian },
    ],
  });
  await addKey(self, draft, centre, CENTRE_KEY.inbox);
  if (policy !== VAULT_POLICY.off) await addKey(self, draft, centre, CENTRE_KEY.vault);
  await refuseFounded(self, centre);
  await noteFounding(self, centre, view.createHash);
  if ((await post(self, centre, draft)) === 'LOG_IDX') throw new Stop('NOT_WANTED');
  await syncMyLog(self, centre);
  return {
    centre: centreText,
    name,
    writtenCode: await writeRecoveryCode(code),
    fingerprint: fingerprintOf(view.createHash),
  };
}

/** A pin stands for a log that I have seen: where the server has none, it keeps it back, and nothing is founded over it. */
async function refuseFounded(self: Self, centre: Bytes): Promise<void> {
  const log = await orCode(['NOT_FOUND'], call(self.world, 'readLog', { centre: toBase64url(centre) }));
  if (log !== 'NOT_FOUND') throw new Stop('NOT_WANTED');
  if (pinOf(self.state, centre)) throw new Stop('LOG_WITHHELD');
}

/**
 * The sheet retyped: proves to the server that it is legible and at hand. Throws `Unopened('CODE')` for a slip of the
 * pen and `Stop('NO_KEY')` for a sheet of another centre.
 */
export async function checkPaper(self: Self, centreText: string, writtenCode: string): Promise<void> {
  const centre = fromBase64url(centreText);
  const code = await readRecoveryCode(writtenCode);
  for (;;) {
    const view = await newestOf(self, centre);
    const paper = await findPaper(self, view, code);
    if (!paper) throw new Stop('NO_KEY');
    const signature = toBase64url(await provePaper(paper, centre, view.hash));
    const key = toBase64url(paper.bundle.kid);
    const answer = await orCode(
      ['STALE_LOG'],
      call(self.world, 'checkPaper', { centre: centreText, key, signature }),
    );
    if (answer !== 'STALE_LOG') return;
  }
}

/** The paper account that this code makes, if the centre has it; else null. */
export async function findPaper(self: Self, view: View, code: Bytes): Promise<Account | null> {
  for (const { kid } of view.staff) {
    const bundle = await bundleFor(self, kid);
    if (bundle.kind !== ACCOUNT_KIND.paper) continue;
    const paper = await makePaperAccount(code, view.centre, bundle.account, bundle.createdAt);
    if (same(paper.bundle.kid, kid)) return paper;
  }
  return null;
}
