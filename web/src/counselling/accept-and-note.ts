import { summaryOf } from '../thread/summary-of.ts';
import { ask } from '../worker/ask.ts';
import { askSignedIn } from './gate.ts';

/**
 * Takes a waiting enquiry and notes in its sealed row what the list shows. `onTaken` is called in between. Rejects only
 * when it wasn't taken.
 */
export async function acceptAndNote(conversation: string, onTaken: () => void): Promise<void> {
  await askSignedIn('accept', conversation);
  onTaken();
  try {
    const { entries, seq } = await ask('openConversation', conversation);
    await ask('noteConversation', { conversation, change: { ...summaryOf(entries), readSeq: seq } });
  } catch {
    // It is taken all the same. Opening it again, which follows, says what is the matter, and notes it.
  }
}
