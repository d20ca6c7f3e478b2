import type { FormEvent, ReactElement, Ref } from 'react';
import { useTexts } from '../text/texts.tsx';
import { Button } from '../ui/button.tsx';
import { Avatar, Card, Fact, Facts } from '../ui/card.tsx';
import { CodeBlock, QrCode } from '../ui/code.tsx';
import { Choice, Field } from '../ui/field.tsx';
import { copy, shieldCheck } from '../ui/icons.ts';
import styles from './centre.module.css';
import { CentreShell, type StaffData } from './staff-shell.tsx';

export type Invited = {
  id: string;
  name: string;
  email: string;
  state:
    | { kind: 'invited'; until: string }
    /** Registered: the invitation proves it (mac), or the numbers must be compared by phone. */
    | { kind: 'registered'; isProven: boolean; numbers: readonly string[] };
};

export type Member = {
  id: string;
  name: string;
  roles: readonly ('counsellor' | 'lead' | 'custodian')[];
  since: string;
};

export type LetInProps = {
  staff: StaffData;
  onSignOut: () => void;
  name?: Ref<HTMLInputElement>;
  email?: Ref<HTMLInputElement>;
  roles?: {
    counsellor?: Ref<HTMLInputElement>;
    lead?: Ref<HTMLInputElement>;
    custodian?: Ref<HTMLInputElement>;
  };
  error?: string | undefined;
  onInvite: () => void;
  /** The link just made; it is shown this once. */
  link?: { name: string; url: string; until: string; isCopied?: boolean; onCopy: () => void } | undefined;
  invited: readonly Invited[];
  members: readonly Member[];
  busyId?: string;
  onLetIn: (id: string) => void;
  onWithdraw: (id: string) => void;
};

/** A lead lets people in: link or picture, then the check that it is them. */
export function LetIn(props: LetInProps): ReactElement {
  const t = useTexts('counselling');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    props.onInvite();
  };
  const roleWords = { counsellor: t.roleCounsellor, lead: t.roleLead, custodian: t.roleCustodian };
  return (
    <CentreShell room="people" staff={props.staff} onSignOut={props.onSignOut}>
      <header>
        <h1>{t.letInTitle}</h1>
        <p className={styles.lead}>{t.letInLead}</p>
      </header>
      <div className={styles.two}>
        <div className={styles.stack}>
          {props.link ? <LinkCard {...props.link} /> : null}
          {props.invited.map((person) => (
            <InvitedCard
              key={person.id}
              person={person}
              isBusy={props.busyId === person.id}
              onLetIn={props.onLetIn}
              onWithdraw={props.onWithdraw}
            />
          ))}
          <Card aria-labelledby="members">
            <h2 id="members" className={styles.cardTitle}>
              {t.inThisCentre}
            </h2>
            <ul>
              {props.members.map((member) => (
                <li key={member.id} className={styles.person}>
                  <Avatar name={member.name} />
                  <p>
                    <b>{member.name}</b>
                    <span className={styles.quiet}>
                      {member.roles.map((role) => roleWords[role]).join(', ')} · {member.since}
                    </span>
                  </p>
                </li>
              ))}
            </ul>
          </Card>
        </div>
        <div>
          <Card aria-labelledby="invite">
            <form className={styles.stack} onSubmit={submit} noValidate>
              <h2 id="invite">{t.makeLink}</h2>
              <Field label={t.inviteName} ref={props.name} error={props.error} />
              <Field label={t.inviteEmail} type="email" ref={props.email} dir="ltr" />
              <Choice
                type="checkbox"
                name="counsellor"
                defaultChecked
                ref={props.roles?.counsellor}
                label={t.asCounsellor}
                note={t.asCounsellorNote}
                framed
              />
              <Choice
                type="checkbox"
                name="lead"
                ref={props.roles?.lead}
                label={t.asLead}
                note={t.asLeadNote}
                framed
              />
              <Choice
                type="checkbox"
                name="custodian"
                ref={props.roles?.custodian}
                label={t.asCustodian}
                note={t.asCustodianNote}
                framed
              />
              <Button type="submit">{t.makeLink}</Button>
            </form>
          </Card>
        </div>
      </div>
    </CentreShell>
  );
}

function LinkCard({ name, url, until, isCopied, onCopy }: NonNullable<LetInProps['link']>): ReactElement {
  const t = useTexts('counselling');
  const copied = useTexts('seeking-help');
  return (
    <Card aria-labelledby="link">
      <div className={styles.stack}>
        <h2 id="link">{t.linkTitle({ name })}</h2>
        <p>{t.linkLead}</p>
        <div className={styles.link}>
          <QrCode text={url} label={t.linkPicture} size={184} />
          <div className={styles.linkWords}>
            <p className={styles.url} dir="ltr">
              {url}
            </p>
            <p className={styles.quiet}>{t.linkEnds({ when: until })}</p>
            <Button kind="second" icon={copy} onClick={onCopy} className={styles.start}>
              {isCopied ? copied.copied : t.copyLink}
            </Button>
          </div>
        </div>
      </div>
    </Card>
  );
}

type InvitedCardProps = {
  person: Invited;
  isBusy: boolean;
  onLetIn: (id: string) => void;
  onWithdraw: (id: string) => void;
};

function InvitedCard({ person, isBusy, onLetIn, onWithdraw }: InvitedCardProps): ReactElement {
  const t = useTexts('counselling');
  const { state } = person;
  const isRegistered = state.kind === 'registered';
  const withdraw = (
    <Button kind="quiet" size="row" onClick={() => onWithdraw(person.id)}>
      {t.withdraw}
    </Button>
  );
  return (
    <Card aria-label={person.name}>
      <div className={styles.stack}>
        <div className={styles.keeperHead}>
          <Avatar name={person.name} tone={isRegistered ? 'honey' : 'quiet'} large />
          <div>
            <h2 className={styles.cardTitle}>
              {isRegistered ? t.checkTitle({ name: person.name }) : person.name}
            </h2>
            <p className={styles.quiet}>
              {isRegistered ? t.registered : `${t.invited} · ${t.linkEnds({ when: state.until })}`} ·{' '}
              <bdi dir="ltr">{person.email}</bdi>
            </p>
          </div>
        </div>
        {isRegistered && state.isProven && (
          <Facts>
            <Fact icon={shieldCheck} tone="good">
              {t.checkByMac}
            </Fact>
          </Facts>
        )}
        {isRegistered && !state.isProven && (
          <>
            <p>{t.checkBySas({ name: person.name })}</p>
            <CodeBlock groups={state.numbers} columns={3} />
          </>
        )}
        <div className={styles.buttons}>
          {isRegistered && (
            <Button busy={isBusy} onClick={() => onLetIn(person.id)}>
              {state.isProven ? t.letIn : t.checkSame}
            </Button>
          )}
          {withdraw}
        </div>
      </div>
    </Card>
  );
}
