import { isLine } from '@beistand/contract';
import { type FileBody, isBytes, readFileBody } from './file-body.ts';

/** What a message says, once opened. `ts` = ms by the sender's clock. Unknown fields are kept, unknown kinds shown as "please reload". */
export type Body =
  | FileBody
  | { t: 'text'; ts: number; x: string; name?: string; topic?: string }
  | { t: 'edit'; ts: number; ref: string; x: string }
  /** `edits`: those of the deleted message, erased along with it. `name`: what a deleted first message said it is. */
  | { t: 'del'; ts: number; ref: string; edits?: string[]; name?: string }
  /** Another centre would suit better: its id, and the hash of its CREATE as the counsellor knows it. */
  | { t: 'handover'; ts: number; centre: string; create: string }
  /** What a group is called: a moderator's word, said anew whenever somebody is let in. */
  | { t: 'title'; ts: number; x: string }
  /** First words of a staff thread or, with `notes`, of notes: the conversation they stand beside. */
  | { t: 'about'; ts: number; conv: string; notes?: true };

const areIds = (value: unknown): boolean =>
  value === undefined || (Array.isArray(value) && value.every((one) => isBytes(one, 16)));

/** Longer than any name or title of ours. */
const MOST = 80;

/** Null for what this version doesn't know or what isn't well-formed: shown as such, never guessed at. */
export function readBody(value: unknown): Body | null {
  if (typeof value !== 'object' || value === null) return null;
  const body = value as Record<string, unknown>;
  if (typeof body.ts !== 'number') return null;
  if (body.t === 'file' || body.t === 'voice') return readFileBody(body);
  const isText = body.t === 'text' && typeof body.x === 'string';
  const isEdit = body.t === 'edit' && typeof body.ref === 'string' && typeof body.x === 'string';
  const isDelete = body.t === 'del' && typeof body.ref === 'string' && areIds(body.edits);
  const isHandover = body.t === 'handover' && isBytes(body.centre, 16) && isBytes(body.create, 32);
  const isOf = body.notes === undefined || body.notes === true;
  const isAbout = body.t === 'about' && isBytes(body.conv, 16) && isOf;
  const isTitle = body.t === 'title' && isLine(body.x, MOST);
  return isTitle || isText || isEdit || isDelete || isHandover || isAbout ? (withLines(body) as Body) : null;
}

/** Whoever wrote it chose the name and the topic that others' pages show as one line: what is none is left out. */
export function withLines(fields: Record<string, unknown>): Record<string, unknown> {
  const isKept = ([name, value]: [string, unknown]): boolean =>
    (name !== 'name' && name !== 'topic') || isLine(value, MOST);
  return Object.fromEntries(Object.entries(fields).filter(isKept));
}
