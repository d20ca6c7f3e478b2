import type { ListedConversation } from '@beistand/client';
import { type ReactElement, useEffect, useEffectEvent, useState } from 'react';
import { useSeeker } from '../account/seeker.ts';
import { Unreached } from '../seeking-help/unreached.tsx';
import { Opening } from '../ui/opening.tsx';
import { useArrival } from '../ui/use-arrival.ts';
import { ask, Failed, listen } from '../worker/ask.ts';
import { MyConversations, type PassedOn } from './my-conversations.tsx';
import { TalkingIn } from './talking-in.tsx';

/** All conversations of someone: the only one is opened at once. */
export function Talking(): ReactElement {
  const { frame, arrival, leave, beforeLock } = useSeeker();
  const [passedOn, setPassedOn] = useState<PassedOn>([]);
  const [all, setAll] = useState<ListedConversation[] | null>(null);
  const [chosen, setChosen] = useState<string | null>(arrival?.conversation ?? null);
  const [isUnreached, setUnreached] = useState(false);

  const list = async (): Promise<void> => {
    setUnreached(false);
    try {
      const found: ListedConversation[] = [];
      const passed: PassedOn[number][] = [];
      for (let next: string | null | undefined; next !== null; ) {
        const page: { conversations: ListedConversation[]; passedOn: PassedOn; next: string | null } =
          await ask('listConversations', next);
        found.push(...page.conversations);
        passed.push(...page.passedOn);
        next = page.next;
      }
      setAll(found);
      setPassedOn(passed);
    } catch (error) {
      if (!(error instanceof Failed)) throw error;
      if (error.code === 'SESSION') leave('expired');
      else setUnreached(true);
    }
  };
  const listNow = useEffectEvent(() => void list());
  // Synchronises with the server: what there is, and whenever it says that something is new.
  useEffect(() => {
    listNow();
    return listen((event) => {
      if (event.t === 'notice' && event.notice.t !== 'hello') listNow();
    });
  }, []);
  useArrival(`${all !== null} ${chosen}`);

  if (isUnreached && !all) return <Unreached frame={frame} onAgain={() => void list()} />;
  if (!all) return <Opening frame={frame} />;
  const isOnly = all.length === 1 && passedOn.length === 0;
  const open = isOnly ? all[0] : all.find((one) => one.conversation === chosen);
  const signOut = async (): Promise<void> => {
    // Signing out must work without a network: what couldn't be kept and a server that didn't hear are no reason to stay.
    await beforeLock.current?.().catch(() => undefined);
    await ask('signOut').catch(() => undefined);
    leave('signed-out');
  };
  if (!open)
    return (
      <MyConversations all={all} passedOn={passedOn} onOpen={setChosen} onSignOut={() => void signOut()} />
    );
  return (
    <TalkingIn
      key={open.conversation}
      listed={open}
      onDraft={(text) => setAll((rows) => rows && withDraft(rows, open.conversation, text))}
      onAll={!isOnly ? () => setChosen(null) : undefined}
      onSignOut={() => void signOut()}
    />
  );
}

/** Nobody hears a hint about their own drafts, so the list takes them from the page that wrote them. */
const withDraft = (
  rows: readonly ListedConversation[],
  conversation: string,
  text: string,
): ListedConversation[] =>
  rows.map((one) => {
    if (one.conversation !== conversation) return one;
    return { ...one, row: { ...one.row, draft: text ? { text, at: Date.now() } : undefined } };
  });
