import { FileInThread } from './file-in-thread.tsx';
import { Tray } from './tray.tsx';
import { UploadRows } from './upload-rows.tsx';

/** What shows files, in one piece: it is loaded once somebody attaches or is sent one. */
export const parts = { FileInThread, Tray, UploadRows };
