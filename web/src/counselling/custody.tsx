import type { ReactElement } from 'react';
import type { Texts } from '../text/generated/texts.ts';
import { useTexts } from '../text/texts.tsx';
import { Button, LinkButton } from '../ui/button.tsx';
import { Avatar, Card, Fact, Facts } from '../ui/card.tsx';
import { classes } from '../ui/classes.ts';
import { Icon } from '../ui/icon.tsx';
import { badgeCheck, clock, keyRound, scrollText, shieldCheck, triangleAlert } from '../ui/icons.ts';
import styles from './centre.module.css';

export type Custodian = {
  id: string;
  name: string;
  isSelf: boolean;
  since: string;
  proof: { kind: 'compared' | 'invitation'; at: string } | null;
};

export type CustodyProps = {
  custodians: readonly Custodian[];
  paper: { checkedAt: string | null };
  history: readonly { id: string; day: string; words: string }[];
  onCompare: (id: string) => void;
  onCheckPaper: () => void;
  onCheckKey: () => void;
};

function sayProof(t: Texts['counselling'], proof: Custodian['proof']): string {
  if (!proof) return t.numberOpen;
  return proof.kind === 'compared'
    ? t.numberCompared({ when: proof.at })
    : t.numberByInvitation({ when: proof.at });
}

/** Who can open the vault, when that was last checked, and what helps when something is lost. */
export function Custody({
  custodians,
  paper,
  history,
  onCompare,
  onCheckPaper,
  onCheckKey,
}: CustodyProps): ReactElement {
  const t = useTexts('counselling');
  const isGood = custodians.length >= 2 && paper.checkedAt !== null;
  const consequences = [
    [t.ifForgotten, t.ifForgottenThen],
    [t.ifOneOut, t.ifOneOutThen],
    [t.ifBothOut, t.ifBothOutThen],
  ] as const;
  return (
    <>
      <header className={styles.head}>
        <div>
          <h1>{t.custodyTitle}</h1>
          <p className={styles.lead}>{t.custodyLead}</p>
        </div>
        <Button kind="second" size="row" icon={keyRound} onClick={onCheckKey}>
          {t.checkRoom}
        </Button>
      </header>
      <div className={classes(styles.box, isGood ? styles.boxGood : styles.boxHoney)}>
        <Icon path={isGood ? shieldCheck : clock} size={24} />
        <p>
          <b>{isGood ? t.custodyGood : t.custodyWeak}</b>{' '}
          {isGood ? t.custodyGoodNote({ people: custodians.length }) : t.custodyWeakNote}
        </p>
      </div>
      <div className={styles.grid}>
        {custodians.map((custodian, index) => (
          <Card key={custodian.id} className={styles.keeper} aria-label={custodian.name}>
            <div className={styles.keeperHead}>
              <Avatar name={custodian.name} tone={index === 0 ? 'accent' : 'honey'} large />
              <div>
                <h2>{custodian.isSelf ? t.you({ name: custodian.name }) : custodian.name}</h2>
                <p className={styles.quiet}>{t.custodySince({ when: custodian.since })}</p>
              </div>
            </div>
            <Facts>
              {custodian.isSelf ? (
                <Fact icon={badgeCheck} tone="good">
                  {t.numberOwn}
                </Fact>
              ) : (
                <Fact icon={custodian.proof ? badgeCheck : clock} tone={custodian.proof ? 'good' : 'honey'}>
                  {sayProof(t, custodian.proof)}
                </Fact>
              )}
            </Facts>
            <div>
              <Button kind="second" size="row" onClick={() => onCompare(custodian.id)}>
                {custodian.isSelf ? t.showNumber : t.compareNumber}
              </Button>
            </div>
          </Card>
        ))}
        {custodians.length < 2 && (
          <Card className={styles.keeper} aria-label={t.addCustodian}>
            <Facts>
              <Fact icon={clock} tone="honey">
                {t.needCustodians({ have: String(custodians.length), need: '2' })}
              </Fact>
            </Facts>
            <div>
              <LinkButton size="row" href="/b/centre/people">
                {t.addCustodian}
              </LinkButton>
            </div>
          </Card>
        )}
        <Card className={styles.keeper} aria-label={t.paper}>
          <div className={styles.keeperHead}>
            <span className={styles.sign}>
              <Icon path={scrollText} />
            </span>
            <div>
              <h2>{t.paper}</h2>
              <p className={styles.quiet}>{t.paperPlace}</p>
            </div>
          </div>
          <Facts>
            <Fact icon={paper.checkedAt ? badgeCheck : clock} tone={paper.checkedAt ? 'good' : 'honey'}>
              {paper.checkedAt ? t.paperChecked({ when: paper.checkedAt }) : t.paperUnchecked}
            </Fact>
          </Facts>
          <div>
            <Button kind={paper.checkedAt ? 'second' : 'main'} size="row" onClick={onCheckPaper}>
              {t.paperCheckNow}
            </Button>
          </div>
        </Card>
      </div>
      <div className={styles.two}>
        <Card aria-labelledby="what-if">
          <h2 id="what-if" className={styles.cardTitle}>
            {t.whatIf}
          </h2>
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">{t.thisHappens}</th>
                <th scope="col">{t.thenHelps}</th>
              </tr>
            </thead>
            <tbody>
              {consequences.map(([what, then]) => (
                <tr key={what}>
                  <th scope="row">{what}</th>
                  <td>{then}</td>
                </tr>
              ))}
              <tr>
                <th scope="row">
                  <Facts>
                    <Fact icon={triangleAlert} tone="danger">
                      {t.ifPaperGone}
                    </Fact>
                  </Facts>
                </th>
                <td>{t.ifPaperGoneThen}</td>
              </tr>
            </tbody>
          </table>
        </Card>
        <Card aria-labelledby="history">
          <h2 id="history" className={styles.cardTitle}>
            {t.vaultHistory}
          </h2>
          <table className={styles.table}>
            <tbody>
              {history.map((entry) => (
                <tr key={entry.id}>
                  <th scope="row">{entry.day}</th>
                  <td>{entry.words}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Card>
      </div>
    </>
  );
}
