import { summaryOf } from '../thread/summary-of.ts';
import { ask } from '../worker/ask.ts';
import { askSignedIn } from './gate.ts';

/** Takes a waiting enquiry and notes in its sealed row what the list shows. Rejects only when it wasn't taken. */
export async function acceptAndNote(conversation: string): Promise<void> {
  await askSignedIn('accept', conversation);
  try {
    const { entries, seq } = await ask('openConversation', conversation);
    await ask('noteConversation', { conversation, change: { ...summaryOf(entries), readSeq: seq } });
  } catch {
    // It is taken all the same. Opening it again, which follows, says what is the matter, and notes it.
  }
}
