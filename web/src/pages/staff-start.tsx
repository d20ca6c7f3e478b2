import type { ReactElement } from 'react';
import { type SignInProps, StaffSignIn } from '../account/sign-in.tsx';
import { DoorOpening } from '../counselling/invitation.tsx';

/** The part of an invitation's address that names it; null on every other page. */
export const invitationIn = (path: string): string | null => /^\/i\/([\w-]+)$/.exec(path)?.[1] ?? null;

const still: SignInProps = { by: 'phrase', onBy: () => undefined, onSignIn: () => undefined };

/** What stands on a staff page before anyone has signed in and the script has come. */
export function StaffStart({ path, organisation }: { path: string; organisation: string }): ReactElement {
  if (invitationIn(path)) return <DoorOpening organisation={organisation} />;
  return <StaffSignIn organisation={organisation} {...still} />;
}
