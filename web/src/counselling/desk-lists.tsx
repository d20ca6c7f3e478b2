import type { ReactElement } from 'react';
import { useTexts } from '../text/texts.tsx';
import { Button } from '../ui/button.tsx';
import { Avatar } from '../ui/card.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { leaf } from '../ui/icons.ts';
import { Bars, List, ListRow } from '../ui/list.tsx';
import { Ring } from '../ui/promise.tsx';
import { Tabs } from '../ui/tabs.tsx';
import styles from './desk.module.css';
import type { DeskProps } from './desk.tsx';

/** What waits and what is mine. */
export function Lists({
  tab,
  onTab,
  waiting,
  mine,
  owed,
  isLoading,
  held,
  onShowHeld,
  heldMine,
  onShowHeldMine,
  onMoreWaiting,
  onMoreMine,
  problem,
  selected,
  onOpen,
  onKeys,
}: DeskProps): ReactElement {
  const t = useTexts('counselling');
  const frameText = useTexts('frame');
  // Before the lists are there, a nought would be an untruth.
  const isKnown = !isLoading && !problem;
  const tabs = [
    { id: 'now', label: t.now },
    { id: 'waiting', label: t.waiting, ...(isKnown && { count: waiting.length }) },
    { id: 'mine', label: t.mine, ...(isKnown && { count: mine.length }) },
  ];
  const keys = [
    ['JK', t.keyMove],
    ['A', t.keyAccept],
    ['R', t.keyReply],
  ] as const;
  return (
    <div className={styles.lists}>
      <Tabs name="lists" label={t.lists} tabs={tabs} selected={tab} onSelect={onTab} />
      <div id="lists-panel" role="tabpanel" aria-labelledby={`lists-${tab}`} className={styles.panel}>
        {problem}
        {isLoading && <Bars rows={6} label={frameText.loading} />}
        {!isLoading && !problem && tab !== 'mine' && (
          <List title={t.waitingForAnswer}>
            {held ? <Held count={held} onShow={onShowHeld} /> : null}
            {waiting.map((row) => (
              <ListRow
                key={row.id}
                lead={<Ring remaining={row.remaining} isSoon={row.isSoon} />}
                title={row.name}
                time={row.left}
                isDue={row.isSoon}
                lines={row.isGone ? [row.topic, t.goneRow] : [row.topic, row.firstWords]}
                isGone={row.isGone}
                isSelected={row.id === selected}
                onOpen={() => onOpen(row.id)}
              />
            ))}
            {onMoreWaiting && <More onMore={onMoreWaiting} />}
            {waiting.length === 0 && !held && (
              <li>
                <EmptyState icon={leaf} title={t.allAccepted}>
                  {owed > 0 ? t.answersOwed({ n: owed }) : t.allAcceptedNote}
                </EmptyState>
              </li>
            )}
          </List>
        )}
        {!isLoading && !problem && tab !== 'waiting' && (
          <List title={t.mineRecently}>
            {heldMine ? <Held count={heldMine} onShow={onShowHeldMine} /> : null}
            {mine.map((row) => (
              <ListRow
                key={row.id}
                lead={<Avatar name={row.name} tone={row.unread > 0 ? 'accent' : 'quiet'} />}
                title={row.name}
                time={row.time}
                isDue={row.isSoon ?? false}
                lines={row.isGone ? [t.goneMine] : [row.lastWords, row.isOwed ? t.answerOwed : undefined]}
                isGone={row.isGone}
                unread={
                  row.unread > 0 ? { count: row.unread, words: t.unreadWords({ n: row.unread }) } : undefined
                }
                isSelected={row.id === selected}
                onOpen={() => onOpen(row.id)}
              />
            ))}
            {onMoreMine && <More onMore={onMoreMine} />}
            {mine.length === 0 && <li className={styles.none}>{t.noneMineNote}</li>}
          </List>
        )}
      </div>
      <ul className={styles.keys}>
        {keys.map(([names, words]) => (
          <li key={names}>
            {names.split('').map((name) => (
              <kbd key={name}>{name}</kbd>
            ))}{' '}
            {words}
          </li>
        ))}
        <li>
          <button type="button" className={styles.allKeys} onClick={onKeys}>
            <kbd>?</kbd> {t.keysAll}
          </button>
        </li>
      </ul>
    </div>
  );
}

/** What came since waits here, so that no row moves under the pointer. */
function Held({ count, onShow }: { count: number; onShow: (() => void) | undefined }): ReactElement {
  const t = useTexts('counselling');
  return (
    <li className={styles.held}>
      <Button kind="second" size="row" wide onClick={onShow}>
        {t.newOnTop({ n: count })}
      </Button>
    </li>
  );
}

/** The next page of a long list; nothing above it moves. */
function More({ onMore }: { onMore: () => void }): ReactElement {
  const t = useTexts('counselling');
  return (
    <li className={styles.held}>
      <Button kind="quiet" size="row" wide onClick={onMore}>
        {t.more}
      </Button>
    </li>
  );
}
