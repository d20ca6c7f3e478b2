// Server processes and the database die at random moments while people write. What was acknowledged is there, once.
import { addOrganisation, inviteAdministrator } from '@beistand/server/operator';
import { toBase64url } from '@beistand/wire';
import { afterAll, expect, it } from 'vitest';
import { signIn } from '../account/sign-in.ts';
import { centres, clara, david, franz, phraseOf, topics } from '../cast/people.ts';
import { join, raiseCentre, raiseTopics } from '../cast/raise.ts';
import { invitationPath } from '../centre/invite.ts';
import { accept } from '../conversation/accept.ts';
import { listConversations } from '../conversation/list.ts';
import { refresh } from '../conversation/open.ts';
import { beginEnquiry, sendEnquiry } from '../enquiry/enquire.ts';
import { listWaiting } from '../enquiry/waiting.ts';
import { send } from '../message/send.ts';
import type { Self } from '../self.ts';
import { backingOff } from '../server/back-off.ts';
import { call, ServerRefusal } from '../server/call.ts';
import type { ClientWorld } from '../world.ts';
import { faultyWorld } from './faults.ts';
import { startServers } from './servers.ts';

const kills = process.env.FULL ? 200 : 50;
const databaseKills = process.env.FULL ? 200 : 5;
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
const random = seeded(seed);
const servers = await startServers(2);
afterAll(() => servers.stop());
const { database } = servers;

/** Talks to whichever process runs, and comes back as soon as one does. */
function newWorld(): ClientWorld {
  const world = faultyWorld(servers.origin());
  world.wait = async () => {
    await servers.someUp();
    // The database may be what is away, and that nobody announces.
    await new Promise((resolve) => setTimeout(resolve, 20));
  };
  return Object.defineProperty(world, 'origin', { get: () => servers.origin() });
}

await addOrganisation(database.owner, { name: 'Lindenwerk', host: 'localhost', isDefault: true });
const invited = await inviteAdministrator(database.owner, 'Lindenwerk');
const administrator = await join(newWorld(), invitationPath(toBase64url(invited!.invitation)), franz);
const topicIds = await raiseTopics(administrator, topics);
const { version: consent } = await call(administrator.world, 'consentText', {});
const { centre, colleagues } = await raiseCentre(newWorld, administrator, centres[0]!, topicIds);

/** What the server has acknowledged: texts by conversation, and who asked. */
const acknowledged = new Map<string, string[]>();
const seekers: { name: string; conversation: string }[] = [];
let isOver = false;
let accepts = 0;

let count = 0;
let hearOfMore = (): void => undefined;
const note = (conversation: string, text: string): void => {
  acknowledged.set(conversation, [...(acknowledged.get(conversation) ?? []), text]);
  count += 1;
  hearOfMore();
};
/** Resolves when the server has acknowledged that many more. */
const acknowledgedMore = (more: number) =>
  new Promise<void>((resolve) => {
    const until = count + more;
    hearOfMore = () => {
      if (count >= until) resolve();
    };
  });
const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
const patiently = <T>({ world }: { world: ClientWorld }, act: () => Promise<T>) =>
  backingOff(world, act, () => undefined);
const comeIn = (name: string, phrase: string): Promise<Self> => {
  const world = newWorld();
  return patiently({ world }, () => signIn(world, name, phrase));
};

async function seek(lane: number): Promise<void> {
  for (let round = 0; !isOver; round++) {
    const [name, text] = [`treuer-star-${lane}${String(round).padStart(3, '0')}`, `Frage ${lane}.${round}`];
    const enquiry = { text, topic: topicIds[0]!, topicTitle: 'Schulden', centre, pin: null, consent };
    const world = newWorld();
    const { pending } = await beginEnquiry(world, enquiry, name, phraseOf('star'));
    const { self, arrived } = await sendEnquiry(world, pending, null, () => undefined);
    const { conversation } = arrived;
    seekers.push({ name, conversation });
    note(conversation, text);
    for (let i = 0; i < 24 && !isOver; i++) {
      const words = `${text}: ${i}`;
      await send(self, conversation, words);
      note(conversation, words);
    }
  }
}

async function counsel(self: Self, called: string): Promise<void> {
  const mine: string[] = [];
  for (let round = 0; !isOver; round++) {
    const { waiting } = await patiently(self, () => listWaiting(self));
    for (const { conversation } of waiting) {
      const isTaken = await patiently(self, () => accept(self, conversation)).catch((error: unknown) => {
        if (error instanceof ServerRefusal && error.code === 'TAKEN') return null;
        throw error;
      });
      if (isTaken === null) continue;
      accepts += 1;
      mine.push(conversation);
    }
    const conversation = pick(mine);
    if (!conversation) continue;
    const words = `${called} ${round}`;
    await send(self, conversation, words);
    note(conversation, words);
  }
}

it('R5: servers and database killed under load: nothing acknowledged is lost, nothing doubled', {
  timeout: (kills + databaseKills) * 10_000,
}, async ({ annotate }) => {
  const work = Promise.all([
    seek(1),
    seek(2),
    seek(3),
    ...colleagues.map((self, i) => counsel(self, `Antwort ${i}`)),
  ]);
  const failed = work.then(() => undefined);
  const killing = (async () => {
    const left = { server: kills, database: databaseKills };
    while (left.server > 0 || left.database > 0) {
      await acknowledgedMore(1 + Math.floor(random() * 10));
      await new Promise((resolve) => setTimeout(resolve, random() * 30));
      if (random() * (left.server + left.database) < left.database) {
        if (servers.killDatabase()) left.database -= 1;
        continue;
      }
      // Now and then both are away at once.
      for (let both = random() < 0.3 ? 2 : 1; both > 0 && left.server > 0; both--)
        if (servers.kill(Math.floor(random() * 2))) left.server -= 1;
    }
  })();
  await Promise.race([killing, failed]);
  isOver = true;
  await work;

  await annotate(`seed ${seed}`, 'seed');
  // Everyone comes back on a device that has seen nothing, and judges every stream from its first item.
  const staff = await Promise.all([clara, david].map((person) => comeIn(person.signInName, person.phrase)));
  const readers = new Map<string, Self>();
  for (const self of staff)
    for (let after: string | undefined; ; ) {
      const page = await patiently(self, () => listConversations(self, after));
      for (const { conversation } of page.conversations) readers.set(conversation, self);
      if (!page.next) break;
      after = page.next;
    }
  for (const { name, conversation } of seekers) {
    const self = await comeIn(name, phraseOf('star'));
    const listed = await patiently(self, () => listConversations(self));
    expect(listed.conversations.map((one) => one.conversation)).toEqual([conversation]);
    for (const reader of [self, ...[readers.get(conversation)].filter((one) => one !== undefined)]) {
      const opened = await patiently(reader, () => refresh(reader, conversation));
      expect(opened).toMatchObject({ isChecked: true, frozen: null });
      const texts = opened.entries.flatMap((entry) => (entry.t === 'message' ? [entry.text] : []));
      expect(texts.toSorted()).toEqual(acknowledged.get(conversation)!.toSorted());
      const ofSeeker = opened.entries.flatMap((one) =>
        one.t === 'message' && one.isFromSeeker ? [one.text] : [],
      );
      expect(ofSeeker).toEqual(acknowledged.get(conversation)!.filter((text) => text.startsWith('Frage')));
      const taken = opened.entries.filter((entry) => entry.t === 'change' && entry.what === 'accepted');
      expect(taken).toHaveLength(readers.has(conversation) ? 1 : 0);
    }
  }
  expect(readers.size).toBe(accepts);
  const { kysely } = database.owner;
  const stored = await kysely
    .selectFrom('items')
    .select(({ fn }) => fn.countAll().as('n'))
    .executeTakeFirstOrThrow();
  expect(Number(stored.n)).toBe(count + seekers.length + accepts);
  const accounts = await kysely
    .selectFrom('accounts')
    .select(({ fn }) => fn.countAll().as('n'))
    .executeTakeFirstOrThrow();
  expect(Number(accounts.n)).toBe(seekers.length + 4);
  await annotate(
    `servers killed ${kills}×, database ${databaseKills}×: ${count} messages, ${seekers.length} enquiries, ${accepts} accepts acknowledged; 0 lost, 0 doubled`,
    'figure',
  );
});

/** Mulberry32: the same kills and choices for the same seed. */
function seeded(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
