import type { ReactElement, ReactNode } from 'react';
import styles from './card.module.css';
import { classes } from './classes.ts';
import { Icon } from './icon.tsx';

/** Groups one thing. Cards are never nested and never clickable as a whole. */
export function Card({
  children,
  className,
  as: Tag = 'section',
  ...rest
}: {
  children: ReactNode;
  className?: string | undefined;
  as?: 'section' | 'div' | 'li' | 'article';
  'aria-labelledby'?: string;
  'aria-label'?: string;
}): ReactElement {
  return (
    <Tag {...rest} className={classes(styles.card, className)}>
      {children}
    </Tag>
  );
}

/** Tells, doesn't act. */
export function Chip({
  tone = 'quiet',
  icon,
  children,
}: {
  tone?: 'accent' | 'quiet' | 'honey' | 'good' | 'danger';
  icon?: string;
  children: ReactNode;
}): ReactElement {
  return (
    <span className={classes(styles.chip, styles[tone])}>
      {icon && <Icon path={icon} size={18} />}
      <span>{children}</span>
    </span>
  );
}

/** A line of a card: icon and words. */
export function Fact({
  icon,
  tone,
  children,
}: {
  icon: string;
  tone?: 'accent' | 'good' | 'honey' | 'danger';
  children: ReactNode;
}): ReactElement {
  return (
    <li className={classes(styles.fact, tone && styles[`fact-${tone}`])}>
      <Icon path={icon} size={20} />
      <span>{children}</span>
    </li>
  );
}

export function Facts({ children, roomy }: { children: ReactNode; roomy?: boolean }): ReactElement {
  return <ul className={classes(styles.facts, roomy && styles.roomy)}>{children}</ul>;
}

/** Initials of a person; decoration beside the name. */
export function Avatar({
  name,
  tone = 'accent',
  large,
}: {
  name: string;
  tone?: 'accent' | 'honey' | 'quiet' | 'good';
  large?: boolean;
}): ReactElement {
  const initials = name
    .split(/[\s-]+/)
    .filter((part) => /^\p{L}/u.test(part))
    .slice(0, 2)
    .map((part) => part.charAt(0).toUpperCase())
    .join('');
  return (
    <span className={classes(styles.avatar, styles[tone], large && styles.large)} aria-hidden="true">
      {initials}
    </span>
  );
}
