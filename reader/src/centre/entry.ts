import { hex } from '../bytes/compare.ts';
import { type Bytes, join, lp, u8, u32, u64, utf8 } from '../bytes/join.ts';
import { type Cursor, read, readMagic, readText } from '../bytes/read.ts';
import { hash } from '../primitive/hash.ts';
import { sign } from '../primitive/sign.ts';
import { insist, refuse } from '../refuse.ts';

export const bit = { counsellor: 1, lead: 2, custodian: 4, reader: 8, writer: 16 } as const;
export type VaultPolicy = 0 | 1 | 2 | 3;
export type KeyKind = 2 | 3;
export type Staff = { kid: Bytes; account: Bytes; bits: number };

export type Act =
  | { type: 'create'; name: string; policy: VaultPolicy; staff: readonly Staff[] }
  | { type: 'staffing'; staff: Staff }
  | { type: 'key'; which: KeyKind; publicKey: Bytes }
  | { type: 'policy'; policy: VaultPolicy };

export type Entry = {
  bytes: Bytes;
  hash: Bytes;
  centre: Bytes;
  index: number;
  prev: Bytes;
  at: number;
  signer: Bytes;
  act: Act;
  signed: Bytes;
  signature: Bytes;
};

const types = ['create', 'staffing', 'key', 'policy'] as const;
const staffBytes = ({ kid, account, bits }: Staff) => join(kid, account, u8(bits));

function bodyOf(act: Act): Bytes {
  switch (act.type) {
    case 'create':
      return join(
        lp(utf8(act.name)),
        u8(act.policy),
        u8(act.staff.length),
        ...act.staff.map((one) => staffBytes(one)),
      );
    case 'staffing':
      return staffBytes(act.staff);
    case 'key':
      return join(u8(act.which), act.publicKey);
    case 'policy':
      return u8(act.policy);
  }
}

export type EntryPlace = {
  centre: Uint8Array;
  index: number;
  prev: Uint8Array;
  at: number;
  signer: Uint8Array;
};

export function makeEntry(
  signKey: Uint8Array,
  act: Act,
  { centre, index, prev, at, signer }: EntryPlace,
): Bytes {
  const type = types.indexOf(act.type) + 1;
  const head = join(utf8('CCPL'), u8(1), centre, u32(index), prev, u8(type), u64(at), signer);
  const signed = join(head, lp(bodyOf(act)));
  return join(signed, sign(signKey, 'log', signed));
}

export const hashEntry = (bytes: Uint8Array): Bytes => hash('log', bytes);

function readStaff(cursor: Cursor): Staff {
  const staff = { kid: cursor.take(32), account: cursor.take(16), bits: cursor.number(1) };
  insist(staff.bits < 32, 'FORMAT');
  return staff;
}

function readCreate(cursor: Cursor): Act {
  const name = readText(cursor.take(cursor.number(2)));
  const policy = cursor.oneOf<VaultPolicy>(0, 1, 2, 3);
  const count = cursor.number(1);
  const staff = Array.from({ length: count }, () => readStaff(cursor));
  insist(count >= 1 && staff.every(({ bits }) => bits !== 0), 'FORMAT');
  insist(new Set(staff.map(({ kid }) => hex(kid))).size === count, 'FORMAT');
  return { type: 'create', name, policy, staff };
}

function readAct(type: 1 | 2 | 3 | 4, cursor: Cursor): Act {
  switch (type) {
    case 1:
      return readCreate(cursor);
    case 2:
      return { type: 'staffing', staff: readStaff(cursor) };
    case 3:
      return { type: 'key', which: cursor.oneOf<KeyKind>(2, 3), publicKey: cursor.take(1216) };
    case 4:
      return { type: 'policy', policy: cursor.oneOf<VaultPolicy>(0, 1, 2, 3) };
    default:
      return refuse('FORMAT');
  }
}

export function readEntry(bytes: Uint8Array): Entry {
  const cursor = read(bytes);
  readMagic(cursor, 'CCPL');
  const centre = cursor.take(16);
  const index = cursor.number(4);
  const prev = cursor.take(32);
  const type = cursor.oneOf<1 | 2 | 3 | 4>(1, 2, 3, 4);
  const at = cursor.number(8);
  const signer = cursor.take(32);
  const body = read(cursor.take(cursor.number(2)));
  const act = readAct(type, body);
  body.end();
  const signed = Uint8Array.from(bytes.subarray(0, cursor.at()));
  const signature = cursor.take(64);
  cursor.end();
  return {
    bytes: Uint8Array.from(bytes),
    hash: hashEntry(bytes),
    centre,
    index,
    prev,
    at,
    signer,
    act,
    signed,
    signature,
  };
}
