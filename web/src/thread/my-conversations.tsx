import type { ListedConversation } from '@beistand/client';
import type { ReactElement } from 'react';
import { useSeeker } from '../account/seeker.ts';
import { sayTime } from '../text/say-time.ts';
import { useTexts } from '../text/texts.tsx';
import { Banner } from '../ui/banner.tsx';
import { Button, LinkButton } from '../ui/button.tsx';
import { Avatar, Card } from '../ui/card.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { arrowRight, leaf, logOut } from '../ui/icons.ts';
import { ListRow } from '../ui/list.tsx';
import { OfflineBanner } from '../ui/offline-banner.tsx';
import { Foot, SeekerFrame } from '../ui/seeker-frame.tsx';
import styles from './my-conversations.module.css';
import { sayLastWords } from './summary-of.ts';

export type PassedOn = readonly { conversation: string; at: number }[];

/** For someone with several enquiries: which one to open. The centres don't see each other's. */
export function MyConversations({
  all,
  passedOn,
  onOpen,
  onSignOut,
}: {
  all: readonly ListedConversation[];
  /** Theirs once: a counsellor has passed them to a new key. */
  passedOn: PassedOn;
  onOpen: (conversation: string) => void;
  onSignOut: () => void;
}): ReactElement {
  const { frame } = useSeeker();
  const t = useTexts('thread');
  const language = document.documentElement.lang;
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const said = (at: number): ReturnType<typeof sayTime> => sayTime(new Date(at), language, timeZone);
  const stateOf = ({
    answeredAt,
    answerDueAt,
    isWaiting,
    centreName: centre,
  }: ListedConversation): string => {
    if (answeredAt === null && answerDueAt !== null)
      return t.answerBy({ when: said(answerDueAt).weekdayAndClock });
    return isWaiting ? t.waitingFor({ centre }) : centre;
  };
  return (
    <SeekerFrame
      frame={frame}
      about={t.yourCounselling}
      banner={<OfflineBanner />}
      actions={
        <Button kind="quiet" icon={logOut} onClick={onSignOut}>
          {t.signOut}
        </Button>
      }
    >
      <div className={styles.page}>
        <h1>{t.allMine}</h1>
        {passedOn.map(({ conversation, at }) => (
          <Banner key={conversation} kind="waiting" title={t.passedOn({ when: said(at).date })}>
            {t.passedOnNote}
          </Banner>
        ))}
        {all.length === 0 ? (
          <EmptyState icon={leaf} title={t.noneYet}>
            <p>{t.noneYetNote}</p>
          </EmptyState>
        ) : (
          <Card className={styles.list}>
            <ul>
              {all.map((one) => (
                <ListRow
                  key={one.conversation}
                  lead={<Avatar name={one.staff[0] ?? one.centreName} />}
                  title={one.staff[0] ?? one.centreName}
                  time={said(one.changedAt).date}
                  lines={[
                    [one.row.topic, stateOf(one)].filter(Boolean).join(' · '),
                    sayLastWords(t, one.row),
                  ]}
                  unread={one.isUnread ? { count: 1, words: t.unread } : undefined}
                  onOpen={() => onOpen(one.conversation)}
                />
              ))}
            </ul>
          </Card>
        )}
        <Foot>
          <span className={styles.phoneOnly}>
            <Button kind="quiet" icon={logOut} onClick={onSignOut}>
              {t.signOut}
            </Button>
          </span>
          <LinkButton href="/" iconAfter={arrowRight} className={styles.another}>
            {t.another}
          </LinkButton>
        </Foot>
      </div>
    </SeekerFrame>
  );
}
