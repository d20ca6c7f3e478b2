/**
 * Copies the icons we use from lucide (ISC) into `icons.ts`, one path string each: constants drop out of
 * a bundle that doesn't name them, which an object of icons would not. Run by hand when the list grows.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const wanted =
  'accessibility armchair arrow-big-up arrow-left arrow-right baby backpack badge-check check check-check ' +
  'chevron-down chevron-right circle-check clock cloud-off coffee copy corner-up-left download earth ellipsis ' +
  'external-link eye eye-off file file-text flower-2 hand-helping house house-heart image inbox info key-round languages leaf ' +
  'life-buoy list-checks lock-keyhole log-in log-out mail map-pin message-circle message-circle-heart ' +
  'message-circle-question-mark paperclip pen-line phone plus printer receipt-euro refresh-cw rotate-ccw scroll-text ' +
  'search send-horizontal shield-check trash triangle-alert undo-2 unlink user-round users-round wallet x';

type Shape = [tag: string, attributes: Record<string, string>];

const number = (attributes: Record<string, string>, name: string): number => Number(attributes[name] ?? 0);

/** A path's first `m` is absolute, yet not once it stands behind another: `m1 2 3 4` becomes `M1 2l3 4`. */
const absoluteStart = (d: string): string =>
  d.replace(
    /^m(-?[\d.]+)[ ,]?(-?[\d.]+)\s*(?=([-\d.])?)/,
    (_, x: string, y: string, more?: string) => `M${x} ${y}${more ? 'l' : ''}`,
  );

/** An SVG shape as path data, so that every icon is one string. Throws on a shape lucide did not have so far. */
function pathOf([tag, a]: Shape): string {
  const n = (name: string): number => number(a, name);
  if (tag === 'path') return absoluteStart(a.d ?? '');
  if (tag === 'line') return `M${n('x1')} ${n('y1')}L${n('x2')} ${n('y2')}`;
  if (tag === 'circle') {
    const r = n('r');
    return `M${n('cx') - r} ${n('cy')}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`;
  }
  if (tag === 'rect') {
    const [x, y, w, h, r] = [n('x'), n('y'), n('width'), n('height'), a.rx ? n('rx') : n('ry')];
    const corner = (dx: number, dy: number): string => `a${r} ${r} 0 0 1 ${dx} ${dy}`;
    return (
      `M${x + r} ${y}h${w - 2 * r}${corner(r, r)}v${h - 2 * r}${corner(-r, r)}` +
      `h${2 * r - w}${corner(-r, -r)}v${2 * r - h}${corner(r, -r)}z`
    );
  }
  if (tag === 'polyline') return `M${a.points}`;
  throw new Error(`no path for <${tag}>`);
}

const camel = (name: string): string => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

const nodes: Record<string, Shape[]> = JSON.parse(
  await readFile(fileURLToPath(import.meta.resolve('lucide-static/icon-nodes.json')), 'utf8'),
);
const lines = wanted.split(' ').map((name) => {
  const shapes = nodes[name];
  if (!shapes) throw new Error(`lucide has no icon ${name}`);
  return `export const ${camel(name)} = '${shapes.map(pathOf).join('')}';`;
});
const head = `// Icons from lucide (https://lucide.dev), ISC licence, copied by copy-icons.ts: 24 × 24, one path each.\n`;
await writeFile(new URL('icons.ts', import.meta.url), `${head}${lines.join('\n')}\n`);
