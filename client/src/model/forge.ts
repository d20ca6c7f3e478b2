// Items and entries as nobody's client makes them, signed all the same: by a member, a lead or a stranger who helps the server.
import type { Account } from '@beistand/crypto';
import {
  accessOf,
  type Bytes,
  cat,
  type EpochRecord,
  hash,
  type Label,
  type LogChange,
  type LogEntry,
  lab,
  logEntryBody,
  type MessageFields,
  messageBody,
  messageBytes,
  messageHeader,
  parseLogEntry,
  type Reason,
  type RecordFields,
  ROW_KIND,
  type Role,
  type Row,
  recordBody,
  same,
  sortRows,
  tidy,
  type View,
  zeros,
} from '@beistand/wire';
import sodium from 'libsodium-wrappers';
import { centreIn, recordIn } from './oracle.ts';
import type { Actor, Play } from './play.ts';
import { type Conversation, newestIn } from './server.ts';
import { randomOf } from './world.ts';

const signed = (by: Account, label: Label, body: Bytes): Bytes =>
  new Uint8Array(sodium.crypto_sign_detached(cat(lab(label), body), by.signKey));

/** A conversation as a forger finds it. */
export type Case = {
  play: Play;
  one: Conversation;
  current: EpochRecord;
  log: LogEntry[];
  view: View;
  random: (length: number) => Bytes;
  /** On whose client it is tried. */
  victim: Account;
};

export function caseOf(play: Play, one: Conversation, { account: victim }: Pick<Actor, 'account'>): Case {
  const centre = play.store.centres.get(centreIn(one))!;
  return {
    play,
    one,
    current: recordIn(one),
    log: [...centre.entries],
    view: newestIn(centre),
    random: randomOf(play.next),
    victim,
  };
}

export const accountOf = ({ play }: Pick<Case, 'play'>, name: string): Account =>
  play.cast.seats.get(name)!.account;
const nameOfId = ({ play }: Case, id: Bytes): string | undefined =>
  [...play.cast.seats.values()].find(({ account }) => same(account.bundle.account, id))?.name;

/** A member with that role who still has it, and, where given, one of the bits. */
export function member(c: Case, role: Role, bits = 31): Account | null {
  const row = c.current.rows.find(
    (one) =>
      one.role === role && accessOf(c.current, c.view, one.id) && (role === 1 || bitsIn(c, one.kid) & bits),
  );
  const name = row && nameOfId(c, row.id);
  return name ? accountOf(c, name) : null;
}
const bitsIn = ({ view }: Case, kid: Bytes): number =>
  view.staff.find((one) => same(one.kid, kid))?.bits ?? 0;

/** Staff who isn't in it and has exactly one of the asked combinations of bits. */
export function outsider(c: Case, fits: (bits: number) => boolean): Account | null {
  const found = c.view.staff.find(
    ({ account, bits }) =>
      fits(bits) && nameOfId(c, account) !== undefined && !c.current.rows.some(({ id }) => same(id, account)),
  );
  return found ? accountOf(c, nameOfId(c, found.account)!) : null;
}

export const seat = (account: Account, role: Role): Row => ({
  kind: ROW_KIND.person,
  role,
  id: account.bundle.account,
  kid: account.bundle.kid,
});
export const seekerRow = (c: Case): Row => c.current.rows.find(({ role }) => role === 1)!;
export const vaultRow = ({ view }: Pick<Case, 'view'>): Row => ({
  kind: ROW_KIND.vault,
  role: 0,
  id: view.centre,
  kid: view.vault?.kid ?? zeros(32),
});
export const inboxRow = ({ view }: Pick<Case, 'view'>): Row => ({
  kind: ROW_KIND.inbox,
  role: 0,
  id: view.centre,
  kid: view.inbox!.kid,
});
/** The rows as they are to be now, some without, some more. */
export const rowsBut = (c: Case, add: readonly Row[], without: readonly Account[] = []): Row[] => [
  ...tidy(c.current.rows, c.view).filter(({ id }) => !without.some(({ bundle }) => same(bundle.account, id))),
  ...add,
];

export type Twist = Partial<RecordFields> & {
  signedBy?: Account;
  isUnsorted?: boolean;
  /** Of the signed bytes, before they are signed. */
  spoil?: (bytes: Bytes) => void;
  trailing?: number;
};

/** The next record by somebody, right but for the twist. */
export function forgeRecord(
  c: Case,
  by: Account,
  reason: Reason,
  rows: readonly Row[],
  twist: Twist = {},
): Bytes {
  const { one, current, view, random } = c;
  const { signedBy = by, isUnsorted, spoil, trailing = 0, ...fields } = twist;
  const body = recordBody({
    conversation: one.stream.conversation,
    epoch: current.epoch + 1,
    epochHash: current.m,
    sender: by.bundle.account,
    prevSeq: one.stream.seq,
    prevT: one.stream.transcripts.get(one.stream.seq)!,
    centre: view.centre,
    logIdx: view.idx,
    logHash: view.hash,
    kind: current.kind,
    reason,
    ekCommit: random(32),
    ekPrev: random(48),
    rows: isUnsorted ? rows : sortRows(rows),
    ...fields,
  });
  spoil?.(body);
  return cat(body, signed(signedBy, 'epoch', body), zeros(trailing));
}

export type MessageTwist = Partial<MessageFields> & {
  signedBy?: Account;
  length?: number;
  trailing?: number;
  spoil?: (header: Bytes) => void;
};

/** The next message by somebody, right but for the twist; what it says nobody can open. */
export async function forgeMessage(c: Case, by: Account, twist: MessageTwist = {}): Promise<Bytes> {
  const { one, current, random } = c;
  const { signedBy = by, length = 256 + 16, trailing = 0, spoil, ...fields } = twist;
  const header = messageHeader({
    conversation: one.stream.conversation,
    epoch: current.epoch,
    epochHash: current.m,
    sender: by.bundle.account,
    prevSeq: one.stream.seq,
    prevT: one.stream.transcripts.get(one.stream.seq)!,
    class: 1,
    messageId: random(16),
    salt: random(32),
    ...fields,
  });
  spoil?.(header);
  const ct = random(length);
  const sig = signed(signedBy, 'msg', await messageBody(header, ct));
  return cat(messageBytes(header, ct, sig), zeros(trailing));
}

export type EntryTwist = {
  idx?: number;
  prev?: Bytes;
  centre?: Bytes;
  signedBy?: Account;
  spoil?: (bytes: Bytes) => void;
  trailing?: number;
};

/** The entry after these, by somebody, right but for the twist. */
export function forgeEntry(
  centre: Bytes,
  after: Pick<LogEntry, 'idx' | 'hash'> | null,
  by: Account,
  change: LogChange,
  { signedBy = by, spoil, trailing = 0, ...fields }: EntryTwist = {},
): Bytes {
  const body = logEntryBody({
    centre,
    idx: after ? after.idx + 1 : 0,
    prev: after ? after.hash : zeros(32),
    at: 1,
    signerKid: by.bundle.kid,
    change,
    ...fields,
  });
  spoil?.(body);
  return cat(body, signed(signedBy, 'log', body), zeros(trailing));
}

/** What follows on an entry however it was forged. */
export const placeOf = async (bytes: Bytes): Promise<Pick<LogEntry, 'idx' | 'hash'>> => ({
  idx: (await parseLogEntry(bytes)).idx,
  hash: await hash('log', bytes),
});
