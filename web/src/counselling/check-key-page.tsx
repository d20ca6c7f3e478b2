import type { Contract, Output } from '@beistand/contract';
import { type ReactElement, useEffect, useState } from 'react';
import { useTexts } from '../text/texts.tsx';
import { CentreKey } from './centre-key.tsx';
import { askSignedIn } from './gate.ts';
import { Room } from './room.tsx';
import type { MyCentre } from './staff-context.ts';
import { useCentre } from './use-centre.ts';

/** By what the centre is known: the fingerprint that its own links and flyers carry. */
export function CheckKeyPage({ centre }: { centre: MyCentre }): ReactElement {
  const t = useTexts('counselling');
  const read = useCentre(centre.centre);
  const [profile, setProfile] = useState<Output<Contract['centre']> | null>(null);
  // Synchronises with the server: the neutral address of the centre.
  useEffect(() => {
    askSignedIn('centre', centre.centre).then(setProfile, () => setProfile(null));
  }, [centre.centre]);
  return (
    <Room room="keys" title={t.checkRoom} read={read}>
      {({ name, fingerprint }) => (
        <CentreKey
          name={name}
          isOpen={centre.state === 'open'}
          fingerprint={fingerprint}
          link={profile && `${location.origin}/a/${profile.code}#k=${fingerprint}`}
        />
      )}
    </Room>
  );
}
