import {
  checkSignature,
  erasedBytes,
  fromHex,
  hex,
  type Message,
  type MessageClass,
  parseErasedMessage,
  parseMessage,
  parseSignal,
} from '@beistand/wire';
import { openMessage, openSlot, type Random, sealMessage, sealSlot } from '../../src/index.ts';
import { scripted } from '../seeded.ts';
import { accountOf, drawPerson, HOUR, kind, Mismatch, mustBe, type Person, refusals } from './kind.ts';

type MessageIn = {
  sender: Person;
  conversation: string;
  epoch: number;
  epochHash: string;
  prevSeq: number;
  prevT: string;
  class: MessageClass;
  messageId: string;
  salt: string;
  epochKey: string;
  /** the exact JSON text that is sealed */
  json: string;
};
type MessageOut = { bytes: string; hash: string; ctHash: string };

const sealed = async (given: MessageIn): Promise<Message> =>
  sealMessage(
    await accountOf(given.sender),
    fromHex(given.epochKey),
    {
      conversation: fromHex(given.conversation),
      epoch: given.epoch,
      epochHash: fromHex(given.epochHash),
      prevSeq: given.prevSeq,
      prevT: fromHex(given.prevT),
      class: given.class,
      messageId: fromHex(given.messageId),
    },
    JSON.parse(given.json),
    scripted(fromHex(given.salt)),
  );

function drawMessage(random: Random, of: MessageClass, body: unknown, i: number): MessageIn {
  const isSignal = of === 3;
  return {
    sender: drawPerson(random, i % 2 ? 2 : 1, HOUR),
    conversation: hex(random(16)),
    epoch: i,
    epochHash: hex(random(32)),
    prevSeq: isSignal ? 0 : 1 + 70_000 * i,
    prevT: isSignal ? '00'.repeat(32) : hex(random(32)),
    class: of,
    messageId: hex(random(16)),
    salt: hex(random(32)),
    epochKey: hex(random(32)),
    json: JSON.stringify(body),
  };
}

const text = (x: string) => ({ t: 'text', ts: HOUR, x });

const MESSAGE_REFUSALS = refusals(
  ['flip byte 0', 'FORMAT'],
  ['set byte 4 to 02', 'SUITE'],
  ['flip byte 5', 'SIGNATURE'],
  ['flip byte 24', 'SIGNATURE'],
  ['flip byte 60', 'SIGNATURE'],
  ['set byte 113 to 00', 'FORMAT'],
  ['set byte 113 to 04', 'FORMAT'],
  ['flip byte 114', 'SIGNATURE'],
  ['flip byte 161', 'SIGNATURE'],
  ['flip byte 165', 'FORMAT'],
  ['flip byte 166', 'SIGNATURE'],
  ['flip byte 400', 'SIGNATURE'],
  ['cut 1 byte', 'FORMAT'],
  ['append 00', 'FORMAT'],
  ['flip byte 0 of in.epochKey', 'UNREADABLE'],
);

const messageKind = (name: string, parse: typeof parseMessage, cases: (random: Random) => MessageIn[]) =>
  kind<MessageIn, MessageOut>({
    name,
    async make(given) {
      const { bytes, m, ctHash } = await sealed(given);
      return { bytes: hex(bytes), hash: hex(m), ctHash: hex(ctHash) };
    },
    async read(given, out) {
      const message = await parse(fromHex(out.bytes));
      checkSignature((await accountOf(given.sender)).bundle.edPk, 'msg', message.signed, message.sig);
      mustBe(message.m, out.hash);
      const body = await openMessage(fromHex(given.epochKey), message);
      if (JSON.stringify(body) !== given.json) throw new Mismatch('another body');
    },
    cases: (random) => cases(random).map((given) => ({ in: given, bad: MESSAGE_REFUSALS })),
  });

export const message = messageKind('message', parseMessage, (random) => {
  // The lengths that just fill a bucket and just don't: 4 for the length field, the rest JSON.
  const filling = (bytes: number) => text('x'.repeat(bytes - 4 - JSON.stringify(text('')).length));
  return [
    drawMessage(random, 1, text('Hallo'), 0),
    drawMessage(
      random,
      1,
      { ...text('Ich weiß nicht weiter … 🌧️ שלום'), name: 'Ada', intake: { a: [1, null] } },
      1,
    ),
    drawMessage(random, 1, filling(256), 2),
    drawMessage(random, 1, filling(257), 3),
    drawMessage(random, 1, filling(4097), 4),
    drawMessage(random, 2, { t: 'edit', ts: HOUR, ref: hex(random(16)), x: 'Hallo!' }, 5),
    drawMessage(random, 2, { t: 'del', ts: HOUR, ref: hex(random(16)) }, 6),
  ];
});

export const signal = messageKind('signal', parseSignal, (random) =>
  Array.from({ length: 5 }, (_, n) => drawMessage(random, 3, { t: 'call', call: hex(random(16)), n }, n)),
);

type ErasedIn = { message: string; edPk: string };

export const erasedMessage = kind<ErasedIn, { bytes: string; hash: string }>({
  name: 'erased-message',
  async make(given) {
    const whole = await parseMessage(fromHex(given.message));
    return { bytes: hex(erasedBytes(whole)), hash: hex(whole.m) };
  },
  async read(given, out) {
    const erased = await parseErasedMessage(fromHex(out.bytes));
    checkSignature(fromHex(given.edPk), 'msg', erased.signed, erased.sig);
    mustBe(erased.m, out.hash);
  },
  async cases(random) {
    const all: ErasedIn[] = [];
    for (let i = 0; i < 5; i++) {
      const given = drawMessage(random, i === 4 ? 2 : 1, text(`Wort ${i}`), i);
      const { edPk } = (await accountOf(given.sender)).bundle;
      all.push({ message: hex((await sealed(given)).bytes), edPk: hex(edPk) });
    }
    return all.map((given) => ({
      in: given,
      bad: refusals(
        ['flip byte 0', 'FORMAT'],
        ['set byte 4 to 02', 'SUITE'],
        ['set byte 113 to 03', 'FORMAT'],
        ['flip byte 30', 'SIGNATURE'],
        ['flip byte 162', 'SIGNATURE'],
        ['flip byte 193', 'SIGNATURE'],
        ['flip byte 257', 'SIGNATURE'],
        ['cut 1 byte', 'FORMAT'],
        ['append 00', 'FORMAT'],
        ['flip byte 5 of in.edPk', 'SIGNATURE'],
      ),
    }));
  },
});

type SlotIn = { me: Person; slot: string; version: number; nonce: string; json: string };

export const slot = kind<SlotIn, { bytes: string }>({
  name: 'slot',
  async make({ me, slot: of, version, nonce, json }) {
    const random = scripted(fromHex(nonce));
    return {
      bytes: hex(await sealSlot(await accountOf(me), fromHex(of), version, JSON.parse(json), random)),
    };
  },
  async read(given, out) {
    const opened = await openSlot(await accountOf(given.me), fromHex(given.slot), fromHex(out.bytes));
    if (JSON.stringify(opened.body) !== given.json) throw new Mismatch('another body');
    if (opened.version !== given.version) throw new Mismatch('another version');
  },
  cases: (random) =>
    [
      { slot: '00'.repeat(16), version: 1, body: {} },
      { slot: '00'.repeat(16), version: 2, body: { pins: { a: 'b' }, settings: { reading: 'groß' } } },
      { slot: hex(random(16)), version: 3, body: { name: 'Ada', draft: 'Guten Tag' } },
      { slot: hex(random(16)), version: 70_000, body: { draft: 'x'.repeat(2000) } },
      { slot: hex(random(16)), version: 2 ** 52, body: [] },
    ].map(({ slot: of, version, body }, i) => ({
      in: {
        me: drawPerson(random, i % 2 ? 2 : 1, HOUR),
        slot: of,
        version,
        nonce: hex(random(12)),
        json: JSON.stringify(body),
      },
      bad: refusals(
        ['flip byte 0', 'FORMAT'],
        ['set byte 4 to 02', 'SUITE'],
        ['flip byte 5', 'UNREADABLE'],
        ['flip byte 21', 'UNREADABLE'],
        ['flip byte 42', 'UNREADABLE'],
        ['flip byte 45', 'UNREADABLE'],
        ['flip byte 57', 'UNREADABLE'],
        ['cut 1 byte', 'FORMAT'],
        ['append 00', 'FORMAT'],
        ['flip byte 31 of in.me.masterKey', 'UNREADABLE'],
      ),
    })),
});
