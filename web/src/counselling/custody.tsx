import type { ReactElement } from 'react';
import type { Texts } from '../text/generated/texts.ts';
import { useTexts } from '../text/texts.tsx';
import { Button, LinkButton } from '../ui/button.tsx';
import { Avatar, Card, Fact, Facts } from '../ui/card.tsx';
import { classes } from '../ui/classes.ts';
import { Icon } from '../ui/icon.tsx';
import { badgeCheck, clock, keyRound, scrollText, shieldCheck, triangleAlert } from '../ui/icons.ts';
import custody from './custody.module.css';
import personStyles from './person.module.css';
import styles from './room.module.css';
import { hasCustodians, POLICY, sayPolicies } from './vault-policy.ts';

export type Custodian = {
  id: string;
  name: string;
  isSelf: boolean;
  since: string;
  proof: { kind: 'compared' | 'invitation'; at: string } | null;
};

export type CustodyProps = {
  /** The vault's, as the log says. */
  policy: number;
  custodians: readonly Custodian[];
  paper: { checkedAt: string | null };
  history: readonly { id: string; day: string; words: string }[];
  onCompare: (id: string) => void;
  onCheckPaper: () => void;
  /** Absent for those who may not. */
  onReplacePaper?: (() => void) | undefined;
  onCheckKey: () => void;
};

function sayProof(t: Texts['counselling'], proof: Custodian['proof']): string {
  if (!proof) return t.numberOpen;
  return proof.kind === 'compared'
    ? t.numberCompared({ when: proof.at })
    : t.numberByInvitation({ when: proof.at });
}

function sayState(t: Texts['counselling'], policy: number, isGood: boolean, people: number): string {
  if (hasCustodians(policy)) return isGood ? t.custodyGoodNote({ people }) : t.custodyWeakNote;
  if (!isGood) return t.custodyWeakPaper;
  return policy === POLICY.off ? t.custodyGoodOff : t.custodyGoodPaper;
}

type Consequence = { what: string; helps: string; isLoss?: boolean };

/** What helps when something is lost; last what nothing helps against. */
function sayConsequences(t: Texts['counselling'], policy: number): Consequence[] {
  const forgotten = { what: t.ifForgotten, helps: t.ifForgottenThen };
  const sheet = { what: t.ifSheetGone, helps: t.ifSheetGoneThen };
  if (!hasCustodians(policy)) {
    const helps = policy === POLICY.off ? t.ifAllOutOff : t.ifAllOutPaper;
    const lost = { what: t.ifPaperGone, helps: t.ifPaperGoneThen, isLoss: true };
    return [forgotten, sheet, { what: t.ifAllOut, helps }, lost];
  }
  return [
    forgotten,
    { what: t.ifOneOut, helps: t.ifOneOutThen },
    { what: t.ifBothOut, helps: t.ifBothOutThen },
    sheet,
    { what: t.ifPaperGone, helps: t.ifPaperGoneThen, isLoss: true },
  ];
}

/** Who can open the vault, when that was last checked, and what helps when something is lost. */
export function Custody({
  policy,
  custodians,
  paper,
  history,
  onCompare,
  onCheckPaper,
  onReplacePaper,
  onCheckKey,
}: CustodyProps): ReactElement {
  const t = useTexts('counselling');
  const isKept = hasCustodians(policy);
  const isGood = (!isKept || custodians.length >= 2) && paper.checkedAt !== null;
  const rule = sayPolicies(t).find((one) => one.policy === policy);
  return (
    <>
      <header className={styles.head}>
        <div>
          <h1>{t.custodyTitle}</h1>
          <p className={styles.lead}>
            {policy === POLICY.off ? t.custodyLeadOff : t.custodyLead}
            {policy !== POLICY.off && rule && ` ${t.custodyRule({ rule: rule.words })}`}
          </p>
        </div>
        <Button kind="second" size="row" icon={keyRound} onClick={onCheckKey}>
          {t.checkRoom}
        </Button>
      </header>
      <div className={classes(custody.box, isGood ? custody.boxGood : custody.boxHoney)}>
        <Icon path={isGood ? shieldCheck : clock} size={24} />
        <p>
          <b>{isGood ? t.custodyGood : t.custodyWeak}</b> {sayState(t, policy, isGood, custodians.length)}
        </p>
      </div>
      <div className={custody.grid}>
        {custodians.map((custodian, index) => (
          <Card key={custodian.id} className={custody.keeper} aria-label={custodian.name}>
            <div className={personStyles.keeperHead}>
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
        {isKept && custodians.length < 2 && (
          <Card className={custody.keeper} aria-label={t.addCustodian}>
            <h2 className={styles.tight}>{t.secondCustodian}</h2>
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
        <Card className={custody.keeper} aria-label={t.paper}>
          <div className={personStyles.keeperHead}>
            <span className={custody.sign}>
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
          <div className={styles.buttons}>
            <Button kind={paper.checkedAt ? 'second' : 'main'} size="row" onClick={onCheckPaper}>
              {t.paperCheckNow}
            </Button>
            {onReplacePaper && (
              <Button kind="quiet" size="row" onClick={onReplacePaper}>
                {t.paperNew}
              </Button>
            )}
          </div>
        </Card>
      </div>
      <div className={styles.two}>
        <Card aria-labelledby="what-if">
          <h2 id="what-if" className={styles.cardTitle}>
            {t.whatIf}
          </h2>
          <table className={custody.table}>
            <thead>
              <tr>
                <th scope="col">{t.thisHappens}</th>
                <th scope="col">{t.thenHelps}</th>
              </tr>
            </thead>
            <tbody>
              {sayConsequences(t, policy).map(({ what, helps, isLoss }) => (
                <tr key={what}>
                  <th scope="row">
                    {isLoss ? (
                      <Facts>
                        <Fact icon={triangleAlert} tone="danger">
                          {what}
                        </Fact>
                      </Facts>
                    ) : (
                      what
                    )}
                  </th>
                  <td>{helps}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Card>
        {history.length > 0 && (
          <Card aria-labelledby="history">
            <h2 id="history" className={styles.cardTitle}>
              {t.vaultHistory}
            </h2>
            <table className={custody.table}>
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
        )}
      </div>
    </>
  );
}
