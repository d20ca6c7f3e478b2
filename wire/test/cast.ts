// The people, centres and items the rules are tried on: signed for real, keys derived from names.

import sodium from 'libsodium-wrappers';
import {
  ACCOUNT_KIND,
  type AccountBundle,
  type AccountKind,
  accountBundleBody,
  BIT,
  type Bundles,
  type Bytes,
  CONVERSATION_KIND,
  cat,
  type EpochRecord,
  extendLog,
  hash,
  hex,
  type Label,
  type LogChange,
  type LogEntry,
  type LogFields,
  lab,
  logEntryBody,
  MESSAGE_CLASS,
  type Message,
  type MessageFields,
  messageBody,
  messageBytes,
  messageHeader,
  newStream,
  parseAccountBundle,
  parseLogEntry,
  parseMessage,
  parseRecord,
  REASON,
  type Reason,
  type RecordFields,
  Refused,
  ROLE,
  ROW_KIND,
  type Role,
  type Row,
  recordBody,
  type Stream,
  sortRows,
  takeMessage,
  takeRecord,
  utf8,
  VAULT_POLICY,
  type VaultPolicy,
  type View,
  zeros,
} from '../src/index.ts';

export type Person = { account: Bytes; kid: Bytes; bundle: AccountBundle; signKey: Uint8Array };

export const named = (name: string): Promise<Bytes> => hash('kid', utf8(name));
export const id16 = async (name: string): Promise<Bytes> => (await named(name)).slice(0, 16);
const centreKeyBytes = async (name: string): Promise<Bytes> => {
  return Uint8Array.from(sodium.crypto_kem_xwing_seed_keypair(await named(name)).publicKey);
};

export const sign = (person: Pick<Person, 'signKey'>, label: Label, body: Bytes): Bytes =>
  Uint8Array.from(sodium.crypto_sign_detached(cat(lab(label), body), person.signKey));

const known = new Map<string, AccountBundle>();
export const bundles: Bundles = (kid) => known.get(hex(kid));

export async function person(name: string, kind: AccountKind = ACCOUNT_KIND.staff): Promise<Person> {
  const pair = sodium.crypto_sign_seed_keypair(await named(`${name} signs`));
  const account = await id16(name);
  const edPk = Uint8Array.from(pair.publicKey);
  const xwPk = await centreKeyBytes(`${name} opens`);
  const body = accountBundleBody({ account, kind, edPk, xwPk, createdAt: 1_790_000_000_000 });
  const bundle = await parseAccountBundle(cat(body, sign({ signKey: pair.privateKey }, 'akb', body)));
  known.set(hex(bundle.kid), bundle);
  return { account, kid: bundle.kid, bundle, signKey: pair.privateKey };
}

await named('ready');
export const ada = await person('ada', ACCOUNT_KIND.seeker);
export const ben = await person('ben', ACCOUNT_KIND.seeker);
export const clara = await person('clara');
export const david = await person('david');
export const eva = await person('eva');
export const petra = await person('petra');
export const paper = await person('paper', ACCOUNT_KIND.paper);

export const staffing = (who: Person, bits: number) => ({ kid: who.kid, account: who.account, bits });

export async function entry(
  view: View | null,
  signer: Person,
  change: LogChange,
  wrong: Partial<LogFields> & { signedBy?: Person } = {},
): Promise<LogEntry> {
  const { signedBy = signer, ...fields } = wrong;
  const body = logEntryBody({
    centre: view?.centre ?? (await id16('centre')),
    idx: view ? view.idx + 1 : 0,
    prev: view?.hash ?? zeros(32),
    at: 1_790_000_000_000,
    signerKid: signer.kid,
    change,
    ...fields,
  });
  return parseLogEntry(cat(body, sign(signedBy, 'log', body)));
}

export const grow = async (view: View | null, signer: Person, change: LogChange): Promise<View> =>
  extendLog(view, await entry(view, signer, change), bundles);

export const inboxKey = async (name: string): Promise<LogChange> => ({
  type: 'key',
  which: 2,
  xwPk: await centreKeyBytes(name),
});
export const vaultKey = async (name: string): Promise<LogChange> => ({
  type: 'key',
  which: 3,
  xwPk: await centreKeyBytes(name),
});

/** Eva leads, Clara counsels and keeps keys, David counsels, Petra writes; the paper lies in a safe. */
export const founding = (vault: VaultPolicy): LogChange => ({
  type: 'create',
  name: 'Beratung Freiburg',
  vault,
  staff: [
    staffing(eva, BIT.lead | (vault === VAULT_POLICY.paperOnly ? 0 : BIT.custodian)),
    staffing(clara, BIT.counsellor | (vault === VAULT_POLICY.paperOnly ? 0 : BIT.custodian)),
    staffing(david, BIT.counsellor),
    staffing(petra, BIT.writer),
    staffing(paper, BIT.lead | BIT.custodian),
  ],
});

export async function centre(vault: VaultPolicy = VAULT_POLICY.custodians): Promise<View> {
  let view = await grow(null, eva, founding(vault));
  view = await grow(view, eva, await inboxKey('inbox 1'));
  return grow(view, eva, await vaultKey('vault 1'));
}

export const row = (who: Person, role: Role): Row => ({
  kind: ROW_KIND.person,
  role,
  id: who.account,
  kid: who.kid,
});
export const inboxRow = (view: View): Row => ({
  kind: ROW_KIND.inbox,
  role: ROLE.none,
  id: view.centre,
  kid: view.inbox!.kid,
});
export const vaultRow = (view: View): Row => ({
  kind: ROW_KIND.vault,
  role: ROLE.none,
  id: view.centre,
  kid: view.vault!.kid,
});

export type RecordWish = Partial<RecordFields> & { signedBy?: Person };

export async function record(
  stream: Stream,
  view: View,
  sender: Person,
  reason: Reason,
  rows: readonly Row[],
  wish: RecordWish = {},
): Promise<EpochRecord> {
  const { signedBy = sender, ...fields } = wish;
  const { current } = stream;
  const kind = fields.kind ?? current?.kind ?? CONVERSATION_KIND.oneToOne;
  const body = recordBody({
    conversation: stream.conversation,
    epoch: current ? current.epoch + 1 : 0,
    epochHash: current?.m ?? zeros(32),
    sender: sender.account,
    prevSeq: stream.seq,
    prevT: stream.transcripts.get(stream.seq)!,
    centre: view.centre,
    logIdx: view.idx,
    logHash: view.hash,
    kind,
    reason,
    ekCommit: await named('commit'),
    ekPrev: current && kind !== CONVERSATION_KIND.group ? zeros(48).fill(7) : zeros(48),
    rows: sortRows(rows),
    ...fields,
  });
  return parseRecord(cat(body, sign(signedBy, 'epoch', body)));
}

let messages = 0;
export async function messageParts(stream: Stream, sender: Person, wish: Partial<MessageFields> = {}) {
  const header = messageHeader({
    conversation: stream.conversation,
    epoch: stream.current!.epoch,
    epochHash: stream.current!.m,
    sender: sender.account,
    prevSeq: stream.seq,
    prevT: stream.transcripts.get(stream.seq)!,
    class: MESSAGE_CLASS.content,
    messageId: await id16(`message ${messages++}`),
    salt: await named('salt'),
    ...wish,
  });
  const ct = zeros(272).fill(9);
  return { header, ct };
}
export async function message(
  stream: Stream,
  sender: Person,
  wish: Partial<MessageFields> & { signedBy?: Person } = {},
): Promise<Message> {
  const { signedBy = sender, ...fields } = wish;
  const { header, ct } = await messageParts(stream, sender, fields);
  return parseMessage(messageBytes(header, ct, sign(signedBy, 'msg', await messageBody(header, ct))));
}

export async function act(
  stream: Stream,
  view: View,
  sender: Person,
  reason: Reason,
  rows: readonly Row[],
  wish: RecordWish = {},
) {
  await takeRecord(stream, await record(stream, view, sender, reason, rows, wish), { view, bundles });
}
export const say = async (stream: Stream, sender: Person, wish: Partial<MessageFields> = {}) =>
  takeMessage(stream, await message(stream, sender, wish), { bundles });

/** Ada's enquiry, waiting for anyone of the centre. */
export async function waiting(view: View): Promise<Stream> {
  const stream = newStream(await id16('conversation'));
  await act(stream, view, ada, REASON.open, [row(ada, ROLE.asks), inboxRow(view), ...vaultOf(view)]);
  await say(stream, ada);
  return stream;
}
const vaultOf = (view: View): Row[] => (view.policy === VAULT_POLICY.off ? [] : [vaultRow(view)]);

/** The same, accepted by Clara. */
export async function accepted(view: View): Promise<Stream> {
  const stream = await waiting(view);
  await act(stream, view, clara, REASON.accept, [
    row(ada, ROLE.asks),
    row(clara, ROLE.responsible),
    ...vaultOf(view),
  ]);
  return stream;
}

export async function thread(view: View): Promise<Stream> {
  const stream = newStream(await id16('thread'));
  const kind = CONVERSATION_KIND.staffThread;
  await act(stream, view, clara, REASON.open, [row(clara, ROLE.responsible), ...vaultOf(view)], { kind });
  return stream;
}

export async function group(view: View): Promise<Stream> {
  const stream = newStream(await id16('group'));
  const kind = CONVERSATION_KIND.group;
  const rows = [
    row(clara, ROLE.responsible),
    row(ada, ROLE.asks),
    row(petra, ROLE.counsels),
    ...vaultOf(view),
  ];
  await act(stream, view, clara, REASON.open, rows, { kind });
  return stream;
}

/** The code of the refusal, or what else came of it. */
export async function codeOf(attempt: () => unknown): Promise<string> {
  try {
    await attempt();
    return 'taken';
  } catch (error) {
    return error instanceof Refused ? error.code : String(error);
  }
}
