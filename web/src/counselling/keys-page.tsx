import type { CentreChange } from '@beistand/client';
import { type ReactElement, useState } from 'react';
import type { Texts } from '../text/generated/texts.ts';
import { useTexts } from '../text/texts.tsx';
import { Button } from '../ui/button.tsx';
import { CodeBlock } from '../ui/code.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Custody } from './custody.tsx';
import { askSignedIn } from './gate.ts';
import { Room } from './room.tsx';
import { CUSTODIAN, LEAD, sayBits } from './say-bits.ts';
import { codeOfFailure, sayCode } from './say-code.ts';
import { type Clock, sayDate } from './say-when.ts';
import { type MyCentre, useSigned } from './staff-context.ts';
import { type CentreNow, nameByKey, useCentre } from './use-centre.ts';

const NEWEST = 12;

/** Who can open the vault, how far that is checked, and what happened to the keys. */
export function KeysPage({ centre }: { centre: MyCentre }): ReactElement {
  const { clock, go } = useSigned();
  const t = useTexts('counselling');
  const read = useCentre(centre.centre);
  const [comparing, setComparing] = useState<string | null>(null);
  return (
    <Room room="keys" title={t.custodyTitle} read={read}>
      {(now) => (
        <>
          <Custody
            policy={now.policy}
            custodians={now.people
              .filter((person) => !person.isPaper && person.bits & CUSTODIAN)
              .map((person) => ({
                id: person.key,
                name: nameByKey(now, person.key) ?? t.namelessPerson,
                isSelf: person.isMe,
                since: sayDate(person.custodianSince ?? person.since, clock),
                proof: person.checked && {
                  kind: person.checked.by === 'digits' ? 'compared' : 'invitation',
                  at: sayDate(person.checked.at, clock),
                },
              }))}
            paper={paperOf(now, clock)}
            history={now.changes
              .slice(-NEWEST)
              .reverse()
              .map((change) => ({
                id: String(change.idx),
                day: sayDate(change.at, clock),
                words: wordsOf(t, now, change),
              }))}
            onCompare={setComparing}
            onCheckPaper={() => go('/b/centre/paper')}
            onReplacePaper={centre.bits & LEAD ? () => go('/b/centre/sheet') : undefined}
            onCheckKey={() => go('/b/centre/check')}
          />
          <Compare now={now} personKey={comparing} onClose={() => setComparing(null)} onNoted={read.reload} />
        </>
      )}
    </Room>
  );
}

function paperOf({ papers }: CentreNow, clock: Clock): { checkedAt: string | null } {
  const at = papers.map(({ checkedAt }) => checkedAt ?? 0).sort((a, b) => b - a)[0];
  return { checkedAt: at ? sayDate(at, clock) : null };
}

function wordsOf(t: Texts['counselling'], now: CentreNow, change: CentreChange): string {
  const isPaper = (key: string): boolean => now.people.some((person) => person.key === key && person.isPaper);
  const nameOf = (key: string): string => (isPaper(key) ? t.paper : (nameByKey(now, key) ?? t.formerPerson));
  const by = nameOf(change.by);
  switch (change.what) {
    case 'founded':
      return t.historyFounded({ by });
    case 'key':
      return change.which === 2 ? t.historyInbox({ by }) : t.historyVault({ by });
    case 'policy':
      return t.historyPolicy({ by });
    case 'person': {
      const name = nameOf(change.person);
      if (change.isPaper) return change.bits === 0 ? t.historyPaperOut({ by }) : t.historyPaperIn({ by });
      if (change.bits === 0) return t.historyOut({ by, name });
      const tasks = sayBits(t, change.bits);
      return change.before === 0 ? t.historyIn({ by, name, tasks }) : t.historyTasks({ by, name, tasks });
    }
  }
}

/** The thirty digits of two people: read aloud by phone, and what to do with the answer. */
function Compare({
  now,
  personKey,
  onClose,
  onNoted,
}: {
  now: CentreNow;
  personKey: string | null;
  onClose: () => void;
  onNoted: () => Promise<void>;
}): ReactElement {
  const t = useTexts('counselling');
  const [differs, setDiffers] = useState(false);
  const [problem, setProblem] = useState<string>();
  const person = now.people.find(({ key }) => key === personKey);
  const name = (person && nameByKey(now, person.key)) ?? t.namelessPerson;
  const others = now.people.filter(({ digits }) => digits !== null);
  const close = (): void => {
    setDiffers(false);
    setProblem(undefined);
    onClose();
  };
  const onSame = async (): Promise<void> => {
    if (!person) return;
    try {
      await askSignedIn('noteCompared', person.key);
      await onNoted();
      close();
    } catch (failure) {
      setProblem(sayCode(t, codeOfFailure(failure)));
    }
  };
  const isMine = person?.isMe === true;
  return (
    <Dialog
      isOpen={person !== undefined}
      onClose={close}
      title={isMine ? t.showNumber : t.compareWith({ name })}
      actions={
        isMine || differs ? (
          <Button onClick={close}>{t.understood}</Button>
        ) : (
          <>
            <Button kind="second" onClick={() => setDiffers(true)}>
              {t.checkDiffer}
            </Button>
            <Button onClick={() => void onSame()}>{t.numbersSame}</Button>
          </>
        )
      }
    >
      {isMine && <p>{others.length > 0 ? t.ownNumbers : t.ownNumbersNobody}</p>}
      {isMine &&
        others.map((other) => (
          <div key={other.key}>
            <p>
              <b>{t.numberWith({ name: nameByKey(now, other.key) ?? t.namelessPerson })}</b>
            </p>
            <CodeBlock groups={(other.digits ?? '').split(' ')} columns={3} />
          </div>
        ))}
      {!isMine && !differs && person?.digits && (
        <>
          <p>{t.checkBySas({ name })}</p>
          <CodeBlock groups={person.digits.split(' ')} columns={3} />
        </>
      )}
      {!isMine && differs && <p>{t.differLater({ name })}</p>}
      {problem && <p role="alert">{problem}</p>}
    </Dialog>
  );
}
