import { type Bytes, hex } from '@beistand/wire';

/** What was said and heard of a conversation beside its stream. Memory only. */
export type Heard = {
  /** Message ids, oldest first. */
  ids: Set<string>;
  /** By sender and call the highest n, latest last. */
  highest: Map<string, number>;
};
export const nothingHeard = (): Heard => ({ ids: new Set(), highest: new Map() });

/** More than two minutes hold at the rate the server lets one account have; what is older doesn't count anyway. */
const mostRemembered = 4_096;

const nameOf = (sender: Bytes, call: string): string => `${hex(sender)}:${call}`;

export const highestOf = ({ highest }: Heard, sender: Bytes, call: string): number | undefined =>
  highest.get(nameOf(sender, call));

export function remember(
  { ids, highest }: Heard,
  { messageId, sender }: { messageId: Bytes; sender: Bytes },
  { call, n }: { call: string; n: number },
): void {
  ids.add(hex(messageId));
  highest.delete(nameOf(sender, call));
  highest.set(nameOf(sender, call), n);
  for (const names of [ids, highest])
    if (names.size > mostRemembered) names.delete(names.keys().next().value!);
}
