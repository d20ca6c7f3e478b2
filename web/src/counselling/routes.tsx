import type { ReactElement } from 'react';
import { useTexts } from '../text/texts.tsx';
import { LinkButton } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { leaf } from '../ui/icons.ts';
import { AdministrationPage } from './administration-page.tsx';
import { AwaitPage } from './await-page.tsx';
import { CheckKeyPage } from './check-key-page.tsx';
import { DeskPage } from './desk-page.tsx';
import { Elsewhere } from './elsewhere.tsx';
import { FoundPage } from './found-page.tsx';
import { KeysPage } from './keys-page.tsx';
import { OfferPage } from './offer-page.tsx';
import { OverviewPage } from './overview-page.tsx';
import { PaperPage } from './paper-page.tsx';
import { PeoplePage } from './people-page.tsx';
import { SheetPage } from './sheet-page.tsx';
import { useSigned } from './staff-context.ts';
import { StaffShell } from './staff-shell.tsx';

/** Which page an address of the staff's side shows to the one who is signed in. */
export function Routes({ path }: { path: string }): ReactElement {
  const { centre, me } = useSigned();
  if (path === '/b/administration') return <AdministrationPage />;
  if (!centre) return me.isAdministrator ? <AdministrationPage /> : <AwaitPage />;
  const isForDrafts = path === '/b/centre/found' || path === '/b/centre/offer';
  if (centre.state === 'draft' && !isForDrafts) return <Elsewhere to="/b/centre/found" />;
  switch (path) {
    case '/b/centre/found':
      return <FoundPage key={centre.centre} centre={centre} />;
    case '/b':
      return <DeskPage />;
    case '/b/centre':
      return <OverviewPage key={centre.centre} centre={centre} />;
    case '/b/centre/people':
      return <PeoplePage key={centre.centre} centre={centre} />;
    case '/b/centre/keys':
      return <KeysPage key={centre.centre} centre={centre} />;
    case '/b/centre/paper':
      return <PaperPage key={centre.centre} centre={centre} />;
    case '/b/centre/sheet':
      return <SheetPage key={centre.centre} centre={centre} />;
    case '/b/centre/check':
      return <CheckKeyPage key={centre.centre} centre={centre} />;
    case '/b/centre/offer':
      return <OfferPage key={centre.centre} centre={centre} />;
    default:
      return <Nowhere />;
  }
}

function Nowhere(): ReactElement {
  const { staff, onSignOut } = useSigned();
  const t = useTexts('counselling');
  return (
    <StaffShell staff={staff} here="none" onSignOut={onSignOut}>
      <EmptyState
        isPage
        icon={leaf}
        title={t.nowhere}
        action={<LinkButton href="/b">{t.conversations}</LinkButton>}
      >
        <p>{t.nowhereNote}</p>
      </EmptyState>
    </StaffShell>
  );
}
