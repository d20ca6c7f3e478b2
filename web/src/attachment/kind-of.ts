/** What a file is by its first bytes, whatever its name and its sender say. `zip`: also the documents made of one. */
export type Kind =
  | 'image/jpeg'
  | 'image/png'
  | 'image/gif'
  | 'image/webp'
  | 'image/heic'
  | 'application/pdf'
  | 'zip'
  | 'text'
  | 'other';

/** As many bytes as tell. */
export const tellingBytes = 4096;

const beginnings: readonly [Kind, string][] = [
  ['image/jpeg', '\xff\xd8\xff'],
  ['image/png', '\x89PNG\r\n\x1a\n'],
  ['image/gif', 'GIF87a'],
  ['image/gif', 'GIF89a'],
  ['application/pdf', '%PDF-'],
  ['zip', 'PK\x03\x04'],
];

/** The brands under which phones write pictures into this box. */
const phonePicture = /^(heic|heix|hevc|heim|heis|mif1|msf1|avif)$/;

/** Letters, and no control characters but those of a text. */
function isText(bytes: Uint8Array): boolean {
  const isControl = (byte: number): boolean =>
    byte < 32 && byte !== 9 && byte !== 10 && byte !== 12 && byte !== 13;
  return bytes.length > 0 && !bytes.some(isControl);
}

export function kindOf(bytes: Uint8Array): Kind {
  const start = String.fromCharCode(...bytes.subarray(0, 16));
  const found = beginnings.find(([, letters]) => start.startsWith(letters));
  if (found) return found[0];
  if (start.startsWith('RIFF') && start.slice(8, 12) === 'WEBP') return 'image/webp';
  if (start.slice(4, 8) === 'ftyp' && phonePicture.test(start.slice(8, 12))) return 'image/heic';
  return isText(bytes.subarray(0, tellingBytes)) ? 'text' : 'other';
}

/** What a browser draws. A drawing that may hold script (SVG) is none of these. */
const shown: readonly string[] = ['image/jpeg', 'image/png', 'image/gif', 'image/webp'];
export const isPicture = (type: string): boolean => shown.includes(type);

/** Endings and what must stand behind them, for a file to be what its name says. */
const honest: Readonly<Record<string, Kind>> = {
  ...{ jpg: 'image/jpeg', jpeg: 'image/jpeg', png: 'image/png', gif: 'image/gif', webp: 'image/webp' },
  ...{ heic: 'image/heic', heif: 'image/heic', pdf: 'application/pdf', txt: 'text' },
  ...{ docx: 'zip', xlsx: 'zip', pptx: 'zip', odt: 'zip', ods: 'zip', odp: 'zip' },
};

const endingOf = (name: string): string => /\.(\w{1,8})$/.exec(name)?.[1]?.toLowerCase() ?? '';

/** Whether a file is a picture, letter or document that is what its name says; anything else is saved after a warning only. */
export const isHarmless = (name: string, kind: Kind): boolean => honest[endingOf(name)] === kind;

const types: Readonly<Record<string, string>> = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  odt: 'application/vnd.oasis.opendocument.text',
  ods: 'application/vnd.oasis.opendocument.spreadsheet',
  odp: 'application/vnd.oasis.opendocument.presentation',
};

/** The type a message says: by the bytes, and for documents by the ending that fits them. */
export function typeOf(name: string, kind: Kind): string {
  if (kind === 'text') return isHarmless(name, kind) ? 'text/plain' : 'application/octet-stream';
  if (kind === 'zip') return types[endingOf(name)] ?? 'application/zip';
  return kind === 'other' ? 'application/octet-stream' : kind;
}

/** The name with the ending of what has been made of the file. */
export function renamed(name: string, type: string): string {
  const ending = Object.keys(honest).find((one) => honest[one] === type) ?? '';
  if (ending === '' || honest[endingOf(name)] === type) return name;
  return `${name.replace(/\.\w{1,8}$/, '')}.${ending}`;
}
