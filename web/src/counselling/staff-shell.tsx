import type { ReactElement, ReactNode } from 'react';
import { useTexts } from '../text/texts.tsx';
import { Button, IconButton } from '../ui/button.tsx';
import { Avatar } from '../ui/card.tsx';
import { clock, house, inbox, keyRound, logOut, usersRound } from '../ui/icons.ts';
import { Rooms } from '../ui/rooms.tsx';
import { StaffFrame } from '../ui/staff-frame.tsx';
import styles from './staff-shell.module.css';

export type StaffData = { organisation: string; centre: string; name: string };

type ShellProps = {
  staff: StaffData;
  here: 'conversations' | 'centre' | 'administration' | 'none';
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
      hasPanes={hasPanes ?? false}
      banner={banner}
      places={[
        { label: t.conversations, href: '/b', icon: inbox, isHere: here === 'conversations' },
        { label: t.centre, href: '/b/centre', icon: house, isHere: here === 'centre' },
      ]}
      self={
        <>
          <span className="away">{t.signedInAs({ name: staff.name })}</span>
          <Avatar name={staff.name} />
          <Button kind="quiet" size="row" icon={logOut} className={styles.signOutWord} onClick={onSignOut}>
            {t.signOut}
          </Button>
          <IconButton label={t.signOut} path={logOut} className={styles.signOutSign} onClick={onSignOut} />
        </>
      }
    >
      {children}
    </StaffFrame>
  );
}

export type RoomName = 'overview' | 'people' | 'keys' | 'offer';

/** The rooms of one's centre; whoever is in several changes between them here. */
export function CentreShell({
  room,
  others = [],
  onChoose,
  ...shell
}: Omit<ShellProps, 'here' | 'hasPanes'> & {
  room: RoomName;
  others?: readonly { id: string; name: string }[];
  onChoose?: (id: string) => void;
}): ReactElement {
  const t = useTexts('counselling');
  return (
    <StaffShell {...shell} here="centre">
      <Rooms
        title={shell.staff.centre}
        rooms={[
          { label: t.overview, href: '/b/centre', icon: house, isHere: room === 'overview' },
          { label: t.people, href: '/b/centre/people', icon: usersRound, isHere: room === 'people' },
          { label: t.offer, href: '/b/centre/offer', icon: clock, isHere: room === 'offer' },
          { label: t.keysRoom, href: '/b/centre/keys', icon: keyRound, isHere: room === 'keys' },
        ]}
      >
        {others.length > 0 && (
          <p className={styles.others}>
            <span>{t.otherCentres}</span>
            {others.map(({ id, name }) => (
              <Button key={id} kind="quiet" size="row" onClick={() => onChoose?.(id)}>
                {name}
              </Button>
            ))}
          </p>
        )}
        {shell.children}
      </Rooms>
    </StaffShell>
  );
}
