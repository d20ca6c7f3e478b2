// Long: one honest call of each endpoint for whoever asks, about each state of what it is asked about.
import type { Call, Contract, Output } from '@beistand/contract';
import {
  ACCOUNT_KIND,
  advance,
  BIT,
  cat,
  closing,
  type LogChange,
  logEntryBody,
  newStream,
  nextTranscript,
  REASON,
  ROLE,
  slotHead,
  toBase64url as text,
  u16,
  utf8,
  zeros,
} from '@beistand/wire';
import { client, ready } from '@serenity-kit/opaque';
import { foundingBody, paperCheck, profile, staffing, topicFields } from './centre.ts';
import { type Identity, newIdentity, random } from './identity.ts';
import { enquiryBody, groupBody, messageBody, recordBody, threadBody } from './participant.ts';
import { plantedSize } from './plant-file.ts';
import { solveProof } from './registration.ts';
import { type Known, type RoomName, roomNames, type Things, type Who } from './rights-cast.ts';
import {
  keyRows,
  makeMessage,
  makeRecord,
  makeSignal,
  open as openStream,
  pairRows,
  personRow,
  type Room,
  waitingRows,
  wrapsFor,
} from './sealed.ts';
import { startLogin } from './sign-in.ts';

type Name = keyof Contract;
type At = {
  things: Things;
  who: Who;
  known: Known;
} & Record<'asker' | 'seeker' | 'pool' | 'lead' | 'writer', Identity>;
export type RightsCall<N extends Name = Name> = {
  call: (at: At) => Call<Contract[N]> | Promise<Call<Contract[N]>>;
  /** What an answer shows, for endpoints that answer everyone but not the same. */
  shows?: (body: Output<Contract[N]>, at: At) => string;
  /** Asks about none of the things, so there is no "isn't there" to compare with. */
  isOfNothing?: true;
};

const names = (id: Uint8Array | string) => (body: unknown) =>
  JSON.stringify(body).includes(typeof id === 'string' ? id : text(id)) ? 'named' : 'not named';
const always = <N extends Name>(call: RightsCall<N>['call']): Record<string, RightsCall<N>> => ({
  always: { call, isOfNothing: true },
});
type CentreName = 'open' | 'founded' | 'draft';
const centreOf = (things: Things, name: CentreName) => ({ centre: text(things[name].id) });
const ofCentres = <N extends Name>(
  which: readonly CentreName[],
  call: (at: At, centre: { centre: string }) => Call<Contract[N]> | Promise<Call<Contract[N]>>,
): Record<string, RightsCall<N>> =>
  Object.fromEntries(which.map((name) => [name, { call: (at: At) => call(at, centreOf(at.things, name)) }]));
const every: CentreName[] = ['open', 'founded', 'draft'];

const invited = (things: Things, name: keyof Things['invitations']) => ({
  invitation: text(things.invitations[name].id),
});
const invitationNames = [
  'ofFounder',
  'ofColleague',
  'ofAdministrator',
  'used',
  'expired',
  'withdrawn',
] as const;
const ofInvitations = <N extends Name>(
  call: (at: At, invitation: { invitation: string }) => Call<Contract[N]>,
): Record<string, RightsCall<N>> =>
  Object.fromEntries(
    invitationNames.map((name) => [name, { call: (at: At) => call(at, invited(at.things, name)) }]),
  );

const ofRooms = <N extends Name>(
  call: (at: At, room: Room, name: RoomName) => Call<Contract[N]> | Promise<Call<Contract[N]>>,
  shows?: RightsCall<N>['shows'],
): Record<string, RightsCall<N>> =>
  Object.fromEntries(
    roomNames.map((name) => [
      name,
      { call: (at: At) => call(at, at.things[name], name), ...(shows && { shows }) },
    ]),
  );

/** Of a group, and of a conversation that is none. */
const ofDoors = (): Record<string, RightsCall<'openDoor' | 'closeDoor' | 'listJoiners' | 'leaveGroup'>> =>
  Object.fromEntries(
    (['group', 'accepted'] as const).map((name) => [
      name,
      { call: ({ things }: At) => ({ conversation: text(things[name].stream.conversation) }) },
    ]),
  );

/** The first part of a file of that conversation. */
const partOf = ({ things }: At, name: RoomName, which: keyof Things['files'][RoomName]) => ({
  conversation: text(things[name].stream.conversation),
  file: text(things.files[name][which]),
  part: '0',
});

/** An entry of somebody's own making, which the log rules may refuse: theirs is the next step after the door. */
async function entryBy(signer: Identity, { open }: Things, change: LogChange) {
  const { view } = open.log;
  const body = logEntryBody({
    centre: open.id,
    idx: view.idx + 1,
    prev: view.hash,
    at: 1_772_442_000_000,
    signerKid: signer.kid,
    change,
  });
  // Who is a counsellor already has the box for the inbox's key.
  const none = { bundles: [], seeds: [], previous: [] };
  return { centre: text(open.id), entries: [text(cat(body, signer.sign('log', body)))], ...none };
}

async function recoveryBy({ name, code, house }: Known) {
  const browser = house.stranger();
  const { nonce, ticket } = await browser.ask('recoverStart', { name });
  const instance = utf8((await browser.ask('organisation', {})).instance);
  const signed = cat(Buffer.from(nonce, 'base64url'), u16(instance.length), instance);
  return { ticket, signature: text(code.sign('rc-sign', signed)) };
}

async function loginTo({ name, house }: Known) {
  const { login, ke3 } = await startLogin(house.stranger(), name);
  return { login, ke3 };
}

async function registrationRequest(): Promise<string> {
  await ready;
  return client.startRegistration({ password: 'ein neuer satz zum merken' }).registrationRequest;
}

/** A new password for whoever asks; strangers get a ticket for a new account. */
async function newPassword({ browser, newcomer, house }: Who, by: Who['browser'] = browser) {
  const proof = await solveProof(house.stranger());
  const { ticket } = await by.ask('registerStart', { request: await registrationRequest(), proof });
  const wrap = Buffer.from(newcomer.passwordWrap, 'base64url');
  return { ticket, version: 1, registration: newcomer.registration, wrap };
}

const wrapOf = (wrap: Buffer, { account }: Identity) =>
  text(cat(wrap.subarray(0, 6), account, wrap.subarray(22)));

const slotOf = ({ account }: Identity, slot: Uint8Array<ArrayBuffer>, version = 1) => ({
  slot: text(slot),
  version,
  bytes: text(cat(slotHead({ account, slot, version, nonce: random(12) }), random(272))),
});

/** Seekers and newcomers to the counselling come with an account, staff with the session they have. */
const redeeming = ({ isStaff, newcomer }: Who) =>
  isStaff ? { mac: text(random(32)) } : { mac: text(random(32)), account: newcomer, name: 'Neu Hier' };

/** An enquiry with a session instead of an account, of whoever: nobody has judged it yet. */
async function enquiryIn(sender: Identity, who: Who, { open }: Things) {
  const { view } = open.log;
  const stream = newStream(random(16));
  const record = await makeRecord(stream, view, sender, REASON.open, waitingRows(sender, view));
  Object.assign(stream, advance(stream, record));
  stream.transcripts.set(1, await nextTranscript(zeros(32), record.m));
  const message = await makeMessage(stream, sender);
  const browser = who.house.stranger();
  return {
    topic: open.topic,
    consent: (await browser.ask('consentText', {})).version,
    proof: await solveProof(browser),
    record: text(record.bytes),
    wraps: wrapsFor(record).map(text),
    message: text(message.bytes),
  };
}

const accepting = (who: Identity, asker: Identity, { open }: Things, room: Room) =>
  makeRecord(room.stream, open.log.view, who, REASON.accept, pairRows(asker, who, open.log.view));

const healing = ({ stream }: Room, { account }: Identity) => ({
  conversation: text(stream.conversation),
  epoch: 0,
  account: text(account),
  box: text(random(1168)),
});

export const rightsCalls: { [N in Name]: Record<string, RightsCall<N>> } = {
  health: always(() => ({})),
  organisation: always(() => ({})),
  consentText: always(() => ({})),
  proofChallenge: always(() => ({})),
  listTopics: {
    always: {
      call: () => ({}),
      shows: (body, { things }) => names(things.open.topic)(body),
      isOfNothing: true,
    },
  },
  topicAreas: { always: { call: ({ things }) => ({ topic: things.open.topic }) } },
  addTopic: always(() => ({ topic: text(random(16)), ...topicFields })),
  changeTopic: { always: { call: ({ things }) => ({ topic: things.open.topic, short: 'Geld' }) } },
  leaveAdministration: always(() => ({})),
  keyBundle: { always: { call: ({ things }) => ({ key: text(things.key) }) } },

  registerStart: {
    'with proof': {
      call: async ({ who }) => ({
        request: await registrationRequest(),
        proof: await solveProof(who.house.stranger()),
      }),
      isOfNothing: true,
    },
    'without proof': {
      call: async () => ({ request: await registrationRequest() }),
      isOfNothing: true,
    },
  },
  loginStart: {
    always: {
      call: async ({ known }) => {
        await ready;
        return { name: known.name, ke1: client.startLogin({ password: 'geraten' }).startLoginRequest };
      },
      isOfNothing: true,
    },
  },
  loginFinish: {
    ...always(({ known }) => loginTo(known)),
    'in a session of somebody else': {
      call: async ({ known }) => ({ ...(await loginTo(known)), renews: true }),
      isOfNothing: true,
    },
  },
  recoverStart: always(({ known }) => ({ name: known.name })),
  recoverFinish: always(({ known }) => recoveryBy(known)),
  passwordFinish: {
    "one's own": {
      call: async ({ who }) => {
        const { wrap, ...rest } = await newPassword(who);
        return { ...rest, passwordWrap: wrapOf(wrap, who) };
      },
      isOfNothing: true,
    },
    "with another's ticket": {
      call: async ({ who, known }) => {
        const other = await loginTo(known);
        const browser = known.house.stranger();
        await browser.ask('loginFinish', other);
        const { wrap, ...rest } = await newPassword(who, browser);
        return { ...rest, passwordWrap: wrapOf(wrap, who) };
      },
      isOfNothing: true,
    },
  },
  resume: always(() => ({})),
  logout: always(() => ({})),
  tab: always(() => ({})),
  forget: always(() => ({})),
  me: {
    always: {
      call: () => ({}),
      shows: (body, { things }) => names(things.open.id)(body),
      isOfNothing: true,
    },
  },
  writeSlot: {
    state: { call: ({ who }) => slotOf(who, zeros(16), 2), isOfNothing: true },
    ...ofRooms(({ who }, { stream }) => slotOf(who, stream.conversation)),
    "another's": {
      call: ({ asker, things }) => slotOf(asker, things.waiting.stream.conversation),
      isOfNothing: true,
    },
  },

  centre: ofCentres(every, (_, centre) => centre),
  listCentres: {
    always: {
      call: () => ({}),
      shows: (body, { things }) => names(things.open.id)(body),
      isOfNothing: true,
    },
  },
  draftCentre: {
    new: { call: () => ({ centre: text(random(16)), ...profile() }), isOfNothing: true },
    'id taken': { call: ({ things }) => ({ ...centreOf(things, 'open'), ...profile() }), isOfNothing: true },
  },
  dropDraft: ofCentres(every, (_, centre) => centre),
  changeCentre: ofCentres(every, (_, centre) => ({ ...centre, city: 'Freiburg im Breisgau' })),
  setAreas: ofCentres(every, (_, centre) => ({
    ...centre,
    areas: [{ from: '79098', to: '79117', topic: null }],
  })),
  listCentreChanges: ofCentres(every, (_, centre) => centre),
  inviteLead: ofCentres(every, (_, centre) => centre),
  inviteColleague: ofCentres(every, (_, centre) => ({ ...centre, handle: text(random(16)) })),
  listInvitations: {
    open: {
      call: ({ things }) => centreOf(things, 'open'),
      shows: (body, { things }) => names(things.invitations.ofColleague.handle)(body),
    },
    draft: {
      call: ({ things }) => centreOf(things, 'draft'),
      shows: (body, { things }) => names(things.invitations.ofFounder.handle)(body),
    },
  },
  withdrawInvitation: {
    ofColleague: {
      call: ({ things }) => ({
        ...centreOf(things, 'open'),
        handle: text(things.invitations.ofColleague.handle),
      }),
    },
    ofFounder: {
      call: ({ things }) => ({
        ...centreOf(things, 'draft'),
        handle: text(things.invitations.ofFounder.handle),
      }),
    },
    'by another centre': {
      call: ({ things }) => ({
        centre: text(things.elsewhere.id),
        handle: text(things.invitations.ofColleague.handle),
      }),
    },
  },
  readInvitation: ofInvitations((_, invitation) => invitation),
  redeemInvitation: ofInvitations(({ who }, invitation) => ({ ...invitation, ...redeeming(who) })),
  readLog: ofCentres(every, (_, centre) => centre),
  appendLog: {
    'open, signed by whoever sends it': {
      call: ({ things, who, pool }) => entryBy(who, things, staffing(pool, BIT.counsellor | BIT.reader)),
    },
    'open, signed by the lead': {
      call: ({ things, lead, pool }) => entryBy(lead, things, staffing(pool, BIT.counsellor | BIT.reader)),
    },
    'open, signed by the paper': {
      call: ({ things, pool }) =>
        entryBy(things.open.paper, things, staffing(pool, BIT.counsellor | BIT.lead)),
    },
    draft: {
      call: async ({ things, who }) =>
        (await foundingBody(things.draft.id, who, await newIdentity(ACCOUNT_KIND.paper))).body,
    },
  },
  readSeeds: {
    ...ofCentres(every, (_, centre) => centre),
    "open, the paper's": {
      call: ({ things }) => ({ ...centreOf(things, 'open'), paper: text(things.open.paper.kid) }),
    },
    "open, a colleague's as if it were paper": {
      call: ({ things }) => ({ ...centreOf(things, 'open'), paper: text(things.key) }),
    },
  },
  readStaff: ofCentres(every, (_, centre) => centre),
  checkPaper: {
    open: { call: ({ things }) => paperCheck(things.open) },
    founded: { call: ({ things }) => paperCheck(things.founded) },
  },
  openCentre: ofCentres(every, (_, centre) => centre),

  enquire: {
    'with a new account': {
      call: async ({ who, things }) => {
        const sender = { ...(await newIdentity(ACCOUNT_KIND.seeker)), browser: who.house.stranger() };
        return enquiryBody(sender, things.open, await openStream(sender, things.open.log));
      },
      isOfNothing: true,
    },
    'signed in': { call: ({ who, things }) => enquiryIn(who, who, things), isOfNothing: true },
    "in another's name": {
      call: ({ who, asker, things }) => enquiryIn(asker, who, things),
      isOfNothing: true,
    },
  },
  listWaiting: {
    always: {
      call: () => ({}),
      shows: (body, { things }) => names(things.waiting.stream.conversation)(body),
      isOfNothing: true,
    },
  },
  listConversations: Object.fromEntries(
    roomNames.map((name): [string, RightsCall<'listConversations'>] => [
      name,
      {
        call: () => ({}),
        shows: (body, { things }) => names(things[name].stream.conversation)(body),
        isOfNothing: true,
      },
    ]),
  ),
  readItems: ofRooms(
    (_, { stream }) => ({ conversation: text(stream.conversation), before: 0 }),
    ({ wraps }) => `wraps of kind ${[...new Set(wraps.map(({ kind }) => kind))].join(' ') || 'none'}`,
  ),
  appendRecord: {
    ...Object.fromEntries(
      roomNames.map((name): [string, RightsCall<'appendRecord'>] => [
        `accept ${name}`,
        {
          call: async ({ things, who, asker }) =>
            recordBody(await accepting(who, asker, things, things[name])),
        },
      ]),
    ),
    'change accepted': {
      call: async ({ things, who, asker, pool }) => {
        const { view } = things.open.log;
        const responsible = things.accepted.stream.current!.rows.find(
          ({ role }) => role === ROLE.responsible,
        )!;
        const rows = [personRow(asker, ROLE.asks), responsible, personRow(pool, ROLE.counsels)];
        const all = [...rows, ...keyRows(view, 'vault')];
        return recordBody(await makeRecord(things.accepted.stream, view, who, REASON.change, all));
      },
    },
    'let somebody into the group': {
      call: async ({ things, who, seeker }) => {
        const { stream } = things.group;
        const rows = [...stream.current!.rows, personRow(seeker, ROLE.asks)];
        return recordBody(await makeRecord(stream, things.open.log.view, who, REASON.change, rows));
      },
    },
    'close the group': {
      call: async ({ things, who }) => {
        const { stream } = things.group;
        const rows = closing(stream.current!.rows);
        return recordBody(await makeRecord(stream, things.open.log.view, who, REASON.change, rows));
      },
    },
    'move waiting': {
      call: async ({ things, who, asker }) => {
        const { view } = things.elsewhere.log;
        const rows = [personRow(asker, ROLE.asks), ...keyRows(view, 'inbox'), ...keyRows(view, 'vault')];
        return recordBody(await makeRecord(things.waiting.stream, view, who, REASON.move, rows));
      },
    },
    'use the vault of accepted': {
      call: async ({ things, who, asker }) => {
        const { view } = things.open.log;
        const rows = pairRows(asker, who, view);
        return recordBody(await makeRecord(things.accepted.stream, view, who, REASON.vaultUse, rows));
      },
    },
  },
  beginFile: ofRooms((_, { stream }) => ({
    conversation: text(stream.conversation),
    file: text(random(16)),
    size: plantedSize,
  })),
  writePart: ofRooms((at, _, name) => ({ ...partOf(at, name, 'begun'), octets: random(plantedSize) })),
  readPart: {
    ...ofRooms((at, _, name) => partOf(at, name, 'bound')),
    'accepted, not sent yet': { call: (at) => partOf(at, 'accepted', 'unsent') },
    'asked for in another conversation': {
      call: (at) => ({
        ...partOf(at, 'accepted', 'bound'),
        conversation: text(at.things.shared.stream.conversation),
      }),
    },
  },
  askForKeys: ofRooms((_, { stream }) => ({ conversation: text(stream.conversation), epochs: [0] })),
  healWrap: {
    accepted: { call: ({ things, writer }) => healing(things.accepted, writer) },
    shared: { call: ({ things, writer }) => healing(things.shared, writer) },
  },
  startConversation: ofRooms(async ({ things, who }, { stream }) =>
    threadBody(who, things.open.log, stream.conversation),
  ),
  readThreads: ofRooms((_, { stream }) => ({ conversation: text(stream.conversation) })),
  makeLink: ofCentres(every, (_, centre) => centre),
  endLink: ofCentres(every, (_, centre) => centre),
  readLink: { always: { call: ({ things }) => ({ code: things.link }) } },
  eraseMessage: ofRooms(({ things }, { stream }, name) => ({
    conversation: text(stream.conversation),
    message: text(things.messages[name]),
  })),
  signal: ofRooms(async ({ who }, { stream }) => {
    const { conversation, bytes } = await makeSignal(stream, who);
    return { conversation: text(conversation), message: text(bytes) };
  }),
  sendLater: ofRooms(async ({ who }, { stream }) => {
    const { conversation, message } = messageBody(await makeMessage(stream, who));
    return { conversation, message, at: 0 };
  }),
  listLater: {
    always: {
      call: () => ({}),
      shows: ({ later }, { things }) =>
        names(things.accepted.stream.conversation)(later.map(({ conversation }) => conversation)),
      isOfNothing: true,
    },
  },
  cancelLater: { always: { call: ({ things }) => ({ message: text(things.later) }) } },
  startGroup: ofCentres(['open', 'founded'], ({ things, who }, { centre }) =>
    groupBody(who, centre === text(things.open.id) ? things.open : things.founded),
  ),
  listGroups: ofCentres(every, (_, centre) => centre),
  openDoor: ofDoors(),
  closeDoor: ofDoors(),
  listJoiners: ofDoors(),
  leaveGroup: ofDoors(),
  turnAway: {
    group: {
      call: ({ things, seeker }) => ({
        conversation: text(things.group.stream.conversation),
        account: text(seeker.account),
      }),
    },
    'who doesn’t ask': {
      call: ({ things, asker }) => ({
        conversation: text(things.group.stream.conversation),
        account: text(asker.account),
      }),
    },
  },
  readDoor: { always: { call: ({ things }) => ({ code: things.door }), shows: ({ state }) => state } },
  askToJoin: { always: { call: ({ things }) => ({ code: things.door }) } },
  useVault: ofRooms((_, { stream }) => ({
    conversation: text(stream.conversation),
    use: text(random(16)),
    reason: 'absent' as const,
  })),
  confirmVaultUse: {
    'waiting for a second': {
      call: ({ things }) => ({
        conversation: text(things.accepted.stream.conversation),
        use: text(things.vaultUse),
      }),
    },
    "another conversation's": {
      call: ({ things }) => ({
        conversation: text(things.shared.stream.conversation),
        use: text(things.vaultUse),
      }),
    },
  },
  listVaultUses: ofCentres(every, (_, centre) => centre),
  drillVault: ofCentres(every, (_, centre) => centre),
  appendMessage: ofRooms(async ({ who }, { stream }) => messageBody(await makeMessage(stream, who))),
};
