import type { ReactElement } from 'react';
import { classes } from './classes.ts';
import styles from './icon.module.css';

export type IconProps = {
  /** Path data from icons.ts. */
  path: string;
  size?: 16 | 18 | 20 | 22 | 24 | 28 | 32;
  /** Points along the line of reading, so it turns in right-to-left. */
  directional?: boolean;
  className?: string | undefined;
};

/** A picture beside a word; where it stands alone, its button carries the name. */
export function Icon({ path, size = 22, directional, className }: IconProps): ReactElement {
  return (
    <svg
      className={classes(directional && styles.directional, className)}
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.75}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={path} />
    </svg>
  );
}

/** An icon on its soft square, as on topic tiles and empty states. */
export function IconTile({
  path,
  tone = 'accent',
  large,
}: {
  path: string;
  tone?: 'accent' | 'honey' | 'danger' | 'quiet';
  large?: boolean;
}): ReactElement {
  return (
    <span className={classes(styles.tile, styles[tone], large && styles.large)}>
      <Icon path={path} size={large ? 28 : 22} />
    </span>
  );
}
