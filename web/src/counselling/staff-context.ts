import type { MyCentre } from '@beistand/client';
import type { Contract, Output } from '@beistand/contract';
import { createContext, useContext } from 'react';
import type { Clock } from './say-when.ts';
import type { StaffData } from './staff-shell.tsx';

export type { MyCentre };
export type Me = Omit<Output<Contract['me']>, 'centres'> & { centres: MyCentre[] };

/** What every page of someone signed in stands on. */
export type Signed = {
  me: Me;
  organisation: string;
  clock: Clock;
  /** The centre whose rooms are open; null for someone who is in none. */
  centre: MyCentre | null;
  onChooseCentre: (centre: string) => void;
  /** Asks the server again who I am and where. */
  reload: () => Promise<void>;
  onSignOut: () => void;
  /** For the bar. */
  staff: StaffData;
  go: (path: string, options?: { replace?: boolean }) => void;
  isConnected: boolean;
};

const Given = createContext<Signed | null>(null);
export const SignedOfPage = Given;

/** Throws outside of the pages of someone signed in. */
export function useSigned(): Signed {
  const signed = useContext(Given);
  if (!signed) throw new Error('nobody is signed in on this page');
  return signed;
}
