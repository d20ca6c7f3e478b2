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
import { pinCentre } from '../slot/state.ts';
import { Stop } from '../stop.ts';
import { bundleFor } from './bundles.ts';
import { addEntry, addKey, newDraft, newestOf, post } from './extend.ts';
import { syncLog } from './log.ts';

/** What is printed, once: whoever holds the sheet can let in a new lead and open the vault. */
export type PaperSheet = { centre: string; name: string; writtenCode: string; fingerprint: string };

/**
 * Founds a draft centre: CREATE with me as lead, counsellor and custodian and the paper, then both keys, in one batch.
 * The code of the sheet exists only in the answer.
 */
export async function foundCentre(
  self: Self,
  centreText: string,
  name: string,
  policy: VaultPolicy = VAULT_POLICY.custodians,
): Promise<PaperSheet> {
  const centre = fromBase64url(centreText);
  const code = self.world.random(16);
  const paper = await makePaperAccount(code, self.world.random(16), self.world.now());
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
  await pinCentre(self, centre, view.createHash);
  if ((await post(self, centre, draft)) === 'LOG_IDX') throw new Stop('NOT_WANTED');
  await syncLog(self, centre);
  return {
    centre: centreText,
    name,
    writtenCode: await writeRecoveryCode(code),
    fingerprint: fingerprintOf(view.createHash),
  };
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
    const paper = await paperOf(self, view, code);
    const signature = toBase64url(await provePaper(paper, centre, view.hash));
    const key = toBase64url(paper.bundle.kid);
    const answer = await orCode(
      ['STALE_LOG'],
      call(self.world, 'checkPaper', { centre: centreText, key, signature }),
    );
    if (answer !== 'STALE_LOG') return;
  }
}

/** The paper account that this code makes, if the centre has it. */
async function paperOf(self: Self, view: View, code: Bytes): Promise<Account> {
  for (const { kid } of view.staff) {
    const bundle = await bundleFor(self, kid);
    if (bundle.kind !== ACCOUNT_KIND.paper) continue;
    const paper = await makePaperAccount(code, bundle.account, bundle.createdAt);
    if (same(paper.bundle.kid, kid)) return paper;
  }
  throw new Stop('NO_KEY');
}
