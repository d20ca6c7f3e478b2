import type { FreshDatabase } from '@beistand/server/testing';
import { keepDevice, resumeDevice } from '../../account/my-device.ts';
import { signIn } from '../../account/sign-in.ts';
import type { RaisedCentre } from '../../cast/raise.ts';
import { accept } from '../../conversation/accept.ts';
import { beginEnquiry, sendEnquiry } from '../../enquiry/enquire.ts';
import { resume } from '../../message/outbox.ts';
import { deliver } from '../../message/send.ts';
import type { Self } from '../../self.ts';
import { call } from '../../server/call.ts';
import { type MortalPage, mortalPage } from '../mortal-page.ts';
import type { Organisation } from '../open-organisation.ts';
import type { seekerOf } from '../people.ts';

/** What a person does in a tab that may be killed at any await, and what must hold whenever that was. */
export type Journey = {
  verb: string;
  holds: string;
  /** What it needs before its first try. */
  begin: (stage: Stage) => Promise<{
    /**
     * The `n`-th try: begins with a page that dies at its `at`-th await, then looks at what is left and makes the deed
     * whole as its person would. Answers the page that died, or lived to its end.
     */
    run: (at: number, n: number) => Promise<MortalPage>;
    /** After that many tries. */
    end?: (tries: number) => Promise<void>;
  }>;
};

/** Where all of it happens: one organisation with two centres, and two who ask for help. */
export type Stage = {
  organisation: Organisation;
  database: FreshDatabase;
  altstadt: RaisedCentre;
  emmendingen: RaisedCentre;
  clock: { ahead: number };
  ada: Seeker;
  ben: Seeker;
  /** By the name they signed in with, once: the phrase costs more than everything else here. */
  tabs: Map<string, Promise<Tab>>;
};
export type Seeker = Awaited<ReturnType<typeof seekerOf>>;

export const quiet = (): undefined => undefined;

/** Runs a deed until its end or its page's; either way the page is gone then. */
export async function untilDeath(page: MortalPage, at: number, act: () => Promise<unknown>): Promise<void> {
  const death = page.dieAt(at);
  await Promise.race([act(), death]);
  page.close();
}

/** A person's tab on a device of their own. */
export type Tab = {
  /** Whoever it is, as the page that is loaded now knows them. */
  self: Self;
  /** The deed until its death; then the same tab is loaded again, and what it kept goes on its way. */
  kill: (at: number, act: (self: Self) => Promise<unknown>) => Promise<MortalPage>;
};

async function openTab({ organisation }: Stage, name: string, phrase: string): Promise<Tab> {
  let page = mortalPage(organisation.newWorld());
  const self = await signIn(page, name, phrase);
  if (!(await keepDevice(self, name))) throw new Error('the device was not kept');
  const tab: Tab = {
    self,
    kill: async (at, act) => {
      const killed = page;
      await untilDeath(page, at, () => act(tab.self));
      page = mortalPage(organisation.newWorld(page.browser));
      const resumed = await resumeDevice(page);
      if (!resumed) throw new Error(`asked for the phrase after ${JSON.stringify(killed.passed.at(-1))}`);
      tab.self = resumed.self;
      for (const row of resume(tab.self)) await deliver(tab.self, row, quiet);
      if (tab.self.outbox.rows.size > 0) throw new Error('something is still unsent');
      return killed;
    },
  };
  return tab;
}

export function tabOf(stage: Stage, name: string, phrase: string): Promise<Tab> {
  const tab = stage.tabs.get(name) ?? openTab(stage, name, phrase);
  stage.tabs.set(name, tab);
  return tab;
}

/** A conversation that waits at a centre, of somebody who has an account. */
export async function waitingOf(
  { organisation }: Stage,
  { self, name }: Seeker,
  centre: string,
  text = 'Ich weiß nicht weiter.',
): Promise<string> {
  const topic = { topic: organisation.topicIds[0]!, topicTitle: 'Schulden' };
  const { version: consent } = await call(self.world, 'consentText', {});
  const { pending } = await beginEnquiry(
    self.world,
    { ...topic, text, centre, pin: null, consent },
    name,
    '',
  );
  const { arrived } = await sendEnquiry(self.world, { ...pending, newcomer: null }, self, quiet);
  return arrived.conversation;
}

/** One that somebody has accepted. */
export async function acceptedBy(
  stage: Stage,
  seeker: Seeker,
  counsellor: Self,
  text?: string,
): Promise<string> {
  const conversation = await waitingOf(stage, seeker, stage.altstadt.centre, text);
  await accept(counsellor, conversation);
  return conversation;
}
