import { generate } from 'lean-qr';
import type { ReactElement } from 'react';
import { classes } from './classes.ts';
import styles from './code.module.css';

/** A code to copy by hand: groups side by side, read left to right in every language. */
export function CodeBlock({
  groups,
  columns = 2,
}: {
  groups: readonly string[];
  columns?: 2 | 3;
}): ReactElement {
  return (
    <ol className={classes(styles.code, columns === 3 && styles.three)} dir="ltr">
      {groups.map((group, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: groups may repeat and never move
        <li key={index}>{group}</li>
      ))}
    </ol>
  );
}

/** The words of a phrase, numbered in their order. */
export function Words({ words }: { words: readonly string[] }): ReactElement {
  return (
    <ol className={styles.words}>
      {words.map((word, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: words may repeat and never move
        <li key={index} className={styles.word}>
          <span className={styles.place}>{index + 1}</span> {word}
        </li>
      ))}
    </ol>
  );
}

/** Black on white also in the dark: cameras need it so. Rows of modules become runs, so the SVG stays small. */
export function QrCode({
  text,
  label,
  size = 168,
}: {
  text: string;
  label: string;
  size?: number;
}): ReactElement {
  const code = generate(text);
  const runs: string[] = [];
  for (let y = 0; y < code.size; y++) {
    for (let x = 0; x < code.size; x++) {
      if (!code.get(x, y)) continue;
      let end = x;
      while (code.get(end, y)) end++;
      runs.push(`M${x} ${y}h${end - x}v1h${x - end}z`);
      x = end;
    }
  }
  const quiet = 3;
  const side = code.size + 2 * quiet;
  return (
    <svg
      className={styles.qr}
      width={size}
      height={size}
      viewBox={`${-quiet} ${-quiet} ${side} ${side}`}
      role="img"
      aria-label={label}
      shapeRendering="crispEdges"
    >
      <rect x={-quiet} y={-quiet} width={side} height={side} rx={2} fill="#fff" />
      <path d={runs.join('')} fill="#000" />
    </svg>
  );
}
