import type { ReactElement, ReactNode } from 'react';
import { useTexts } from '../text/texts.tsx';
import type { ThreadProps } from '../thread/thread.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { inbox } from '../ui/icons.ts';
import { type PaneName, Panes } from '../ui/panes.tsx';
import styles from './desk.module.css';
import { Open, PeopleAndKeys } from './desk-conversation.tsx';
import { Lists } from './desk-lists.tsx';
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
export type MineRow = {
  id: string;
  name: string;
  lastWords: string;
  /** When it moved last; by when an answer is owed, while one is. */
  time: string;
  isOwed?: boolean;
  isSoon?: boolean;
  unread: number;
  /** No longer theirs; it stays where it is until the list is drawn anew. */
  isGone?: boolean;
};

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

export type ShownConversation = {
  name: string;
  /** "Schulden · per Sie · Freiburg-Altstadt" */
  under: string;
  facts: readonly { label: string; value: string }[];
  people: readonly KeyRow[];
  thread: ThreadProps;
  /** An enquiry is read first, then accepted; after that there is writing. */
  state:
    | { kind: 'waiting'; note: string; onAccept: () => void }
    | { kind: 'mine'; write: ReactNode; onGiveBack?: (() => void) | undefined }
    /** Nothing can be written here now, and why. */
    | { kind: 'still'; note: string; begun?: string };
  banner?: ReactNode;
  /** Beside the name: what can be done with it beside writing. */
  steps?: ReactNode;
  /** Over the composer: what can still be taken back. */
  undo?: ReactNode;
};

export type DeskProps = {
  staff: StaffData;
  tab: 'now' | 'waiting' | 'mine';
  onTab: (tab: string) => void;
  waiting: readonly WaitingRow[];
  mine: readonly MineRow[];
  /** How many of mine have no first answer yet. */
  owed: number;
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
  conversation: ShownConversation | null;
  /** A conversation is being opened, or couldn't be. */
  instead?: ReactNode;
  banner?: ReactNode;
  onSignOut: () => void;
  onKeys?: () => void;
};

/** Lists, conversation, people and keys. */
export function Desk(props: DeskProps): ReactElement {
  const { staff, shown, onShow, conversation, banner, onSignOut } = props;
  const t = useTexts('counselling');
  const isEmpty = !props.isLoading && props.waiting.length === 0 && props.mine.length === 0;
  return (
    <StaffShell staff={staff} here="conversations" hasPanes banner={banner} onSignOut={onSignOut}>
      <h1 className="away">{t.conversations}</h1>
      <Panes
        shown={shown}
        list={<Lists {...props} />}
        side={conversation && <PeopleAndKeys staff={staff} onShow={onShow} conversation={conversation} />}
        sideLabel={t.peopleAndKeys}
        onBack={() => onShow('main')}
      >
        {conversation ? (
          <Open onShow={onShow} conversation={conversation} />
        ) : (
          <div className={styles.instead}>
            {props.instead || (
              <EmptyState icon={inbox} tone="quiet" title={isEmpty ? t.nothingToRead : t.chooseOne} />
            )}
          </div>
        )}
      </Panes>
    </StaffShell>
  );
}
