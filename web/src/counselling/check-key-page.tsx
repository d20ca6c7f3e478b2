import type { ReactElement } from 'react';
import { useTexts } from '../text/texts.tsx';
import { CentreKey } from './centre-key.tsx';
import { Room } from './room.tsx';
import type { MyCentre } from './staff-context.ts';
import { useCentre } from './use-centre.ts';
import { useOwnLink } from './use-own-link.ts';

/** By what the centre is known: the fingerprint that its own links and flyers carry. */
export function CheckKeyPage({ centre }: { centre: MyCentre }): ReactElement {
  const t = useTexts('counselling');
  const read = useCentre(centre.centre);
  const link = useOwnLink(centre.centre, read.now);
  return (
    <Room room="keys" title={t.checkRoom} read={read}>
      {({ name, fingerprint }) => (
        <CentreKey name={name} isOpen={centre.state === 'open'} fingerprint={fingerprint} link={link} />
      )}
    </Room>
  );
}
