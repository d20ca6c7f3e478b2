import { hex, toBase64url } from '@beistand/wire';
import { newestView } from '../centre/log.ts';
import { myId, type Self } from '../self.ts';
import { pinOf } from '../slot/state.ts';
import { roomOf } from './sync.ts';

/**
 * What a person hands to the operator or a second lead when a conversation has stopped: codes, ids and hashes, which
 * can be laid beside the database, and never a word or a key. Bytes as in the interface, base64url.
 */
export type Report = {
  /** The rule that didn't hold; null when the conversation hasn't stopped. */
  rule: string | null;
  madeAt: number;
  instance: string;
  account: string;
  conversation: string;
  centre: string | null;
  /** Hash of the CREATE this account takes for the centre's. */
  pin: string | null;
  /** The newest entry of the centre's log that this client has verified. */
  log: { entry: number; hash: string } | null;
  /** How far everything held: `transcript` stands with the item of that number in the database, `record` with its record. */
  judged: { seq: number; transcript: string; epoch: number | null; record: string | null };
  /** What didn't hold: length and SHA-256 of the bytes that were served. */
  refused: { bytes: number; sha256: string } | null;
};

/** Of a conversation as this client has judged it; asks nobody. */
export async function reportOf(self: Self, conversation: string): Promise<Report> {
  const { frozen, refused, stream } = roomOf(self, conversation);
  const { current, seq } = stream;
  const log = current && self.logs.get(hex(current.centre));
  const view = log && newestView(log);
  const pin = current && pinOf(self.state, current.centre);
  const sha256 = refused && new Uint8Array(await crypto.subtle.digest('SHA-256', refused));
  return {
    rule: frozen,
    madeAt: self.world.now(),
    instance: self.instance,
    account: toBase64url(myId(self)),
    conversation,
    centre: current && toBase64url(current.centre),
    pin: pin && toBase64url(pin),
    log: view ? { entry: view.idx, hash: toBase64url(view.hash) } : null,
    judged: {
      seq,
      transcript: toBase64url(stream.transcripts.get(seq)!),
      epoch: current?.epoch ?? null,
      record: current && toBase64url(current.m),
    },
    refused: refused && sha256 && { bytes: refused.length, sha256: toBase64url(sha256) },
  };
}
