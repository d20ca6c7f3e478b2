import { expect, it } from 'vitest';
import { isHarmless, kindOf, renamed, typeOf } from './kind-of.ts';

const bytes = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

it('tells what a file is by its first bytes', () => {
  const files = {
    'image/jpeg': '\xff\xd8\xff\xe1\x00\x10Exif',
    'image/png': '\x89PNG\r\n\x1a\n\0\0',
    'image/gif': 'GIF89a\x01\0',
    'image/webp': 'RIFF\x24\0\0\0WEBPVP8 ',
    'image/heic': '\0\0\0\x18ftypheic\0\0',
    'application/pdf': '%PDF-1.7\n',
    zip: 'PK\x03\x04\x14\0',
    text: 'Gr\xc3\xbc\xc3\x9fe\r\n\tzusammen',
    other: 'MZ\x90\0\x03',
  };
  for (const [kind, start] of Object.entries(files)) expect(kindOf(bytes(start)), kind).toBe(kind);
  expect(kindOf(bytes(''))).toBe('other');
});

it('calls a drawing with script text, not a picture', () => {
  for (const drawing of ['<svg onload=alert(1)>', '<?xml version="1.0"?><svg/>', '<html><script>'])
    expect(kindOf(bytes(drawing))).toBe('text');
});

it('finds harmless only what is what its name says', () => {
  expect(isHarmless('Brief.PDF', 'application/pdf')).toBe(true);
  expect(isHarmless('Bild.jpeg', 'image/jpeg')).toBe(true);
  expect(isHarmless('Antrag.docx', 'zip')).toBe(true);
  for (const [name, kind] of [
    ['Bild.jpg.exe', 'other'],
    ['Bild.html', 'image/jpeg'],
    ['Bild.svg', 'text'],
    ['Seite.html', 'text'],
    ['Bild.jpg', 'text'],
    ['Antrag.docm', 'zip'],
    ['ohne', 'application/pdf'],
    ['constructor', 'text'],
  ] as const)
    expect(isHarmless(name, kind), name).toBe(false);
});

it('says a type by the bytes, and a text’s only where the name says text', () => {
  expect(typeOf('x.exe', 'image/png')).toBe('image/png');
  expect(typeOf('brief.txt', 'text')).toBe('text/plain');
  expect(typeOf('seite.html', 'text')).toBe('application/octet-stream');
  expect(typeOf('a.odt', 'zip')).toBe('application/vnd.oasis.opendocument.text');
  expect(typeOf('a.apk', 'zip')).toBe('application/zip');
});

it('names a picture by what was made of it', () => {
  expect(renamed('IMG_1.HEIC', 'image/jpeg')).toBe('IMG_1.jpg');
  expect(renamed('a.b.gif', 'image/png')).toBe('a.b.png');
  expect(renamed('Foto.JPEG', 'image/jpeg')).toBe('Foto.JPEG');
  expect(renamed('Foto', 'image/png')).toBe('Foto.png');
});
