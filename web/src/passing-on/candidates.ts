import type { ChangeEntry, OpenConversation } from '@beistand/client';
import type { Step } from './readers-after.ts';

const BIT = { counsellor: 1, reader: 8, writer: 16 } as const;
const ROLE = { asks: 1, responsible: 2 } as const;

/** Somebody of the centre, by its log; the name is the server's word. */
export type Colleague = {
  account: string;
  name: string;
  bits: number;
  isMe: boolean;
  /** Whether their key is known to be theirs. */
  isChecked: boolean;
};

export const mayWrite = ({ bits }: Pick<Colleague, 'bits'>): boolean =>
  (bits & (BIT.counsellor | BIT.writer)) !== 0;

/** With whom a step can be done: of those outside, or in. */
export function candidatesFor(
  step: Step,
  colleagues: readonly Colleague[],
  { readers }: Pick<ChangeEntry, 'readers'>,
  covers: OpenConversation['covers'],
): Colleague[] {
  const roleOf = (account: string): number => readers.find((one) => one.account === account)?.role ?? 0;
  const covering = new Set(covers.map(({ account }) => account));
  return colleagues.filter((one) => {
    const { account, bits, isMe } = one;
    const role = roleOf(account);
    if (isMe) return false;
    if (step === 'handOver') return (bits & BIT.counsellor) !== 0;
    if (step === 'remove') return role > ROLE.responsible;
    if (step === 'cover') return mayWrite(one) && (role === 0 || covering.has(account));
    return role === 0 && (mayWrite(one) || (bits & BIT.reader) !== 0);
  });
}
