import { type FormEvent, type ReactElement, type ReactNode, useRef } from 'react';
import { useTexts } from '../text/texts.tsx';
import { Button } from '../ui/button.tsx';
import { Avatar, Card, Fact, Facts } from '../ui/card.tsx';
import { Choice } from '../ui/choice.tsx';
import { CodeBlock, QrCode } from '../ui/code.tsx';
import { Field } from '../ui/field.tsx';
import { copy, shieldCheck, triangleAlert } from '../ui/icons.ts';
import linkStyles from './link.module.css';
import personStyles from './person.module.css';
import { Problem } from './problem.tsx';
import styles from './room.module.css';
import { COUNSELLOR, CUSTODIAN, LEAD } from './say-bits.ts';

export type InvitedPerson = {
  id: string;
  name: string;
  /** What they shall do, in words. */
  tasks: string;
  state:
    | { kind: 'invited'; until: string }
    /** Registered: the invitation proves it (mac), or the numbers must be compared by phone. */
    | { kind: 'registered'; isProven: boolean; numbers: readonly string[] }
    /** The numbers were different. */
    | { kind: 'differs' };
};

export type Member = { id: string; name: string; tasks: string; since: string; isSelf: boolean };

export type LinkData = { name: string; url: string; until: string; isCopied: boolean; onCopy: () => void };

export type LetInProps = {
  mayLetIn: boolean;
  /** Whether people of this centre keep the vault at all. */
  hasCustodians: boolean;
  onInvite: (name: string, bits: number) => Promise<boolean>;
  nameError?: string | undefined;
  problem?: string | undefined;
  /** The link just made; it is shown this once. */
  link?: LinkData | undefined;
  invited: readonly InvitedPerson[];
  members: readonly Member[];
  busyId?: string | undefined;
  onLetIn: (id: string) => void;
  onDiffers: (id: string) => void;
  onWithdraw: (id: string) => void;
  onChange: (id: string) => void;
};

/** The people of a centre. A lead lets more in: by link or picture, then the check that it is them. */
export function LetIn(props: LetInProps): ReactElement {
  const t = useTexts('counselling');
  return (
    <>
      <header>
        <h1>{t.peopleTitle}</h1>
        <p className={styles.lead}>{props.mayLetIn ? t.letInLead : t.peopleLead}</p>
      </header>
      {props.problem && <Problem>{props.problem}</Problem>}
      <div className={props.mayLetIn ? styles.two : styles.narrow}>
        <div className={styles.stack}>
          {props.link ? <LinkCard {...props.link} /> : null}
          {props.invited.map((person) => (
            <InvitedCard key={person.id} person={person} {...props} isBusy={props.busyId === person.id} />
          ))}
          <Card aria-labelledby="members">
            <h2 id="members" className={styles.cardTitle}>
              {t.inThisCentre}
            </h2>
            <ul>
              {props.members.map((member) => (
                <li key={member.id} className={personStyles.person}>
                  <Avatar name={member.name} />
                  <p>
                    <b>{member.isSelf ? t.you({ name: member.name }) : member.name}</b>
                    <span className={styles.quiet}>
                      {member.tasks} · {member.since}
                    </span>
                  </p>
                  {props.mayLetIn && (
                    <Button
                      kind="second"
                      size="row"
                      onClick={() => props.onChange(member.id)}
                      aria-label={t.changeTasksLabel({ name: member.name })}
                    >
                      {t.changeTasks}
                    </Button>
                  )}
                </li>
              ))}
            </ul>
          </Card>
        </div>
        {props.mayLetIn && <InviteCard {...props} />}
      </div>
    </>
  );
}

function InviteCard({ onInvite, nameError, hasCustodians }: LetInProps): ReactElement {
  const t = useTexts('counselling');
  const form = useRef<HTMLFormElement>(null);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const data = new FormData(form.current ?? undefined);
    const isMade = await onInvite(String(data.get('invite-name') ?? '').trim(), bitsIn(data));
    if (isMade) form.current?.reset();
  };
  return (
    <div>
      <Card aria-labelledby="invite">
        <form ref={form} className={styles.stack} onSubmit={submit} noValidate>
          <h2 id="invite" className={styles.tight}>
            {t.inviteHead}
          </h2>
          <Field
            label={t.inviteName}
            hint={t.inviteNameHint}
            name="invite-name"
            error={nameError}
            maxLength={80}
          />
          <fieldset className={styles.stack}>
            <legend className={styles.legend}>{t.inviteTasks}</legend>
            <TaskChoices bits={COUNSELLOR} hasCustodians={hasCustodians} />
          </fieldset>
          <Button type="submit" className={styles.start}>
            {t.makeLink}
          </Button>
        </form>
      </Card>
    </div>
  );
}

/** What someone may do, as ticks with what each means. */
export function TaskChoices({ bits, hasCustodians }: { bits: number; hasCustodians: boolean }): ReactElement {
  const t = useTexts('counselling');
  const tasks = [
    ['counsellor', COUNSELLOR, t.asCounsellor, t.asCounsellorNote],
    ['lead', LEAD, t.asLead, t.asLeadNote],
    ['custodian', CUSTODIAN, t.asCustodian, t.asCustodianNote],
  ] as const;
  return (
    <>
      {tasks
        .filter(([, bit]) => hasCustodians || bit !== CUSTODIAN || (bits & bit) !== 0)
        .map(([name, bit, label, note]) => (
          <Choice
            key={name}
            type="checkbox"
            name={name}
            defaultChecked={(bits & bit) !== 0}
            label={label}
            note={note}
            framed
          />
        ))}
    </>
  );
}

/** The bits a form with `TaskChoices` says. */
export const bitsIn = (data: FormData): number =>
  (data.has('counsellor') ? COUNSELLOR : 0) |
  (data.has('lead') ? LEAD : 0) |
  (data.has('custodian') ? CUSTODIAN : 0);

function LinkCard({ name, url, until, isCopied, onCopy }: LinkData): ReactElement {
  const t = useTexts('counselling');
  return (
    <Card aria-labelledby="link">
      <div className={styles.stack}>
        <h2 id="link" tabIndex={-1} className={styles.tight}>
          {t.linkTitle({ name })}
        </h2>
        <p>{t.linkLead}</p>
        <div className={linkStyles.link}>
          <QrCode text={url} label={t.linkPicture} size={184} />
          <div className={linkStyles.linkWords}>
            <p className={linkStyles.url} dir="ltr">
              {url}
            </p>
            <p className={styles.quiet}>{t.linkEnds({ when: until })}</p>
            <Button kind="second" icon={copy} onClick={onCopy} className={styles.start}>
              {isCopied ? t.linkCopied : t.copyLink}
            </Button>
          </div>
        </div>
      </div>
    </Card>
  );
}

type InvitedCardProps = Pick<LetInProps, 'onLetIn' | 'onDiffers' | 'onWithdraw'> & {
  person: InvitedPerson;
  isBusy: boolean;
};

function InvitedCard({ person, isBusy, onLetIn, onDiffers, onWithdraw }: InvitedCardProps): ReactElement {
  const t = useTexts('counselling');
  const { state, name, id } = person;
  const isRegistered = state.kind === 'registered';
  const title = {
    invited: t.invitedTitle({ name }),
    registered: t.checkTitle({ name }),
    differs: t.differTitle,
  }[state.kind];
  const under = {
    invited: state.kind === 'invited' ? t.linkEnds({ when: state.until }) : '',
    registered: t.registered,
    differs: name,
  }[state.kind];
  const withdraw = (
    <Button
      kind={state.kind === 'differs' ? 'danger' : 'quiet'}
      size="row"
      className={state.kind === 'invited' ? styles.outset : undefined}
      onClick={() => onWithdraw(id)}
    >
      {t.withdraw}
    </Button>
  );
  return (
    <Card aria-label={title}>
      <div className={styles.stack}>
        <div className={personStyles.keeperHead}>
          <Avatar name={name} tone={isRegistered ? 'honey' : 'quiet'} large />
          <div>
            <h2 className={styles.tight}>{title}</h2>
            <p className={styles.quiet}>
              {under} · {person.tasks}
            </p>
          </div>
        </div>
        <Check state={state} name={name} />
        <div className={styles.buttons}>
          {isRegistered && (
            <Button busy={isBusy} onClick={() => onLetIn(id)}>
              {state.isProven ? t.letIn : t.checkSame}
            </Button>
          )}
          {isRegistered && !state.isProven && (
            <Button kind="second" onClick={() => onDiffers(id)}>
              {t.checkDiffer}
            </Button>
          )}
          {withdraw}
        </div>
      </div>
    </Card>
  );
}

function Check({ state, name }: { state: InvitedPerson['state']; name: string }): ReactNode {
  const t = useTexts('counselling');
  if (state.kind === 'differs')
    return (
      <Facts>
        <Fact icon={triangleAlert} tone="danger">
          {t.differ({ name })}
        </Fact>
      </Facts>
    );
  if (state.kind === 'invited') return null;
  if (state.isProven)
    return (
      <Facts>
        <Fact icon={shieldCheck} tone="good">
          {t.checkByMac}
        </Fact>
      </Facts>
    );
  return (
    <>
      <p>{t.checkBySas({ name })}</p>
      <CodeBlock groups={state.numbers} columns={3} />
    </>
  );
}
