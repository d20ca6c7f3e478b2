import type { ReactElement } from 'react';
import { Administration } from './administration.tsx';
import { useSigned } from './staff-context.ts';
import { StaffShell } from './staff-shell.tsx';

/** Administration, and the bar around it. */
export function AdministrationPage(): ReactElement {
  const { staff, onSignOut, me, organisation } = useSigned();
  return (
    <StaffShell staff={{ ...staff, centre: organisation }} here="administration" onSignOut={onSignOut}>
      <Administration organisation={organisation} isAdministrator={me.isAdministrator} />
    </StaffShell>
  );
}
