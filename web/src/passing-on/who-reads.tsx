import type { ReactElement } from 'react';
import { useTexts } from '../text/texts.tsx';
import { Icon } from '../ui/icon.tsx';
import { eye, eyeOff, lockKeyhole } from '../ui/icons.ts';
import styles from './passing-on.module.css';
import type { Dates, ReaderAfter, Reads } from './readers-after.ts';

export type DayOf = (at: number) => string;

const icons: Record<Reads, string> = {
  ...{ all: eye, dates: eye, emergency: lockKeyhole },
  ...{ 'not-any-more': eyeOff, nothing: eyeOff },
};

/** Everyone who can read now or afterwards, by name: what is written already, and what comes. */
export function WhoReads({
  readers,
  seeker,
  dayOf,
}: {
  readers: readonly ReaderAfter[];
  seeker: string;
  dayOf: DayOf;
}): ReactElement {
  const t = useTexts('passing-on');
  const say = (reads: Reads, dates: Dates | null): string =>
    ({
      ...{ all: t.all, emergency: t.emergency, nothing: t.nothing, 'not-any-more': t.notAnyMore },
      dates: dates ? t.inBetween(daysOf(dates, dayOf)) : t.all,
    })[reads];
  const parts: Partial<Record<ReaderAfter['part'], string>> = {
    ...{ responsible: t.allResponsible, writes: t.allWrites, reads: t.allReads },
  };
  const nameOf = ({ part, isMe, name }: ReaderAfter): string =>
    part === 'vault' ? t.vault : part === 'asks' ? seeker : isMe ? t.you : (name ?? '');
  return (
    <section aria-labelledby="who-reads">
      <h3 id="who-reads" className={styles.title}>
        {t.whoReads}
      </h3>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t.person}</th>
            <th scope="col">{t.written}</th>
            <th scope="col">{t.coming}</th>
          </tr>
        </thead>
        <tbody>
          {readers.map((reader) => {
            const { account, before, after, dates, part } = reader;
            const coming = after === 'all' ? (parts[part] ?? t.all) : say(after, dates);
            return (
              <tr key={account}>
                <th scope="row">
                  <bdi>{nameOf(reader)}</bdi>
                </th>
                <Cell reads={before} when={t.written} words={say(before, dates)} />
                <Cell reads={after} when={t.coming} words={coming} />
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

/** The last day is one of those in which they read; `until` is its end. */
export const daysOf = ({ from, until }: Dates, dayOf: DayOf): { from: string; until: string } => ({
  from: dayOf(from),
  until: dayOf(until - 1),
});

function Cell({ reads, when, words }: { reads: Reads; when: string; words: string }): ReactElement {
  const isOpen = reads === 'all' || reads === 'dates';
  return (
    <td>
      <span className={styles.cell}>
        <Icon path={icons[reads]} size={18} className={isOpen ? undefined : styles.shut} />
        <span>
          <span className={styles.when} aria-hidden="true">
            {when}:{' '}
          </span>
          {words}
        </span>
      </span>
    </td>
  );
}
