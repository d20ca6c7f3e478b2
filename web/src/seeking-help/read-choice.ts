import type { Choice } from '../account/seeker.ts';

const known = (value: string | null, shape: RegExp): string | null =>
  value && shape.test(value) ? value : null;

/**
 * The wish of a link, from behind its `#`: `t` topic, `c` centre, `p` a counsellor there, `k` fingerprints of the centre
 * and of them. Null when it has none, and when it vouches for somebody whom the page didn't name: what is meant for one
 * person must not go to a whole centre.
 */
export function readChoice(fragment: string): Choice | null {
  const wish = new URLSearchParams(fragment.replace(/^#/, ''));
  const topic = known(wish.get('t'), /^[\w-]{22}$/);
  const centre = known(wish.get('c'), /^[\w-]{22}$/);
  const account = known(wish.get('p'), /^[\w-]{22}$/);
  const [pin = null, person = null] = known(wish.get('k'), /^\w{26}(\.\w{26})?$/)?.split('.') ?? [];
  if (!(topic || centre) || (person && !account)) return null;
  return { topic, centre, pin, to: account ? { account, pin: person } : undefined };
}

/** Where writing begins; the fragment never travels, so the server doesn't learn topic or centre from it. */
export const writeHref = (topic: string, centre: string, person?: string): string =>
  `/w#t=${topic}&c=${centre}${person ? `&p=${person}` : ''}`;

/** An own link says behind `#k=` which centre, and whose key there, is genuine: writing from its page must know it too. */
export function carryPin(root: ParentNode, fragment: string): void {
  const [pin] = /\bk=[\w.]+/.exec(fragment) ?? [];
  if (!pin) return;
  for (const link of root.querySelectorAll<HTMLAnchorElement>('a[href^="/w#"]')) link.hash += `&${pin}`;
}
