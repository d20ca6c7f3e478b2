import type { ReactElement, ReactNode } from 'react';
import styles from './banner.module.css';
import { classes } from './classes.ts';
import { Icon } from './icon.tsx';
import { clock, cloudOff, shieldCheck, triangleAlert } from './icons.ts';

export type BannerKind = 'waiting' | 'offline' | 'danger' | 'good';

const icons: Record<BannerKind, string> = {
  waiting: clock,
  offline: cloudOff,
  danger: triangleAlert,
  good: shieldCheck,
};

/** Full width under the bar. The first words say it all; `good` belongs on staff pages only. */
export function Banner({
  kind,
  title,
  children,
  action,
}: {
  kind: BannerKind;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}): ReactElement {
  return (
    <div className={classes(styles.banner, styles[kind])} role={kind === 'danger' ? 'alert' : 'status'}>
      <Icon path={icons[kind]} size={24} />
      <div className={styles.words}>
        <p>
          <b>{title}</b> {children}
        </p>
        {action}
      </div>
    </div>
  );
}
