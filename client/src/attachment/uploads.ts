import type { Sent } from '../message/send.ts';
import type { Self } from '../self.ts';
import { sendFile } from './send-file.ts';
import { type Attachment, attach, type Content, fileIdOf } from './upload.ts';

/** A file on its way, as the page shows it. `done` of `of` parts are there; `of` is 0 before it has begun. */
export type UploadRow = {
  id: string;
  conversation: string;
  name: string;
  mime: string;
  size: number;
  done: number;
  of: number;
  state: 'queued' | 'sending' | 'waiting' | 'stopped' | 'sent';
  /** Why it has stopped. */
  code: string | null;
  /** The message that names it, once that is committed. */
  messageId: string | null;
};

type Upload = { row: UploadRow; attachment: Attachment; giving: AbortController; owner: string };

const idOf = ({ attachment }: Upload): string => fileIdOf(attachment);
const ownerOf = ({ account }: Self): string => String(account.bundle.kid);

/**
 * The uploads of this page, one after the other, in its memory alone. They outlive the visit of a conversation, a lost
 * line and a pause of the same person; somebody else finds none of them.
 */
export function uploadsIn({
  me,
  onChange,
  onSent,
  codeOf,
}: {
  /** Null while nobody is signed in. */
  me: () => Self | null;
  onChange: (conversation: string) => void;
  onSent: (sent: Sent, conversation: string) => void;
  codeOf: (error: unknown) => string;
}) {
  const all = new Map<string, Upload>();
  let last: Promise<unknown> = Promise.resolve();

  const change = ({ row }: Upload, fields: Partial<UploadRow>): void => {
    Object.assign(row, fields);
    onChange(row.conversation);
  };
  /** Once the message stands in the outbox it is the outbox's to send, and to be tried again there. */
  const isInOutbox = (self: Self, one: Upload): boolean =>
    [...self.outbox.rows.values()].some(({ body }) => body.t === 'file' && body.id === idOf(one));
  const run = async (one: Upload): Promise<void> => {
    const self = me();
    const { row, attachment } = one;
    const { signal } = one.giving;
    if (!self || row.state !== 'queued' || signal.aborted) return;
    change(one, { state: 'sending' });
    try {
      const sent = await sendFile(self, attachment, {
        signal,
        onProgress: (done, of) => change(one, { done, of, state: 'sending' }),
        onWaiting: () => change(one, { state: 'waiting' }),
      });
      change(one, { state: 'sent', messageId: sent.messageId });
      onSent(sent, row.conversation);
    } catch (error) {
      if (signal.aborted) return;
      if (isInOutbox(self, one)) all.delete(row.id);
      change(one, { state: 'stopped', code: codeOf(error) });
    }
  };
  const enqueue = (one: Upload): void => {
    change(one, { state: 'queued', code: null });
    last = last.then(() => run(one));
  };

  return {
    /** Throws `Stop('SIZE')` for a file too large. */
    begin(conversation: string, content: Content, named: { name: string; mime: string }): string {
      const self = me()!;
      const attachment = attach(self, conversation, content, named);
      const id = fileIdOf(attachment);
      const { size } = content;
      const row: UploadRow = {
        ...{ id, conversation, ...named, size, done: 0, of: 0 },
        ...{ state: 'queued', code: null, messageId: null },
      };
      const one = { row, attachment, giving: new AbortController(), owner: ownerOf(self) };
      all.set(id, one);
      enqueue(one);
      return id;
    },
    rowsOf: (conversation: string): UploadRow[] => {
      const self = me();
      const running = [...all.values()].filter(({ row }) => row.conversation === conversation);
      const known = new Set(running.map(idOf));
      const left = [...(self?.outbox.rows.values() ?? [])].flatMap(({ body, messageId, ...rest }) => {
        if (body.t !== 'file' || rest.conversation !== conversation || known.has(body.id)) return [];
        const { name, mime, size } = body;
        const state = rest.stoppedBy ? 'stopped' : 'sending';
        const row: UploadRow = {
          ...{ id: messageId, conversation, name, mime, size, done: 1, of: 1 },
          ...{ state, code: rest.stoppedBy, messageId },
        };
        return [row];
      });
      return [...running.map(({ row }) => ({ ...row })), ...left];
    },
    /** False for what isn't an upload of this page. */
    retry(id: string): boolean {
      const one = all.get(id);
      if (one?.row.state === 'stopped') enqueue(one);
      return one !== undefined;
    },
    giveUp(id: string): boolean {
      const one = all.get(id);
      if (!one) return false;
      all.delete(id);
      one.giving.abort(new Error('given up'));
      onChange(one.row.conversation);
      return true;
    },
    /** The keys go: what is under way stops, and goes on once the same person has signed in again. */
    pause(self: Self): void {
      for (const one of all.values()) {
        if (one.row.state === 'sent' || one.row.state === 'stopped') continue;
        if (isInOutbox(self, one)) {
          all.delete(one.row.id);
          continue;
        }
        one.giving.abort(new Error('signed out'));
        one.giving = new AbortController();
        change(one, { state: 'stopped', code: 'SESSION' });
      }
    },
    resume(self: Self): void {
      for (const [id, one] of all) {
        if (one.owner !== ownerOf(self)) all.delete(id);
        else if (one.row.code === 'SESSION') enqueue(one);
      }
    },
    forget(): void {
      for (const { giving } of all.values()) giving.abort(new Error('signed out'));
      all.clear();
    },
  };
}
