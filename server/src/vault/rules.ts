import { BIT, type Bytes, staffByAccount, VAULT_POLICY, type View } from '@beistand/wire';

/** Custodian now, and there is a vault to open. */
export const keepsVault = (newest: View, account: Bytes): boolean =>
  newest.policy !== VAULT_POLICY.off && ((staffByAccount(newest, account)?.bits ?? 0) & BIT.custodian) !== 0;
