// What shows files, in one piece: it is loaded once somebody attaches or is sent one.
export { FileInThread } from './file-in-thread.tsx';
export { Tray } from './tray.tsx';
export { UploadRows } from './upload-rows.tsx';
