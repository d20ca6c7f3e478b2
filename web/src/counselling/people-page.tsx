import type { Candidate } from '@beistand/client';
import { type FormEvent, type ReactElement, useCallback, useEffect, useRef, useState } from 'react';
import { useTexts } from '../text/texts.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { listen } from '../worker/ask.ts';
import { askSignedIn } from './gate.ts';
import { bitsIn, type InvitedPerson, LetIn, type LinkData, TaskChoices } from './let-in.tsx';
import { Problem } from './problem.tsx';
import styles from './room.module.css';
import { Room } from './room.tsx';
import { COUNSELLOR, CUSTODIAN, LEAD, sayBits } from './say-bits.ts';
import { codeOfFailure, sayCode } from './say-code.ts';
import { sayDate, sayDay } from './say-when.ts';
import { type MyCentre, useSigned } from './staff-context.ts';
import { type CentreNow, nameByKey, useCentre } from './use-centre.ts';
import { hasCustodians } from './vault-policy.ts';

/** The server tells when somebody has registered; this is for the hint that got lost. */
const LOOK_EVERY = 60_000;

/** Who is at the door. */
function useCandidates(centre: string, isLead: boolean): [readonly Candidate[], () => Promise<void>] {
  const [candidates, setCandidates] = useState<readonly Candidate[]>([]);
  const look = useCallback(async () => {
    if (isLead) setCandidates(await askSignedIn('listCandidates', centre));
  }, [centre, isLead]);
  // Synchronises with the server: once, after every hint, and rarely without one while the page is visible.
  useEffect(() => {
    // A look that fails is made up for by the next one; the room itself says when the server is away.
    const quietly = (): void => void look().catch(() => undefined);
    quietly();
    const timer = setInterval(() => document.visibilityState === 'visible' && quietly(), LOOK_EVERY);
    const stop = listen((event) => {
      if (event.t === 'notice' && ['log', 'resync'].includes(event.notice.t)) quietly();
    });
    return () => {
      clearInterval(timer);
      stop();
    };
  }, [look]);
  return [candidates, look];
}

/** The people of a centre: who is in, with what tasks; links for more; the check before they come in. */
export function PeoplePage({ centre }: { centre: MyCentre }): ReactElement {
  const { clock } = useSigned();
  const t = useTexts('counselling');
  const read = useCentre(centre.centre);
  const isLead = (centre.bits & LEAD) !== 0;
  const [candidates, look] = useCandidates(centre.centre, isLead);
  const [link, setLink] = useState<Omit<LinkData, 'onCopy' | 'isCopied'>>();
  const [isCopied, setCopied] = useState(false);
  const [nameError, setNameError] = useState<string>();
  const [problem, setProblem] = useState<string>();
  const [busyId, setBusyId] = useState<string>();
  const [differing, setDiffering] = useState<readonly string[]>([]);
  const [changing, setChanging] = useState<string | null>(null);
  const [said, setSaid] = useState('');

  const trying = async (act: () => Promise<void>): Promise<boolean> => {
    setProblem(undefined);
    try {
      await act();
      return true;
    } catch (failure) {
      setProblem(sayCode(t, codeOfFailure(failure)));
      return false;
    }
  };
  const onInvite = (name: string, bits: number): Promise<boolean> => {
    setNameError(name.length < 2 ? t.inviteNameMissing : bits === 0 ? t.inviteTasksMissing : undefined);
    if (name.length < 2 || bits === 0) return Promise.resolve(false);
    return trying(async () => {
      const { path, until } = await askSignedIn('invite', { centre: centre.centre, note: { name, bits } });
      setLink({ name, url: `${location.origin}${path}`, until: sayDay(until, clock) });
      setCopied(false);
      await look();
      document.getElementById('link')?.focus();
    });
  };
  const onLetIn = async (handle: string): Promise<void> => {
    const candidate = candidates.find((one) => one.handle === handle);
    if (!candidate?.person || busyId) return;
    const { name, isProven } = candidate.person;
    setBusyId(handle);
    await trying(async () => {
      await askSignedIn('letIn', { centre: centre.centre, candidate, digitsCompared: !isProven });
      setSaid(t.isIn({ name }));
      setLink(undefined);
      await Promise.all([look(), read.reload()]);
    });
    setBusyId(undefined);
  };
  const onWithdraw = (handle: string): Promise<boolean> =>
    trying(async () => {
      await askSignedIn('withdrawInvitation', { centre: centre.centre, handle });
      setLink(undefined);
      await look();
    });
  const onCopy = (): void => {
    navigator.clipboard.writeText(link?.url ?? '').then(
      () => setCopied(true),
      () => setCopied(false),
    );
  };
  const invitedOf = ({ handle, until, note, person }: Candidate): InvitedPerson => ({
    id: handle,
    name: person?.name ?? note?.name ?? t.namelessPerson,
    tasks: sayBits(t, note?.bits ?? COUNSELLOR),
    state: person
      ? differing.includes(handle)
        ? { kind: 'differs' }
        : { kind: 'registered', isProven: person.isProven, numbers: person.digits.split(' ') }
      : { kind: 'invited', until: sayDay(until, clock) },
  });
  return (
    <Room room="people" title={t.peopleTitle} read={read}>
      {(now) => (
        <>
          <p className="away" role="status">
            {said}
          </p>
          <LetIn
            mayLetIn={isLead}
            hasCustodians={hasCustodians(now.policy)}
            onInvite={onInvite}
            nameError={nameError}
            problem={problem}
            link={link && { ...link, isCopied, onCopy }}
            invited={candidates.map(invitedOf)}
            members={now.people
              .filter(({ isPaper }) => !isPaper)
              .map((person) => ({
                id: person.key,
                name: nameByKey(now, person.key) ?? t.namelessPerson,
                tasks: sayBits(t, person.bits),
                since: t.since({ when: sayDate(person.since, clock) }),
                isSelf: person.isMe,
              }))}
            busyId={busyId}
            onLetIn={(id) => void onLetIn(id)}
            onDiffers={(id) => setDiffering([...differing, id])}
            onWithdraw={(id) => void onWithdraw(id)}
            onChange={setChanging}
          />
          {changing && (
            <ChangeTasks
              key={changing}
              now={now}
              centre={centre.centre}
              personKey={changing}
              onClose={() => setChanging(null)}
              onDone={async (words) => {
                setChanging(null);
                setSaid(words);
                await read.reload();
              }}
            />
          )}
        </>
      )}
    </Room>
  );
}

/** Changes what someone may do here. What each tick opens and what its loss closes is said before it is done. */
function ChangeTasks({
  now,
  centre,
  personKey,
  onClose,
  onDone,
}: {
  now: CentreNow;
  centre: string;
  personKey: string;
  onClose: () => void;
  onDone: (words: string) => Promise<void>;
}): ReactElement {
  const t = useTexts('counselling');
  const form = useRef<HTMLFormElement>(null);
  const person = now.people.find(({ key }) => key === personKey);
  const bits = person?.bits ?? 0;
  const name = nameByKey(now, personKey) ?? t.namelessPerson;
  const [chosen, setChosen] = useState(bits);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const rest = bits & ~(COUNSELLOR | LEAD | CUSTODIAN);
  const save = async (next: number): Promise<void> => {
    if (isBusy) return;
    setProblem(undefined);
    setBusy(true);
    try {
      await askSignedIn('setBits', { centre, key: personKey, bits: next });
      await onDone(next === 0 ? t.isOut({ name }) : t.tasksChanged({ name }));
    } catch (failure) {
      const code = codeOfFailure(failure);
      setProblem(code === 'NOT_READY' ? t.failStillServed : sayCode(t, code));
    } finally {
      setBusy(false);
    }
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const next = bitsIn(new FormData(form.current ?? undefined)) | rest;
    if (next === 0) setProblem(t.tasksNone);
    else if (next === bits) onClose();
    else void save(next);
  };
  const lost = bits & ~chosen;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t.changeTasksOf({ name })}
      isHeld={chosen !== bits}
      actions={
        <>
          <Button kind="quiet" onClick={onClose}>
            {t.leaveAsIs}
          </Button>
          <Button type="submit" form="tasks" busy={isBusy}>
            {t.saveTasks}
          </Button>
        </>
      }
    >
      <form
        id="tasks"
        ref={form}
        className={styles.stack}
        onSubmit={submit}
        onChange={() => setChosen(bitsIn(new FormData(form.current ?? undefined)) | rest)}
        noValidate
      >
        <TaskChoices bits={bits} hasCustodians={hasCustodians(now.policy)} />
        <div role="status" className={styles.stack}>
          {chosen & ~bits & CUSTODIAN ? <p>{t.gainsVault({ name })}</p> : null}
          {chosen & ~bits & COUNSELLOR ? <p>{t.gainsInbox({ name })}</p> : null}
          {lost & COUNSELLOR ? <p>{t.losesInbox({ name })}</p> : null}
          {lost & CUSTODIAN ? <p>{t.losesVault({ name })}</p> : null}
        </div>
        {problem && <Problem>{problem}</Problem>}
      </form>
      {!person?.isMe && <Leaving name={name} isBusy={isBusy} onOut={() => void save(0)} />}
    </Dialog>
  );
}

function Leaving({
  name,
  isBusy,
  onOut,
}: {
  name: string;
  isBusy: boolean;
  onOut: () => void;
}): ReactElement {
  const t = useTexts('counselling');
  return (
    <details className={styles.details}>
      <summary>{t.takeOut}</summary>
      <div className={styles.stack}>
        <p>{t.takeOutNote({ name })}</p>
        <Button kind="danger" busy={isBusy} onClick={onOut} className={styles.start}>
          {t.takeOutAct({ name })}
        </Button>
      </div>
    </details>
  );
}
