import type { FormEvent, KeyboardEvent, ReactElement, ReactNode, Ref, RefObject } from 'react';
import { useTexts } from '../text/texts.tsx';
import { Bubble, DayMark, type Delivery, EventLine, NewMark } from '../ui/bubble.tsx';
import { Button, IconButton } from '../ui/button.tsx';
import { handOnFocus } from '../ui/hand-on-focus.ts';
import { sendHorizontal } from '../ui/icons.ts';
import { WritingLine } from '../ui/sheet.tsx';
import { MessageMenu } from './message-menu.tsx';
import type { MessageAct, MessageParts } from './message-parts.ts';
import styles from './thread.module.css';

export type ThreadItem =
  | { kind: 'day'; id: string; words: string }
  | { kind: 'new'; id: string }
  | { kind: 'event'; id: string; icon: string; words: string }
  | ({
      kind: 'message';
      id: string;
      isOwn: boolean;
      author: string;
      time: string;
      at: string;
      /** Why it will not go out however often it is tried. */
      why?: string | null;
      isStale?: boolean;
      lang?: string;
      /** Stands instead of the text. */
      content?: ReactNode;
    } & MessageParts)
  /** A card between the messages: the promise, later calls and appointments. */
  | { kind: 'card'; id: string; content: ReactNode };

export type ThreadProps = {
  items: readonly ThreadItem[];
  /** The scroller, so that the page can keep its place when older messages arrive. */
  ref?: Ref<HTMLDivElement>;
  onOlder?: (() => void) | undefined;
  /** Absent where sending again can't help. */
  onTryAgain?: ((id: string) => void) | undefined;
  onDiscard?: (id: string) => void;
  /** Absent where nothing of what was written may be changed. */
  onAct?: ((id: string, act: MessageAct) => void) | undefined;
};

/** What was written, oldest first, for both sides. New messages are announced politely. */
export function Thread({ items, ref, onOlder, onTryAgain, onDiscard, onAct }: ThreadProps): ReactElement {
  const t = useTexts('thread');
  const words: Record<Delivery, string> = {
    sending: t.sending,
    waiting: t.waitingForNet,
    arrived: t.arrived,
    read: t.read,
    failed: t.failed,
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <div ref={ref} className={styles.scroll} tabIndex={0} role="log" aria-label={t.log}>
      <div className={styles.items}>
        {onOlder && (
          <Button kind="quiet" size="row" onClick={onOlder}>
            {t.older}
          </Button>
        )}
        {items.map((item) => {
          if (item.kind === 'day') return <DayMark key={item.id}>{item.words}</DayMark>;
          if (item.kind === 'new') return <NewMark key={item.id}>{t.newFromHere}</NewMark>;
          if (item.kind === 'card') return <div key={item.id}>{item.content}</div>;
          if (item.kind === 'event') {
            return (
              <EventLine key={item.id} icon={item.icon}>
                {item.words}
              </EventLine>
            );
          }
          return (
            <Bubble
              key={item.id}
              own={item.isOwn}
              isStub={item.isStub}
              author={item.author}
              time={item.time}
              at={item.at}
              lang={item.lang}
              note={item.isStale && t.stale}
              delivery={
                item.delivery && {
                  kind: item.delivery,
                  words: item.change?.words ?? item.why ?? words[item.delivery],
                }
              }
              menu={
                onAct &&
                item.acts && <MessageMenu id={item.id} time={item.time} acts={item.acts} onAct={onAct} />
              }
              actions={
                <>
                  {item.firstText && (
                    <details className={styles.first}>
                      <summary>{t.edited}</summary>
                      <p dir="auto">{item.firstText}</p>
                    </details>
                  )}
                  {item.delivery === 'failed' && (
                    <span className={styles.actions}>
                      {onTryAgain && !item.why && (
                        <Button
                          kind="second"
                          size="row"
                          onClick={({ currentTarget }) => {
                            handOnFocus(currentTarget);
                            onTryAgain(item.change?.row ?? item.id);
                          }}
                        >
                          {t.tryAgain}
                        </Button>
                      )}
                      <Button
                        kind="quiet"
                        size="row"
                        onClick={({ currentTarget }) => {
                          handOnFocus(currentTarget);
                          onDiscard?.(item.change?.row ?? item.id);
                        }}
                      >
                        {item.change?.discard ?? t.discard}
                      </Button>
                    </span>
                  )}
                </>
              }
            >
              {item.content ?? item.text}
            </Bubble>
          );
        })}
      </div>
    </div>
  );
}

export type WriteBarProps = {
  sheet?: RefObject<HTMLTextAreaElement | null>;
  onInput?: () => void;
  onSend?: () => void;
  state?: ReactNode;
  /** Enter sends and Shift+Enter makes a line; elsewhere Enter makes a line. Ctrl+Enter sends everywhere. */
  isSentByEnter?: boolean;
  /** The word on the button, where there is room for one. */
  hasWord?: boolean;
  /** On its way: it can be read and copied, not changed, until the server has it. */
  isLocked?: boolean;
  /** The sheet has lost the focus. */
  onLeave?: () => void;
  /** What adds a file, and above the sheet what was added. */
  add?: ReactNode;
  tray?: ReactNode;
};

/** Writing under the thread. It is emptied by the caller, once the server has committed. */
export function WriteBar({
  sheet,
  onInput,
  onSend,
  state,
  isSentByEnter,
  hasWord,
  isLocked,
  onLeave,
  add,
  tray,
}: WriteBarProps): ReactElement {
  const t = useTexts('thread');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onSend?.();
  };
  const keys = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    if (!isSentByEnter && !event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    onSend?.();
  };
  return (
    <form className={styles.bar} onSubmit={submit}>
      {tray}
      <WritingLine
        ref={sheet}
        add={add}
        label={t.write}
        onInput={onInput}
        onKeyDown={keys}
        onBlur={onLeave}
        readOnly={isLocked}
        state={state}
        isBox={hasWord}
        send={
          hasWord ? (
            <Button type="submit" iconAfter={sendHorizontal} busy={isLocked ?? false}>
              {t.send}
            </Button>
          ) : (
            <IconButton
              kind="main"
              type="submit"
              label={t.send}
              path={sendHorizontal}
              directional
              busy={isLocked ?? false}
            />
          )
        }
      />
    </form>
  );
}
