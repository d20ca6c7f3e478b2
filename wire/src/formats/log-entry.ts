// CCPL, one entry of a centre's log: who is staff, which keys count. Nothing in it is secret.
import { type Bytes, cat, Reader, same, text, u8, u16, u32, u64, utf8 } from '../bytes.ts';
import { hash } from '../labels.ts';
import { Refused } from '../refused.ts';
import { keyId } from './account-bundle.ts';

export const ENTRY_TYPE = { create: 1, staffing: 2, key: 3, policy: 4 } as const;

/** Any combination; `reader` = supervisor, `writer` = peer or interpreter. */
export const BIT = { counsellor: 1, lead: 2, custodian: 4, reader: 8, writer: 16 } as const;
const ALL_BITS = 31;

export const VAULT_POLICY = { off: 0, paperOnly: 1, custodians: 2, twoConfirm: 3 } as const;
export type VaultPolicy = (typeof VAULT_POLICY)[keyof typeof VAULT_POLICY];

export const CENTRE_KEY = { inbox: 2, vault: 3 } as const;
export type CentreKeyKind = (typeof CENTRE_KEY)[keyof typeof CENTRE_KEY];

export type Staffing = { kid: Bytes; account: Bytes; bits: number };

export type LogChange =
  | { type: 'create'; name: string; vault: VaultPolicy; staff: readonly Staffing[] }
  | ({ type: 'staffing' } & Staffing)
  | { type: 'key'; which: CentreKeyKind; xwPk: Bytes }
  | { type: 'policy'; vault: VaultPolicy };

export type LogFields = {
  centre: Bytes;
  idx: number;
  /** hash of the entry before, zeros for the first */
  prev: Bytes;
  /** milliseconds since 1970; not judged */
  at: number;
  signerKid: Bytes;
  change: LogChange;
};
export type LogEntry = LogFields & {
  bytes: Bytes;
  signed: Bytes;
  sig: Bytes;
  hash: Bytes;
  /** kid of the key a `key` entry brings, else null */
  keyKid: Bytes | null;
};

const staffingBytes = (s: Staffing): Bytes => cat(s.kid, s.account, u8(s.bits));

function changeBytes(change: LogChange): Bytes {
  switch (change.type) {
    case 'create': {
      const name = utf8(change.name);
      return cat(
        u16(name.length),
        name,
        u8(change.vault),
        u8(change.staff.length),
        ...change.staff.map(staffingBytes),
      );
    }
    case 'staffing':
      return staffingBytes(change);
    case 'key':
      return cat(u8(change.which), change.xwPk);
    case 'policy':
      return u8(change.vault);
  }
}

/** What is signed under `log`. */
export function logEntryBody(fields: LogFields): Bytes {
  const body = changeBytes(fields.change);
  return cat(
    utf8('CCPL'),
    u8(1),
    fields.centre,
    u32(fields.idx),
    fields.prev,
    u8(ENTRY_TYPE[fields.change.type]),
    u64(fields.at),
    fields.signerKid,
    u16(body.length),
    body,
  );
}

function readStaffing(r: Reader): Staffing {
  const staffing = { kid: r.take(32), account: r.take(16), bits: r.uint(1) };
  if (staffing.bits > ALL_BITS) throw new Refused('FORMAT');
  return staffing;
}

function readCreate(r: Reader): LogChange {
  const name = text(r.take(r.uint(2)));
  const vault = r.oneOf(VAULT_POLICY);
  const count = r.uint(1);
  const staff: Staffing[] = [];
  for (let left = count; left > 0; left--) {
    const person = readStaffing(r);
    if (person.bits === 0 || staff.some((other) => same(other.kid, person.kid))) throw new Refused('FORMAT');
    staff.push(person);
  }
  if (count === 0) throw new Refused('FORMAT');
  return { type: 'create', name, vault, staff };
}

function readChange(type: number, body: Bytes): LogChange {
  const r = new Reader(body);
  const change: LogChange =
    type === ENTRY_TYPE.create
      ? readCreate(r)
      : type === ENTRY_TYPE.staffing
        ? { type: 'staffing', ...readStaffing(r) }
        : type === ENTRY_TYPE.key
          ? { type: 'key', which: r.oneOf(CENTRE_KEY), xwPk: r.take(1216) }
          : { type: 'policy', vault: r.oneOf(VAULT_POLICY) };
  r.end();
  return change;
}

/** Throws `FORMAT` or `SUITE`; links, rights and the signature are the log rules'. */
export async function parseLogEntry(bytes: Bytes): Promise<LogEntry> {
  const r = new Reader(bytes);
  r.magic('CCPL');
  const centre = r.take(16);
  const idx = r.uint(4);
  const prev = r.take(32);
  const type = r.oneOf(ENTRY_TYPE);
  const at = r.uint(8);
  const signerKid = r.take(32);
  const change = readChange(type, r.take(r.uint(2)));
  const signed = bytes.slice(0, r.at);
  const sig = r.take(64);
  r.end();
  const keyKid = change.type === 'key' ? await keyId(change.xwPk) : null;
  return {
    centre,
    idx,
    prev,
    at,
    signerKid,
    change,
    bytes,
    signed,
    sig,
    hash: await hash('log', bytes),
    keyKid,
  };
}
