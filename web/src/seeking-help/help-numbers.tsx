import type { ReactElement } from 'react';
import type { HelpNumber } from '../ui/frame-data.ts';
import { callHref } from '../ui/help-strip.tsx';
import { Icon } from '../ui/icon.tsx';
import { phone } from '../ui/icons.ts';
import styles from './help-numbers.module.css';

/** Everyone who answers, once, with all their numbers, large, and when. */
export function HelpNumbers({ numbers }: { numbers: readonly HelpNumber[] }): ReactElement {
  return (
    <ul className={styles.numbers}>
      {[...Map.groupBy(numbers, ({ name }) => name)].map(([name, entries]) => (
        <li key={name} className={styles.help}>
          <span className={styles.sign}>
            <Icon path={phone} size={24} />
          </span>
          <div>
            {entries.map(({ number }) => (
              <a key={number} className={styles.digits} href={callHref(number)}>
                {number}
              </a>
            ))}
            <p className={styles.name}>{name}</p>
            {entries[0]?.note && <p className={styles.note}>{entries[0].note}</p>}
          </div>
        </li>
      ))}
    </ul>
  );
}
