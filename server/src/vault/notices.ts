import { BIT, membersOf } from '@beistand/wire';
import { rightTo } from '../conversations/access.ts';
import type { Place } from '../conversations/store.ts';
import type { Announcement } from '../http/asked.ts';

/** Members look at their conversation again, custodians at what waits for one of them. */
export function noticesOfUse(place: Place, now: number): Announcement[] {
  const { conversation, centre, seq, current, newest } = place;
  const members = membersOf(current.rows).map(({ id }) => id);
  const custodians = newest.staff.filter(({ bits }) => bits & BIT.custodian).map(({ account }) => account);
  return [
    { t: 'items', to: members.filter((account) => rightTo(place, account, now)), conversation, seq },
    { t: 'changes', to: custodians, centre },
  ];
}
