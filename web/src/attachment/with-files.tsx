import type { UploadRow } from '@beistand/client';
import type { ThreadItem } from '../thread/thread.tsx';
import { FileInThread, UploadRows } from './part.tsx';

/**
 * The timeline with its files: those that were sent in their messages, and those on their way at its end. `asksToSave`:
 * on a device that others may use.
 */
export function withFiles(
  items: readonly ThreadItem[],
  {
    conversation,
    uploads,
    asksToSave,
  }: { conversation: string; uploads: readonly UploadRow[]; asksToSave: boolean },
): ThreadItem[] {
  const shown = items.map((item): ThreadItem => {
    if (item.kind !== 'message' || !item.file) return item;
    const { id: messageId, file } = item;
    const content = (
      <FileInThread
        key={messageId}
        conversation={conversation}
        messageId={messageId}
        file={file}
        asksToSave={asksToSave}
      />
    );
    return { ...item, content };
  });
  if (uploads.length === 0) return shown;
  return [...shown, { kind: 'card', id: 'uploads', content: <UploadRows rows={uploads} /> }];
}
