import type { Contract, Output } from '@beistand/contract';
import { plainName } from '@beistand/contract';
import { fingerprintOf, fromBase64url, hex } from '@beistand/wire';
import type { Self } from '../self.ts';
import { pinOf } from '../slot/state.ts';

type Served = Output<Contract['me']>['centres'][number];
/**
 * `mark`: where another of my centres has a name that reads alike, the first letters of this one's fingerprint, or ''
 * for one that I never came to; else null.
 */
export type MyCentre = Served & { mark: string | null };

const markLength = 8;

/** Pins are added in the order in which I came to centres. A centre that I didn't come to never leads the list. */
export function inMyOrder({ state }: Pick<Self, 'state'>, served: readonly Served[]): MyCentre[] {
  const pinned = Object.keys(state.body.pins);
  const placeOf = ({ centre }: Served) => {
    const place = pinned.indexOf(hex(fromBase64url(centre)));
    return place < 0 ? pinned.length : place;
  };
  return [...served]
    .sort((a, b) => placeOf(a) - placeOf(b))
    .map((one) => {
      const isAlone = !served.some(
        (other) => other.centre !== one.centre && plainName(other.name) === plainName(one.name),
      );
      const pin = pinOf(state, fromBase64url(one.centre));
      return { ...one, mark: isAlone ? null : pin ? fingerprintOf(pin).slice(0, markLength) : '' };
    });
}
