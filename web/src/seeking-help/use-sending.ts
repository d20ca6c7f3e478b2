import { useEffect, useState } from 'react';
import { useSeeker } from '../account/seeker.ts';
import { isStop } from '../thread/stop-codes.ts';
import { ask, Failed, listen } from '../worker/ask.ts';
import { keepWish } from './keep-wish.ts';
import { readCentreName } from './read-centre.ts';

/** Why an enquiry did not go out for good; the text stays. */
export type UnsentReason = 'failed' | 'closed' | 'person-gone' | 'false-centre';

export type Sending = {
  isSending: boolean;
  /** It can't go out yet and keeps trying; `againAt` in ms. */
  waits: { reason: 'offline' | 'slow'; againAt: number } | null;
  unsent: UnsentReason | null;
  /** The centre's name, once known. */
  centre: string | null;
  /** The refusals that the form itself can mend: another name, another consent text. */
  send: (
    as: string,
    mend: { nameTaken?: () => Promise<void>; textChanged: () => Promise<void> },
  ) => Promise<void>;
  reset: () => void;
};

/** Sends the prepared enquiry and goes to what happens now. What stops it for good is told; the text stays. */
export function useSending(): Sending {
  const seeker = useSeeker();
  const [isSending, setSending] = useState(false);
  const [waits, setWaits] = useState<Sending['waits']>(null);
  const [unsent, setUnsent] = useState<UnsentReason | null>(null);
  const [centre, setCentre] = useState<string | null>(null);
  const { choice } = seeker;
  const topic = seeker.topics.find((one) => one.topic === choice.topic)?.title;

  // Synchronises with the worker: it says when it has to wait for the network.
  useEffect(
    () =>
      listen((event) => {
        if (event.t === 'waiting' && event.what === 'enquiry') setWaits(event);
      }),
    [],
  );
  // Synchronises with the server: the name of the centre that will read.
  useEffect(() => {
    if (choice.centre) void readCentreName(choice.centre, choice.pin).then(setCentre);
  }, [choice.centre, choice.pin]);

  const send: Sending['send'] = async (as, mend) => {
    setSending(true);
    const text = seeker.text.current;
    try {
      const arrived = await ask('sendEnquiry');
      seeker.arrive({ ...arrived, text, centre: centre ?? '', isForOne: choice.to !== undefined });
      // What was written meanwhile, back on the sheet, has not gone out.
      if (seeker.text.current === text) {
        seeker.text.current = '';
        seeker.begunFor.current = null;
      }
      seeker.wayBack.current = null;
      // For the list; without it the row only says less.
      const change = { readSeq: 2, lastWords: text.slice(0, 160), isLastMine: true, ...(topic && { topic }) };
      ask('noteConversation', { conversation: arrived.conversation, change }).catch(() => undefined);
      seeker.choose({ topic: null, centre: null, pin: null, to: undefined });
      keepWish(null);
      seeker.enter(as, seeker.isMine);
      seeker.go('/n', { replaces: true });
    } catch (error) {
      if (!(error instanceof Failed)) throw error;
      if (error.code === 'TEXT') await mend.textChanged();
      else if (error.code === 'HANDLE_TAKEN' && mend.nameTaken) await mend.nameTaken();
      else if (error.code === 'SESSION') seeker.leave('expired', '/w');
      else if (error.code === 'CLOSED') setUnsent(choice.to ? 'person-gone' : 'closed');
      else if (error.code === 'ORPHAN') setUnsent('person-gone');
      else setUnsent(isStop(error.code) ? 'false-centre' : 'failed');
    } finally {
      setSending(false);
      setWaits(null);
    }
  };
  return { isSending, waits, unsent, centre, send, reset: () => setUnsent(null) };
}
