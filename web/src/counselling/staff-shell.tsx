import type { ReactElement, ReactNode } from 'react';
import { useTexts } from '../text/texts.tsx';
import { IconButton } from '../ui/button.tsx';
import { Avatar } from '../ui/card.tsx';
import { house, inbox, keyRound, logOut, usersRound } from '../ui/icons.ts';
import { Rooms, StaffFrame } from '../ui/staff-frame.tsx';

export type StaffData = { organisation: string; centre: string; name: string };

type ShellProps = {
  staff: StaffData;
  here: 'conversations' | 'centre';
  hasPanes?: boolean;
  banner?: ReactNode;
  onSignOut: () => void;
  children: ReactNode;
};

/** The bar around every staff screen. */
export function StaffShell({ staff, here, hasPanes, banner, onSignOut, children }: ShellProps): ReactElement {
  const t = useTexts('counselling');
  return (
    <StaffFrame
      organisation={staff.organisation}
      hasPanes={hasPanes}
      banner={banner}
      places={[
        { label: t.conversations, href: '/b', icon: inbox, isHere: here === 'conversations' },
        { label: t.centre, href: '/b/centre', icon: house, isHere: here === 'centre' },
      ]}
      self={
        <>
          <span className="away">{staff.name}</span>
          <Avatar name={staff.name} />
          <IconButton label={t.signOut} path={logOut} onClick={onSignOut} />
        </>
      }
    >
      {children}
    </StaffFrame>
  );
}

/** The rooms of one's centre. */
export function CentreShell({
  room,
  ...shell
}: Omit<ShellProps, 'here' | 'hasPanes'> & { room: 'overview' | 'people' | 'keys' }): ReactElement {
  const t = useTexts('counselling');
  return (
    <StaffShell {...shell} here="centre">
      <Rooms
        title={shell.staff.centre}
        rooms={[
          { label: t.overview, href: '/b/centre', icon: house, isHere: room === 'overview' },
          { label: t.people, href: '/b/centre/people', icon: usersRound, isHere: room === 'people' },
          { label: t.keysRoom, href: '/b/centre/keys', icon: keyRound, isHere: room === 'keys' },
        ]}
      >
        {shell.children}
      </Rooms>
    </StaffShell>
  );
}
