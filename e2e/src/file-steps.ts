import type { Page } from '@playwright/test';

export type Chosen = { name: string; mimeType: string; buffer: Buffer };

/** Chooses files as a person does, by the button beside the text; paths for large ones. */
export async function chooseFiles(page: Page, files: readonly Chosen[] | string): Promise<void> {
  const choosing = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Datei anhängen' }).click();
  await (await choosing).setFiles(typeof files === 'string' ? files : [...files]);
}

/** A picture of two colours, `width` × `height`, made by the browser itself. */
export async function pictureOf(
  page: Page,
  { type, width, height }: { type: string; width: number; height: number },
): Promise<Buffer> {
  const bytes = await page.evaluate(
    async ({ type, width, height }) => {
      const canvas = new OffscreenCanvas(width, height);
      const drawing = canvas.getContext('2d')!;
      drawing.fillStyle = '#c60';
      drawing.fillRect(0, 0, width, height);
      drawing.fillStyle = '#06c';
      drawing.fillRect(0, 0, width / 2, height);
      return [...new Uint8Array(await (await canvas.convertToBlob({ type })).arrayBuffer())];
    },
    { type, width, height },
  );
  return Buffer.from(bytes);
}

const rational = (...values: number[]): Buffer => {
  const bytes = Buffer.alloc(8 * values.length);
  values.forEach((value, i) => {
    bytes.writeUInt32LE(Math.round(value * 100), 8 * i);
    bytes.writeUInt32LE(100, 8 * i + 4);
  });
  return bytes;
};

/** 47° 59′ 41″ N, 7° 50′ 57″ E, as a phone writes it. */
export const place = { north: rational(47, 59, 41.4), east: rational(7, 50, 57.6) };

/** One line of a directory of Exif (TIFF 6.0, little-endian): tag, type, count, value or where it stands. */
function line(tag: number, type: number, count: number, value: number): Buffer {
  const bytes = Buffer.alloc(12);
  bytes.writeUInt16LE(tag, 0);
  bytes.writeUInt16LE(type, 2);
  bytes.writeUInt32LE(count, 4);
  bytes.writeUInt32LE(value, 8);
  return bytes;
}

function directory(lines: readonly Buffer[]): Buffer {
  const count = Buffer.alloc(2);
  count.writeUInt16LE(lines.length);
  return Buffer.concat([count, ...lines, Buffer.alloc(4)]);
}

const segment = (marker: number, content: Buffer): Buffer => {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(content.length + 2, 2);
  return Buffer.concat([head, content]);
};

/** A JPEG that says where it was taken, that it must be turned by a quarter, by which device, and a comment. */
export function withPlace(jpeg: Buffer, device: string, comment: string): Buffer {
  const first = 8;
  const afterFirst = first + 2 + 3 * 12 + 4;
  const afterGps = afterFirst + 2 + 4 * 12 + 4;
  const said = Buffer.from(`${device}\0`);
  const tiff = Buffer.concat([
    Buffer.from('II*\0\x08\0\0\0', 'latin1'),
    directory([
      line(0x0110, 2, said.length, afterGps + 48),
      line(0x0112, 3, 1, 6),
      line(0x8825, 4, 1, afterFirst),
    ]),
    directory([
      line(1, 2, 2, 'N'.charCodeAt(0)),
      line(2, 5, 3, afterGps),
      line(3, 2, 2, 'E'.charCodeAt(0)),
      line(4, 5, 3, afterGps + 24),
    ]),
    place.north,
    place.east,
    said,
  ]);
  const exif = segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]));
  return Buffer.concat([jpeg.subarray(0, 2), exif, segment(0xfe, Buffer.from(comment)), jpeg.subarray(2)]);
}
