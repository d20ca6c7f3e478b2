import { utf8 } from '@beistand/wire';
import { expect, test } from 'vitest';
import { phraseOf } from '../cast/people.ts';
import { Unreachable } from '../server/call.ts';
import { requestLost } from '../testing/faults.ts';
import { altstadt } from '../testing/open-organisation.ts';
import { lineOf, seekerOf, textsOf } from '../testing/people.ts';
import { useOrganisation } from '../testing/use-organisation.ts';
import { changePhrase } from './change-phrase.ts';
import { forgetDevice, isDeviceKept, keepDevice, resumeDevice } from './my-device.ts';
import { proveAgain, signIn } from './sign-in.ts';
import { signOut } from './sign-out.ts';

let ahead = 0;
const hour = 3_600_000;
const organisation = await useOrganisation({ clock: () => Date.now() + ahead });
const { centre } = await organisation.raise(altstadt);
/** The same browser, another page of it; in a tab of its own. */
const again = (world: { jar: Map<string, string> }) => organisation.newWorld({ jar: world.jar });

test('on my device a page that is loaded again opens without the phrase, and needs no other', async () => {
  const ada = await seekerOf(organisation, centre, 'Wieder da?');
  expect(await resumeDevice(again(ada.world))).toBeNull();
  expect(await keepDevice(ada.self, ada.name)).toBe(true);
  const page = again(ada.world);
  const back = (await resumeDevice(page))!;
  expect([back.name, back.self.kind]).toEqual([ada.name, 'seeker']);
  expect(await textsOf(back.self, ada.conversation)).toEqual(['Wieder da?']);
  expect(page.calls).not.toContain('loginStart');
  await forgetDevice(ada.world);
  expect(await resumeDevice(again(ada.world))).toBeNull();
});

test('what lies there says nothing without the session, and goes with it', async () => {
  const ada = await seekerOf(organisation, centre);
  await keepDevice(ada.self, ada.name);
  const kept = (await ada.world.device.read())!;
  for (const secret of [ada.self.account.masterKey, utf8(ada.name)])
    expect(Buffer.from(kept).includes(Buffer.from(secret))).toBe(false);
  // Signed in anew in this browser: another session, another share.
  await signIn(again(ada.world), ada.name, ada.phrase);
  expect(await resumeDevice(again(ada.world))).toBeNull();
  expect(await isDeviceKept(ada.world)).toBe(false);
});

test('signing out and the end of the session take it away; without a network it waits', async () => {
  const ada = await seekerOf(organisation, centre);
  await keepDevice(ada.self, ada.name);
  const offline = again(ada.world);
  offline.plan('any', requestLost, 9);
  await expect(resumeDevice(offline)).rejects.toThrow(Unreachable);
  expect(await isDeviceKept(ada.world)).toBe(true);
  lineOf(ada.self).plan('logout', requestLost);
  await signOut(ada.self);
  expect(await isDeviceKept(ada.world)).toBe(false);

  const next = await signIn(again(ada.world), ada.name, ada.phrase);
  await keepDevice(next, ada.name);
  ahead += 11 * hour;
  expect(await resumeDevice(again(ada.world))).not.toBeNull();
  ahead += 13 * hour;
  expect(await resumeDevice(again(ada.world))).toBeNull();
  expect(await isDeviceKept(ada.world)).toBe(false);
});

test('a new phrase keeps my device mine', async () => {
  const ada = await seekerOf(organisation, centre);
  await keepDevice(ada.self, ada.name);
  await changePhrase(ada.self, ada.name, phraseOf('neu'));
  expect((await resumeDevice(again(ada.world)))?.name).toBe(ada.name);
});

test('what needs a phrase proven lately is done after it was proven again, in the same session', async () => {
  const ada = await seekerOf(organisation, centre);
  await keepDevice(ada.self, ada.name);
  ahead += hour;
  await expect(changePhrase(ada.self, ada.name, phraseOf('neu'))).rejects.toMatchObject({ code: 'FRESH' });
  await expect(proveAgain(ada.self, ada.name, 'falsch und lang genug')).rejects.toMatchObject({
    code: 'LOGIN',
  });
  await proveAgain(ada.self, ada.name, ` ${ada.phrase}`);
  expect(await resumeDevice(again(ada.world))).not.toBeNull();
  await changePhrase(ada.self, ada.name, phraseOf('neu'));
  const eve = await seekerOf(organisation, centre);
  await expect(proveAgain(ada.self, eve.name, eve.phrase)).rejects.toMatchObject({ code: 'SESSION' });
});
