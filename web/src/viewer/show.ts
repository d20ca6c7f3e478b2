// Runs in the sandboxed document, which has no origin: no cookie, no storage, no connection. It gets bytes from the page
// around it and shows them as a picture or as plain letters.
import './viewer.css';
import type { Said, Shown } from './messages.ts';

/** Longest side of the small picture for the timeline, in pixels. */
const previewSide = 320;

// The address this document came from is that of the page around it; its own origin is none.
const page = location.origin;
const say = (said: Said, given: Transferable[] = []): void => parent.postMessage(said, page, given);

async function previewOf(picture: Blob): Promise<Extract<Said, { t: 'shown' }>['preview']> {
  const bitmap = await createImageBitmap(picture);
  const share = Math.min(1, previewSide / Math.max(bitmap.width, bitmap.height));
  const width = Math.max(1, Math.floor(bitmap.width * share));
  const height = Math.max(1, Math.floor(bitmap.height * share));
  const drawing = new OffscreenCanvas(width, height).getContext('2d');
  drawing?.drawImage(bitmap, 0, 0, width, height);
  return drawing && { width, height, data: drawing.getImageData(0, 0, width, height).data.buffer };
}

function showText(bytes: Uint8Array): void {
  const letters = document.createElement('pre');
  letters.dir = 'auto';
  letters.tabIndex = 0;
  // What isn't UTF-8 is read as what Windows wrote before it.
  try {
    letters.textContent = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    letters.textContent = new TextDecoder('windows-1252').decode(bytes);
  }
  document.body.replaceChildren(letters);
  say({ t: 'shown', preview: null });
}

async function showPicture({ kind, name, zoom, bytes }: Shown): Promise<void> {
  const file = new Blob([bytes], { type: kind });
  const picture = document.createElement('img');
  picture.alt = name;
  picture.src = URL.createObjectURL(file);
  await picture.decode();
  const button = document.createElement('button');
  button.type = 'button';
  button.title = zoom;
  button.append(picture);
  button.onclick = () => void document.body.classList.toggle('whole');
  document.body.replaceChildren(button);
  const preview = await previewOf(file);
  say({ t: 'shown', preview }, preview ? [preview.data] : []);
}

addEventListener('message', ({ source, origin, data }: MessageEvent<Shown>) => {
  if (source !== parent || origin !== page || data?.t !== 'show') return;
  if (data.kind === 'text') showText(data.bytes);
  else showPicture(data).catch(() => say({ t: 'failed' }));
});
addEventListener('keydown', ({ key, repeat }) => {
  if (key === 'Escape') say({ t: 'close' });
  if (key === 'Shift' && !repeat) say({ t: 'shift' });
});
say({ t: 'ready' });
