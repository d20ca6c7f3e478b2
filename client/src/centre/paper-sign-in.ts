import { readRecoveryCode } from '@beistand/crypto';
import { BIT, CENTRE_KEY, fromBase64url, same, VAULT_POLICY } from '@beistand/wire';
import { myId, type Self } from '../self.ts';
import { pinCentre } from '../slot/state.ts';
import { Stop } from '../stop.ts';
import { addEntry, boxForHolders, changeLog, heldKey } from './extend.ts';
import { findPaper } from './found.ts';
import { takePaperKeys } from './keys.ts';
import { checkPin, syncLog } from './log.ts';

/**
 * Nobody who leads can be reached any more: whoever holds the sheet and a staff account leads from now on, and keeps the
 * vault where there is one. The sheet signs it, so the log shows that it was used. Under "paper only" two custodians' policy comes with
 * it, for people may keep no vault there. `fingerprint`: the 26 letters printed on the sheet; `Stop('FALSE_CENTRE')` when
 * the centre the server shows is another one. Throws `Unopened('CODE')` for a slip of the pen, `Stop('NO_KEY')` for a
 * sheet of another centre or one that is void.
 */
export async function signInNewLeadByPaper(
  self: Self,
  centreText: string,
  sheet: { writtenCode: string; fingerprint: string },
): Promise<void> {
  const code = await readRecoveryCode(sheet.writtenCode);
  const { kid } = self.account.bundle;
  const log = await syncLog(self, fromBase64url(centreText));
  checkPin(log, { written: sheet.fingerprint });
  await pinCentre(self, fromBase64url(centreText), log.entries[0]!.hash);
  await changeLog(self, centreText, async (draft, centre) => {
    const { staff, policy } = draft.view!;
    const paper = await findPaper(self, draft.view!, code);
    if (!paper) throw new Stop('NO_KEY');
    await takePaperKeys(self, draft.log, paper);
    const before = staff.find((person) => same(person.kid, kid))?.bits ?? 0;
    const bits = before | BIT.lead | (policy === VAULT_POLICY.off ? 0 : BIT.custodian);
    if (bits === before) return false;
    if (policy === VAULT_POLICY.paperOnly)
      await addEntry(self, draft, centre, { type: 'policy', vault: VAULT_POLICY.custodians }, paper);
    await addEntry(self, draft, centre, { type: 'staffing', kid, account: myId(self), bits }, paper);
    if (!(bits & ~before & BIT.custodian)) return true;
    const vault = heldKey(self, draft.view!, CENTRE_KEY.vault);
    if (!vault) throw new Stop('NO_KEY');
    await boxForHolders(self, draft, CENTRE_KEY.vault, vault, kid);
    return true;
  });
}
