import type { ReactElement } from 'react';
import { useTexts } from '../text/texts.tsx';
import { BegunText } from '../thread/begun-text.tsx';
import { Thread } from '../thread/thread.tsx';
import { Button, IconButton } from '../ui/button.tsx';
import { Avatar } from '../ui/card.tsx';
import { Icon } from '../ui/icon.tsx';
import { arrowLeft, badgeCheck, eye, inbox, lockKeyhole, undo2, usersRound } from '../ui/icons.ts';
import { SideSection } from '../ui/panes.tsx';
import styles from './desk.module.css';
import type { DeskProps, ShownConversation } from './desk.tsx';

type OpenProps = Pick<DeskProps, 'onShow'> & { conversation: ShownConversation };

/** The open conversation: whose it is, what was written, and what can be done next. */
export function Open({ conversation, onShow }: OpenProps): ReactElement {
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
        {state.kind === 'mine' && state.onGiveBack && !conversation.undo && (
          <Button kind="quiet" size="row" icon={undo2} className={styles.giveBack} onClick={state.onGiveBack}>
            {t.giveBack}
          </Button>
        )}
        {conversation.steps}
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
          <Button onClick={state.onAccept}>{t.accept}</Button>
        </div>
      )}
      {state.kind === 'still' && (
        <div className={styles.accept}>
          <p>{state.note}</p>
          <BegunText text={state.begun ?? ''} />
        </div>
      )}
    </>
  );
}

/** Who can read it, with what their key is known by. */
export function PeopleAndKeys({
  staff,
  conversation,
  onShow,
}: OpenProps & Pick<DeskProps, 'staff'>): ReactElement {
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
