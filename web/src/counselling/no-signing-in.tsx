import type { ReactElement } from 'react';
import { useTexts } from '../text/texts.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { keyRound } from '../ui/icons.ts';
import { Door } from './invitation.tsx';

/** For a browser without script, WebAssembly or encryption: nobody of the staff can open anything with it. */
export function NoSigningIn({ organisation }: { organisation: string }): ReactElement {
  const t = useTexts('account');
  return (
    <Door organisation={organisation}>
      <EmptyState isPage icon={keyRound} tone="honey" title={t.noSignInTitle}>
        <p>{t.noSignIn}</p>
        <p>{t.noSignInHelp}</p>
      </EmptyState>
    </Door>
  );
}
