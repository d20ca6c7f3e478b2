import { fromBase64url, hex } from '@beistand/wire';
import { expect, test } from 'vitest';
import { altstadt, emmendingen } from '../testing/open-organisation.ts';
import { useOrganisation } from '../testing/use-organisation.ts';
import { syncLog } from './log.ts';
import { nameOfCentre } from './signed-name.ts';

const organisation = await useOrganisation({ standing: [altstadt, emmendingen] });
const { centre, lead } = await organisation.raise(altstadt);
const other = await organisation.raise(emmendingen);
const asked = (shown: string, pin: string | null = null) =>
  nameOfCentre(organisation.newWorld(), null, { centre, shown, pin });

test('the shown name stands where the signed one reads alike; else the signed one does', async () => {
  expect(await asked('Freiburg-Altstadt')).toBe('Freiburg-Altstadt');
  expect(await asked('Freiburg Altstadt')).toBe('Freiburg Altstadt');
  expect(await asked('Emmendingen')).toBe('Freiburg-Altstadt');
  expect(await nameOfCentre(lead.world, lead, { centre, shown: 'Nirgends', pin: null })).toBe(
    'Freiburg-Altstadt',
  );
});

test('FALSE_CENTRE: another log than the link’s, or a name that shows nothing', async () => {
  await expect(asked('Freiburg-Altstadt', other.sheet.fingerprint)).rejects.toMatchObject({
    code: 'FALSE_CENTRE',
  });
  const log = await syncLog(lead, fromBase64url(centre));
  const views = log.views.map((view) => ({ ...view, name: 'Frei\u202eburg' }));
  lead.logs.set(hex(fromBase64url(centre)), { ...log, views });
  await expect(
    nameOfCentre(lead.world, lead, { centre, shown: 'Freiburg', pin: null }),
  ).rejects.toMatchObject({
    code: 'FALSE_CENTRE',
  });
});
