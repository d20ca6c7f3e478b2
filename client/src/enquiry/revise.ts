import { writeRecoveryCode } from '@beistand/crypto';
import { fromBase64url } from '@beistand/wire';
import type { Enquiry, Pending } from './enquire.ts';

/** What may still change before an enquiry is sent. */
export type Revision = { name?: string; phrase?: string; enquiry?: Partial<Enquiry> };

/**
 * Another name, phrase, text or centre under the same ids and the same recovery code: what someone has already written
 * down stays true. The bytes are made anew.
 */
export function revise(pending: Pending, { name, phrase, enquiry }: Revision): Pending {
  const { newcomer } = pending;
  return {
    ...pending,
    enquiry: { ...pending.enquiry, ...enquiry },
    newcomer: newcomer && { ...newcomer, ...(name && { name }), ...(phrase && { phrase }) },
    shownName: name ?? pending.shownName,
    sent: null,
  };
}

/** How the person of an enquiry that isn't sent yet will come back; null when they have an account already. */
export async function wayBackOf({
  newcomer,
}: Pending): Promise<{ name: string; phrase: string; writtenCode: string } | null> {
  if (!newcomer) return null;
  const { name, phrase, recoveryCode } = newcomer;
  return { name, phrase, writtenCode: await writeRecoveryCode(fromBase64url(recoveryCode)) };
}
