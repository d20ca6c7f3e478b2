import type { ReactElement } from 'react';
import type { HelpNumber } from '../ui/frame-data.ts';
import { callHref } from '../ui/help-strip.tsx';
import { Icon } from '../ui/icon.tsx';
import { phone } from '../ui/icons.ts';
import styles from './help-numbers.module.css';

/** Every number, large, with who answers and when. */
export function HelpNumbers({ numbers }: { numbers: readonly HelpNumber[] }): ReactElement {
  return (
    <ul className={styles.numbers}>
      {numbers.map((entry) => (
        <li key={entry.number}>
          <a className={styles.number} href={callHref(entry.number)}>
            <span className={styles.sign}>
              <Icon path={phone} size={24} />
            </span>
            <span>
              <b className={styles.digits}>{entry.number}</b>
              <span className={styles.name}>{entry.name}</span>
              {entry.note && <span className={styles.note}>{entry.note}</span>}
            </span>
          </a>
        </li>
      ))}
    </ul>
  );
}
