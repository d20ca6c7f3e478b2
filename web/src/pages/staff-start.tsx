import { type ReactElement, useState } from 'react';
import { StaffSignIn } from '../account/sign-in.tsx';

/** What stands on a staff page before anyone has signed in. */
export function StaffStart({ organisation }: { organisation: string }): ReactElement {
  const [by, setBy] = useState<'phrase' | 'code'>('phrase');
  return <StaffSignIn organisation={organisation} by={by} onBy={setBy} onSignIn={() => undefined} />;
}
