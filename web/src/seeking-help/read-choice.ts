import type { Choice } from '../account/seeker.ts';

const known = (value: string | null, shape: RegExp): string | null =>
  value && shape.test(value) ? value : null;

/** The wish of a link, from behind its `#`: `t` topic, `c` centre, `k` fingerprint of the centre. Null when it has none. */
export function readChoice(fragment: string): Choice | null {
  const wish = new URLSearchParams(fragment.replace(/^#/, ''));
  const topic = known(wish.get('t'), /^[\w-]{22}$/);
  const centre = known(wish.get('c'), /^[\w-]{22}$/);
  return topic || centre ? { topic, centre, pin: known(wish.get('k'), /^[0-9A-Za-z]{26}$/) } : null;
}

/** Where writing begins; the fragment never travels, so the server doesn't learn topic or centre from it. */
export const writeHref = (topic: string, centre: string): string => `/w#t=${topic}&c=${centre}`;

/** A centre's own link says behind `#k=` which centre is genuine: writing from its page must know it too. */
export function carryPin(root: ParentNode, fragment: string): void {
  const pin = known(new URLSearchParams(fragment.replace(/^#/, '')).get('k'), /^[0-9A-Za-z]{26}$/);
  if (!pin) return;
  for (const link of root.querySelectorAll<HTMLAnchorElement>('a[href^="/w#"]')) link.hash += `&k=${pin}`;
}
