import { limits } from '@beistand/contract';
import { cleanImage } from './clean-image.ts';
import { kindOf, renamed, tellingBytes, typeOf } from './kind-of.ts';

/** Why a file isn't taken. */
export type Refused = 'empty' | 'large' | 'gone';
export type Prepared =
  | { refused: Refused }
  /** `cleaned`: the picture was drawn anew · `as-it-is`: it is no picture · `not`: it is one, and can't be. */
  | { file: Blob; name: string; mime: string; cleaned: 'cleaned' | 'as-it-is' | 'not' };

/** What will be sent of a file that somebody has chosen. */
export async function prepare(file: File): Promise<Prepared> {
  if (file.size === 0) return { refused: 'empty' };
  if (file.size > limits.file.mostBytes) return { refused: 'large' };
  let kind: ReturnType<typeof kindOf>;
  try {
    kind = kindOf(new Uint8Array(await file.slice(0, tellingBytes).arrayBuffer()));
  } catch {
    return { refused: 'gone' };
  }
  const asItIs = { file, name: file.name, mime: typeOf(file.name, kind) };
  if (!kind.startsWith('image/')) return { ...asItIs, cleaned: 'as-it-is' };
  const clean = await cleanImage(file, kind);
  if (!clean) return { ...asItIs, cleaned: 'not' };
  if (clean.size > limits.file.mostBytes) return { refused: 'large' };
  return { file: clean, name: renamed(file.name, clean.type), mime: clean.type, cleaned: 'cleaned' };
}
