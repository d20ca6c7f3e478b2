import type { ReactElement } from 'react';
import { useTexts } from '../text/texts.tsx';
import { classes } from './classes.ts';
import { dialOf } from './dial.ts';
import type { HelpNumber } from './frame-data.ts';
import styles from './help-strip.module.css';
import { Icon } from './icon.tsx';
import { lifeBuoy } from './icons.ts';

export const callHref = (number: string): string => `tel:${dialOf(number)}`;

/** Services for which a line of the desk has room. */
const mostNamed = 4;

/** The desk names services once, the first few; a phone shows the two short numbers. All of them stand on `/h`. */
const place = (entry: HelpNumber, index: number, all: readonly HelpNumber[]): string | undefined => {
  const names = [...new Set(all.map(({ name }) => name))].slice(0, mostNamed);
  const isNamed = names.includes(entry.name) && all.findIndex((other) => other.name === entry.name) === index;
  return entry.isFirst ? (isNamed ? undefined : styles.phone) : isNamed ? styles.more : styles.never;
};

/** On every seeker page, also when something failed or the network is gone: its links need no server. */
export function HelpStrip({
  numbers,
  isWide,
}: {
  numbers: readonly HelpNumber[];
  isWide?: boolean;
}): ReactElement {
  const t = useTexts('frame');
  return (
    <aside className={styles.strip} aria-label={t.helpLabel}>
      <div className={classes(styles.inner, isWide && styles.full)}>
        <Icon path={lifeBuoy} size={20} className={styles.buoy} />
        <span className={styles.lead}>
          <span className={styles.long}>{t.helpLead} </span>
          <span className={styles.brief}>{t.helpLeadShort} </span>
        </span>
        <ul className={styles.numbers}>
          {numbers.map((entry, index) => (
            <li key={entry.number} className={place(entry, index, numbers)}>
              <a className={styles.number} href={callHref(entry.number)}>
                {entry.number}
                <span className={styles.name}> {entry.name}</span>
              </a>
            </li>
          ))}
        </ul>
        <a className={styles.all} href="/h">
          {t.allNumbers}
        </a>
      </div>
    </aside>
  );
}

/** In the bar of a conversation, where the strip would take a line of it: one tap away. */
export function HelpBuoy(): ReactElement {
  const t = useTexts('frame');
  return (
    <a className={styles.buoyLink} href="/h" aria-label={t.helpLabel} title={t.helpLabel}>
      <Icon path={lifeBuoy} size={24} />
    </a>
  );
}
