import { sealSlot } from '@beistand/crypto';
import { type Bytes, hex, toBase64url, zeros } from '@beistand/wire';
import { describe, expect, it } from 'vitest';
import { signIn } from '../account/sign-in.ts';
import { lock, signOut } from '../account/sign-out.ts';
import { keepDraft, readDraft } from '../enquiry/draft.ts';
import type { Self } from '../self.ts';
import { type FaultyWorld, retold } from '../testing/faults.ts';
import { altstadt } from '../testing/open-organisation.ts';
import { seekerOf } from '../testing/people.ts';
import { useOrganisation } from '../testing/use-organisation.ts';
import { pinCentre, pinOf, type StateBody } from './state.ts';

const organisation = await useOrganisation();
const { centre } = await organisation.raise(altstadt);

const bytes = (value: number, length: number): Bytes => new Uint8Array(length).fill(value);
const [there, create, other] = [bytes(1, 16), bytes(2, 32), bytes(3, 32)];
const pins = (self: Self): StateBody['pins'] => self.state.body.pins;

/** The next sign-in brings this state, sealed by the person's own key as another of their devices would. */
async function bring(world: FaultyWorld, self: Self, version: number, body: StateBody): Promise<void> {
  const sealed = await sealSlot(self.account, zeros(16), version, body, world.random);
  const state = { version, bytes: toBase64url(sealed) };
  world.plan(
    'loginFinish',
    retold('loginFinish', (answer) => ({ ...answer, state })),
  );
}

describe('signing in again in one page', () => {
  it('OLDER: takes over no state from before the one it has seen, locked meanwhile or not', async () => {
    const { self, world, name, phrase } = await seekerOf(organisation, centre);
    const first = self.state.body;
    await pinCentre(self, there, create);
    await keepDraft(world, { text: 'Bleibt da', topic: null, centre: null, pin: null });
    await bring(world, self, 1, first);
    await expect(signIn(world, name, phrase)).rejects.toMatchObject({ code: 'OLDER' });
    expect(await readDraft(organisation.newWorld(world))).toMatchObject({ text: 'Bleibt da' });
    await bring(world, self, 1, first);
    lock(self);
    await expect(signIn(world, name, phrase)).rejects.toMatchObject({ code: 'OLDER' });
    const again = await signIn(world, name, phrase);
    expect(again.state.version).toBe(2);
    // Who has signed out has left nothing here to compare with.
    await bring(world, again, 1, first);
    await signOut(again);
    await expect(signIn(world, name, phrase)).resolves.toMatchObject({ state: { version: 1 } });
  });

  it('keeps every pin it has seen, whatever a newer state brings', async () => {
    const { self, world, name, phrase } = await seekerOf(organisation, centre);
    await pinCentre(self, there, create);
    const elsewhere = bytes(4, 16);
    await bring(world, self, 3, { pins: { [hex(elsewhere)]: hex(other) } });
    const again = await signIn(world, name, phrase);
    expect(pins(again)).toEqual({ ...pins(self), [hex(there)]: hex(create), [hex(elsewhere)]: hex(other) });
  });

  it('FALSE_CENTRE: takes no other pin for a centre it has pinned', async () => {
    const { self, world, name, phrase } = await seekerOf(organisation, centre);
    await pinCentre(self, there, create);
    await bring(world, self, 3, { pins: { ...pins(self), [hex(there)]: hex(other) } });
    await expect(signIn(world, name, phrase)).rejects.toMatchObject({ code: 'FALSE_CENTRE' });
  });

  it('FALSE_CENTRE: nor when another device has written it meanwhile', async () => {
    const { self, world, name, phrase } = await seekerOf(organisation, centre);
    const device = await signIn(organisation.newWorld(), name, phrase);
    await pinCentre(device, there, other);
    const before = self.state;
    // Pinned here and never written: the other device was faster.
    self.state = { ...before, body: { pins: { ...pins(self), [hex(there)]: hex(create) } } };
    await expect(pinCentre(self, bytes(5, 16), create)).rejects.toMatchObject({ code: 'FALSE_CENTRE' });
    self.state = before;
    await pinCentre(self, bytes(5, 16), create);
    expect(pinOf(self.state, there)).toEqual(other);
    expect(world.calls).toContain('writeSlot');
  });
});
