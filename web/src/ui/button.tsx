import type { AnchorHTMLAttributes, ButtonHTMLAttributes, ReactElement, ReactNode } from 'react';
import styles from './button.module.css';
import { classes } from './classes.ts';
import { Icon } from './icon.tsx';

type Look = {
  kind?: 'main' | 'second' | 'quiet' | 'danger';
  /** `row`: inside lists and cards of the staff's pages. */
  size?: 'row' | undefined;
  wide?: boolean;
  icon?: string;
  iconAfter?: string;
  children: ReactNode;
};

export type ButtonProps = Look &
  Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'children'> & { busy?: boolean };
export type LinkButtonProps = Look & Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'children'>;

const looks = ({ kind = 'main', size, wide }: Omit<Look, 'children'>, more?: string): string =>
  classes(styles.button, styles[kind], size && styles[size], wide && styles.wide, more);

function Label({ icon, iconAfter, children }: Look): ReactElement {
  return (
    <>
      {icon && <Icon path={icon} size={20} />}
      <span>{children}</span>
      {iconAfter && <Icon path={iconAfter} size={20} directional />}
    </>
  );
}

/** Busy keeps its width and its words and can't be pressed again; there is no disabled look without a reason in words. */
export function Button({
  kind,
  size,
  wide,
  icon,
  iconAfter,
  busy,
  className,
  type = 'button',
  children,
  onClick,
  ...rest
}: ButtonProps): ReactElement {
  return (
    <button
      {...rest}
      type={type}
      className={looks({ kind, size, wide }, className)}
      aria-disabled={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
    >
      <Label icon={icon} iconAfter={iconAfter}>
        {children}
      </Label>
    </button>
  );
}

export function LinkButton({
  kind,
  size,
  wide,
  icon,
  iconAfter,
  className,
  children,
  ...rest
}: LinkButtonProps): ReactElement {
  return (
    <a {...rest} className={looks({ kind, size, wide }, className)}>
      <Label icon={icon} iconAfter={iconAfter}>
        {children}
      </Label>
    </a>
  );
}

export type IconButtonProps = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'children'> & {
  /** Its name, since it stands without a word. */
  label: string;
  path: string;
  kind?: 'main' | 'bare';
  directional?: boolean;
  busy?: boolean;
};

/** Only for back, close, send and menus: everything else has a word. */
export function IconButton({
  label,
  path,
  kind = 'bare',
  directional,
  busy,
  className,
  type = 'button',
  onClick,
  ...rest
}: IconButtonProps): ReactElement {
  return (
    <button
      {...rest}
      type={type}
      aria-label={label}
      title={label}
      className={classes(styles.icon, styles[kind], className)}
      aria-disabled={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
    >
      <Icon path={path} directional={directional} />
    </button>
  );
}

export function IconLink({
  label,
  path,
  directional,
  className,
  href,
  ...rest
}: AnchorHTMLAttributes<HTMLAnchorElement> & {
  label: string;
  path: string;
  directional?: boolean;
}): ReactElement {
  return (
    <a
      {...rest}
      href={href}
      aria-label={label}
      title={label}
      className={classes(styles.icon, styles.bare, className)}
    >
      <Icon path={path} directional={directional} />
    </a>
  );
}
