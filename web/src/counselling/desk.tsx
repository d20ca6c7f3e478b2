import type { ReactElement, ReactNode } from 'react';
import { useTexts } from '../text/texts.tsx';
import { Thread, type ThreadProps } from '../thread/thread.tsx';
import { Button, IconButton } from '../ui/button.tsx';
import { Avatar } from '../ui/card.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Icon } from '../ui/icon.tsx';
import { arrowLeft, badgeCheck, eye, inbox, leaf, lockKeyhole, undo2, usersRound } from '../ui/icons.ts';
import { Bars, List, ListRow } from '../ui/list.tsx';
import { Ring } from '../ui/promise.tsx';
import { type PaneName, Panes, SideSection } from '../ui/staff-frame.tsx';
import { Tabs } from '../ui/tabs.tsx';
import styles from './desk.module.css';
import { type StaffData, StaffShell } from './staff-shell.tsx';

export type WaitingRow = {
  id: string;
  name: string;
  topic: string;
  firstWords: string;
  left: string;
  remaining: number;
  isSoon: boolean;
  /** Somebody has accepted it; it stays where it is until the list is drawn anew. */
  isGone?: boolean;
};
export type MineRow = { id: string; name: string; lastWords: string; time: string; unread: number };

/** Who can read: with what their key is known by. */
export type KeyRow = {
  kind: 'seeker' | 'self' | 'person' | 'inbox' | 'vault';
  name: string;
  note: string;
  /** That their key is theirs: compared by phone, or proven by the invitation. */
  isChecked: boolean;
  /** Reads everything, or opens in an emergency only. */
  reads: 'all' | 'emergency';
};

export type OpenConversation = {
  name: string;
  /** "Schulden · per Sie · Freiburg-Altstadt" */
  under: string;
  facts: readonly { label: string; value: string }[];
  people: readonly KeyRow[];
  thread: ThreadProps;
  /** An enquiry is read first, then accepted; after that there is writing. */
  state:
    | { kind: 'waiting'; note: string; isBusy: boolean; onAccept: () => void }
    | { kind: 'mine'; write: ReactNode; onGiveBack?: (() => void) | undefined }
    /** Nothing can be written here now, and why. */
    | { kind: 'still'; note: string };
  banner?: ReactNode;
  /** Over the composer: what can still be taken back. */
  undo?: ReactNode;
};

export type DeskProps = {
  staff: StaffData;
  tab: 'now' | 'waiting' | 'mine';
  onTab: (tab: string) => void;
  waiting: readonly WaitingRow[];
  mine: readonly MineRow[];
  /** Lists are still being opened. */
  isLoading?: boolean;
  /** New enquiries that wait above the list, so that no row moves under the pointer. */
  held?: number;
  onShowHeld?: () => void;
  heldMine?: number;
  onShowHeldMine?: () => void;
  onMoreWaiting?: (() => void) | undefined;
  onMoreMine?: (() => void) | undefined;
  /** Instead of the lists: why they can't be shown. */
  problem?: ReactNode;
  selected: string | null;
  onOpen: (id: string) => void;
  shown: PaneName;
  onShow: (pane: PaneName) => void;
  conversation: OpenConversation | null;
  /** A conversation is being opened, or couldn't be. */
  instead?: ReactNode;
  banner?: ReactNode;
  onSignOut: () => void;
  onKeys?: () => void;
};

/** Lists, conversation, people and keys. */
export function Desk(props: DeskProps): ReactElement {
  const { staff, shown, conversation, banner, onSignOut } = props;
  const t = useTexts('counselling');
  return (
    <StaffShell staff={staff} here="conversations" hasPanes banner={banner} onSignOut={onSignOut}>
      <h1 className="away">{t.conversations}</h1>
      <Panes
        shown={shown}
        list={<Lists {...props} />}
        side={conversation && <PeopleAndKeys {...props} conversation={conversation} />}
        sideLabel={t.peopleAndKeys}
      >
        {conversation ? (
          <Open {...props} conversation={conversation} />
        ) : (
          <div className={styles.instead}>
            {props.instead || <EmptyState icon={inbox} tone="quiet" title={t.chooseOne} />}
          </div>
        )}
      </Panes>
    </StaffShell>
  );
}

function Lists({
  tab,
  onTab,
  waiting,
  mine,
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
  const tabs = [
    { id: 'now', label: t.now },
    { id: 'waiting', label: t.waiting, count: waiting.length },
    { id: 'mine', label: t.mine, count: mine.length },
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
                <EmptyState icon={leaf} title={t.nobodyWaits}>
                  {t.nobodyWaitsNote}
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
                lines={[row.lastWords]}
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

function Open({ conversation, onShow }: DeskProps & { conversation: OpenConversation }): ReactElement {
  const t = useTexts('counselling');
  const { state } = conversation;
  return (
    <>
      <header className={styles.head}>
        <IconButton
          label={t.backToList}
          path={arrowLeft}
          directional
          className={styles.back}
          onClick={() => onShow('list')}
        />
        <div className={styles.whom}>
          <h2 id="conversation" tabIndex={-1}>
            <bdi dir="ltr">{conversation.name}</bdi>
          </h2>
          <p>{conversation.under}</p>
        </div>
        {state.kind === 'mine' && state.onGiveBack && (
          <Button kind="quiet" size="row" icon={undo2} onClick={state.onGiveBack}>
            {t.giveBack}
          </Button>
        )}
        <span className={styles.toSide}>
          <Button
            kind="second"
            size="row"
            icon={usersRound}
            className={styles.sideWord}
            onClick={() => onShow('side')}
          >
            {t.showSide}
          </Button>
          <IconButton
            label={t.showSide}
            path={usersRound}
            className={styles.sideSign}
            onClick={() => onShow('side')}
          />
        </span>
      </header>
      {conversation.banner}
      <Thread {...conversation.thread} />
      {conversation.undo && <div className={styles.undo}>{conversation.undo}</div>}
      {state.kind === 'mine' && <div className={styles.write}>{state.write}</div>}
      {state.kind === 'waiting' && (
        <div className={styles.accept}>
          <p>{state.note}</p>
          <Button busy={state.isBusy} onClick={state.onAccept}>
            {state.isBusy ? t.accepting : t.accept}
          </Button>
        </div>
      )}
      {state.kind === 'still' && (
        <div className={styles.accept}>
          <p>{state.note}</p>
        </div>
      )}
    </>
  );
}

function PeopleAndKeys({
  staff,
  conversation,
  onShow,
}: DeskProps & { conversation: OpenConversation }): ReactElement {
  const t = useTexts('counselling');
  return (
    <>
      <div className={styles.sideBack}>
        <Button kind="quiet" size="row" icon={arrowLeft} onClick={() => onShow('main')}>
          {conversation.name}
        </Button>
      </div>
      <SideSection title={t.person}>
        <dl className={styles.facts}>
          {conversation.facts.map((fact) => (
            <div key={fact.label}>
              <dt>{fact.label}</dt>
              <dd>{fact.value}</dd>
            </div>
          ))}
        </dl>
      </SideSection>
      <SideSection title={t.peopleAndKeys}>
        <ul className={styles.people}>
          {conversation.people.map((person) => (
            <li key={`${person.kind} ${person.name}`}>
              {person.kind === 'vault' || person.kind === 'inbox' ? (
                <span className={styles.keySign}>
                  <Icon path={person.kind === 'vault' ? lockKeyhole : inbox} size={18} />
                </span>
              ) : (
                <Avatar name={person.kind === 'self' ? staff.name : person.name} />
              )}
              <p>
                {person.name}
                <span className={styles.note}>
                  <Icon path={person.reads === 'all' ? eye : lockKeyhole} size={16} /> {person.note}
                </span>
              </p>
              {person.isChecked && (
                <span className={styles.checked}>
                  <Icon path={badgeCheck} size={20} />
                  <span className="away">{t.keyChecked}</span>
                </span>
              )}
            </li>
          ))}
        </ul>
      </SideSection>
    </>
  );
}
