import type { ReactElement, ReactNode } from 'react';
import { bold, Pieces, useTexts } from '../text/texts.tsx';
import { Button, LinkButton } from '../ui/button.tsx';
import { Avatar, Fact, Facts } from '../ui/card.tsx';
import { ExitAbove } from '../ui/exit-control.tsx';
import type { FrameData } from '../ui/frame-data.ts';
import { Icon } from '../ui/icon.tsx';
import { keyRound, lockKeyhole, logOut, messageCircle, penLine, userRound, usersRound } from '../ui/icons.ts';
import { SeekerFrame } from '../ui/seeker-frame.tsx';
import { BegunText } from './begun-text.tsx';
import styles from './seeker-conversation.module.css';
import { Thread, type ThreadProps, WriteBar, type WriteBarProps } from './thread.tsx';
import { InsteadOf, type MessageActs } from './use-message-acts.tsx';

/** Who can open the conversation, as the current record says. */
export type Reader = { kind: 'self' | 'person' | 'inbox' | 'vault'; words: string };

export type SeekerConversationProps = {
  frame: FrameData;
  /** The responsible counsellor; null while the enquiry waits. */
  counsellor: { name: string; role: string } | null;
  centre: string;
  readers: readonly Reader[];
  /** The name one signs in with. */
  name: string;
  banner?: ReactNode;
  thread: ThreadProps;
  /** Null where nobody may write: the conversation can't be trusted, or is no longer theirs. */
  write: WriteBarProps | null;
  /** What was half written where nobody may write now. */
  begun?: string;
  /** Changing and deleting what was written. */
  acts?: Pick<MessageActs, 'editing' | 'asking'>;
  /** Back to the list, for someone with several conversations. */
  onAll?: (() => void) | undefined;
  onSignOut: () => void;
  isReady?: boolean;
};

const readerIcons = { self: userRound, person: userRound, inbox: usersRound, vault: lockKeyhole } as const;

/** The conversation as the seeker sees it: what was written, and who can read it. */
export function SeekerConversation({
  frame,
  counsellor,
  centre,
  readers,
  name,
  banner,
  thread,
  write,
  begun = '',
  acts,
  onAll,
  onSignOut,
  isReady,
}: SeekerConversationProps): ReactElement {
  const t = useTexts('thread');
  const frameText = useTexts('frame');
  const heading = counsellor?.name ?? centre;
  const under = counsellor?.role ?? t.waitingFor({ centre });
  return (
    <SeekerFrame
      frame={frame}
      isConversation
      about={t.yourCounselling}
      person={<b className={styles.name}>{heading}</b>}
      actions={
        <>
          {onAll && (
            <Button kind="quiet" icon={messageCircle} onClick={onAll}>
              {t.allMine}
            </Button>
          )}
          <LinkButton kind="quiet" icon={penLine} href="/">
            {t.another}
          </LinkButton>
          <Button kind="quiet" icon={logOut} onClick={onSignOut}>
            {t.signOut}
          </Button>
        </>
      }
    >
      <div className={styles.page} data-ready={isReady || undefined}>
        <div className={styles.talk}>
          <h1 className="away">{`${t.yourCounselling}: ${heading}`}</h1>
          <div className={styles.tools}>
            <Button kind="quiet" size="row" icon={usersRound} popoverTarget="readers">
              {t.whoReads}
            </Button>
            <Button kind="quiet" size="row" icon={logOut} onClick={onSignOut}>
              {t.signOut}
            </Button>
          </div>
          {banner}
          <Thread {...thread} />
          {!write && begun.trim() && (
            <div className={styles.begun}>
              <BegunText text={begun} />
            </div>
          )}
          {write && (
            <InsteadOf other={acts?.editing ?? null}>
              <WriteBar {...write} />
            </InsteadOf>
          )}
          {acts?.asking}
        </div>
        {/* Beside the conversation on the desk; on the phone a layer the person's name opens. */}
        <section id="readers" popover="auto" className={styles.side} aria-label={t.whoCanRead}>
          <span className={styles.exit}>
            <ExitAbove />
          </span>
          <div className={styles.person}>
            <Avatar name={heading} large />
            <p>
              <b>{heading}</b>
              <span className={styles.role}>{under}</span>
            </p>
          </div>
          <section>
            <h2>{t.whoCanRead}</h2>
            <Facts>
              {readers.map((reader) => (
                <Fact key={reader.words} icon={readerIcons[reader.kind]}>
                  {reader.words}
                </Fact>
              ))}
            </Facts>
          </section>
          <section>
            <h2>{t.safety}</h2>
            <Facts>
              <Fact icon={userRound}>
                <Pieces of={t.signInName({ name, b: bold })} />
              </Fact>
              <Fact icon={keyRound}>{t.wayBack}</Fact>
            </Facts>
          </section>
          <div className={styles.phoneOnly}>
            {onAll && (
              <Button kind="second" icon={messageCircle} onClick={onAll}>
                {t.allMine}
              </Button>
            )}
            <LinkButton kind="second" icon={penLine} href="/">
              {t.another}
            </LinkButton>
            <Button kind="quiet" popoverTarget="readers" popoverTargetAction="hide">
              {frameText.close}
            </Button>
          </div>
          <p className={styles.sealed}>
            <Icon path={lockKeyhole} size={18} /> {t.sealedHere}
          </p>
        </section>
      </div>
    </SeekerFrame>
  );
}
