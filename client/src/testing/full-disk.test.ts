import { limits } from '@beistand/contract';
import { afterAll, expect, it } from 'vitest';
import { signIn } from '../account/sign-in.ts';
import { contentOf } from '../attachment/download.ts';
import { sendFile } from '../attachment/send-file.ts';
import { attach } from '../attachment/upload.ts';
import { franz, miriam, phraseOf, topics } from '../cast/people.ts';
import { join, raiseCentre, raiseTopics } from '../cast/raise.ts';
import { invitationPath } from '../centre/invite.ts';
import { accept } from '../conversation/accept.ts';
import { listConversations } from '../conversation/list.ts';
import { beginEnquiry, sendEnquiry } from '../enquiry/enquire.ts';
import { deliver, queueMessage } from '../message/send.ts';
import { call } from '../server/call.ts';
import { faultyWorld } from './faults.ts';
import { hashOf, octetsOf } from './octets.ts';
import { emmendingen } from './open-organisation.ts';
import { lineOf, textsOf } from './people.ts';
import { mayMount, type Small, type SmallDisk, startOnSmallDisk } from './small-disk.ts';

const disks: SmallDisk[] = [];
afterAll(() => Promise.all(disks.map(({ stop }) => stop())));
const ways: Small[] = mayMount() ? ['quota', 'disk'] : ['quota'];

it.for(ways)(
  'R12: a full %s: refused in plain words, nothing lost, and well again when there is room',
  {
    timeout: 180_000,
  },
  async (small, { annotate }) => {
    const disk = await startOnSmallDisk(small);
    disks.push(disk);
    const { origin, invitation, fill, free } = disk;
    const newWorld = () => faultyWorld(origin);
    const administrator = await join(newWorld(), invitationPath(invitation), franz);
    const topicIds = await raiseTopics(administrator, topics);
    const { centre, colleagues } = await raiseCentre(newWorld, administrator, emmendingen, topicIds);
    const counsellor = colleagues[0]!;
    const { version: consent } = await call(newWorld(), 'consentText', {});
    const begin = async (name: string, text: string) => {
      const world = newWorld();
      const enquiry = { text, topic: topicIds[0]!, topicTitle: 'Schulden', centre, pin: null, consent };
      return { world, ...(await beginEnquiry(world, enquiry, name, phraseOf('rabe'))) };
    };
    const first = await begin('kluger-rabe-1', 'Vorher.');
    const { self: ada, arrived } = await sendEnquiry(first.world, first.pending, null, () => undefined);
    const { conversation } = arrived;
    await accept(counsellor, conversation);

    await fill();
    // Long messages until the database needs a new page and there is none. Then everybody waits for room.
    const room = Promise.withResolvers<void>();
    const refused = Promise.withResolvers<string>();
    lineOf(ada).wait = () => room.promise;
    const sent: string[] = [];
    const sendings: Promise<unknown>[] = [];
    for (let isFull = false; !isFull; ) {
      const x = `${sent.length}:${'x'.repeat(limits.message.mostCharacters - 10)}`;
      const row = await queueMessage(ada, conversation, { t: 'text', ts: 1, x });
      const sending = deliver(ada, row, (reason) => refused.resolve(reason));
      sent.push(x);
      sendings.push(sending);
      isFull = await Promise.race([sending.then(() => false), refused.promise.then(() => true)]);
    }
    expect(await refused.promise).toBe('slow');

    // Someone new comes meanwhile: all or nothing, and in the end all.
    const second = await begin('kluger-rabe-2', 'Währenddessen.');
    second.world.wait = () => room.promise;
    const heard = Promise.withResolvers<string>();
    sendings.push(sendEnquiry(second.world, second.pending, null, (reason) => heard.resolve(reason)));
    expect(await heard.promise).toBe('slow');
    expect((await fetch(`${origin}/api/health`)).status).toBe(200);

    // A file is as much as the disk takes: on a full one it waits too.
    lineOf(counsellor).wait = () => room.promise;
    const photo = attach(counsellor, conversation, new Blob([octetsOf(700_000)]), {
      name: 'foto.jpg',
      mime: 'image/jpeg',
    });
    const filing = Promise.withResolvers<string>();
    const sendingFile = sendFile(counsellor, photo, { onWaiting: (reason) => filing.resolve(reason) });
    sendings.push(sendingFile);
    if (small === 'disk') expect(await filing.promise).toBe('slow');

    await free();
    room.resolve();
    await Promise.all(sendings);
    const desk = await signIn(newWorld(), miriam.signInName, miriam.phrase);
    const { messageId } = await sendingFile;
    expect(hashOf(await contentOf(desk, conversation, messageId))).toBe(hashOf(octetsOf(700_000)));
    const texts = (await textsOf(desk, conversation)).filter((text) => text !== null);
    expect(texts).toEqual(['Vorher.', ...sent]);
    const late = await signIn(newWorld(), 'kluger-rabe-2', phraseOf('rabe'));
    const { conversations } = await listConversations(late);
    expect(await Promise.all(conversations.map((one) => textsOf(late, one.conversation)))).toEqual([
      ['Währenddessen.'],
    ]);
    await annotate(
      `${small} full at message ${sent.length}; every one of them there once afterwards`,
      'figure',
    );
  },
);
