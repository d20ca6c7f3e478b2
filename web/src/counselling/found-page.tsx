import type { VaultPolicy } from '@beistand/wire';
import { type ReactElement, useState } from 'react';
import { useTexts } from '../text/texts.tsx';
import { Elsewhere } from './elsewhere.tsx';
import { FoundCentre } from './found-centre.tsx';
import { askSignedIn } from './gate.ts';
import { PaperSheet } from './paper-sheet.tsx';
import { usePaperLead } from './replace-sheet.tsx';
import { sayCentre } from './say-centre.ts';
import { type MyCentre, useSigned } from './staff-context.ts';
import { CentreShell } from './staff-shell.tsx';
import { useSheet } from './use-sheet.ts';
import { POLICY } from './vault-policy.ts';

/** Founding: who may open the vault, then the sheet, and only then the centre's keys. */
export function FoundPage({ centre }: { centre: MyCentre }): ReactElement {
  const { staff, onSignOut, reload, me, onChooseCentre } = useSigned();
  const t = useTexts('counselling');
  const [isMine] = useState(centre.state === 'draft');
  const [policy, setPolicy] = useState<VaultPolicy>(POLICY.custodians);
  const sheet = useSheet(centre.centre);
  const lead = usePaperLead(policy);
  const { step, groups, problem } = sheet;

  const found = async (): Promise<void> => {
    // Tried again after an answer that got lost, the centre may stand already: then only the sheet is left to prove.
    const { centres } = await askSignedIn('me');
    const isDraft = centres.some((one) => one.centre === centre.centre && one.state === 'draft');
    if (isDraft) await askSignedIn('foundCentre', { centre: centre.centre, name: centre.name, policy });
  };
  if (!isMine) return <Elsewhere to="/b/centre" />;
  const others = me.centres.filter((one) => one.centre !== centre.centre);
  return (
    <CentreShell
      room="overview"
      staff={staff}
      onSignOut={onSignOut}
      others={others.map((one) => ({ id: one.centre, name: sayCentre(t, one) }))}
      onChoose={onChooseCentre}
    >
      {step === 'meaning' && (
        <FoundCentre
          step="meaning"
          centre={centre.name}
          policy={policy}
          onPolicy={setPolicy}
          onNext={() => void sheet.toPaper()}
          problem={problem}
        />
      )}
      {step === 'paper' && (
        <FoundCentre
          step="paper"
          centre={centre.name}
          lead={lead}
          code={groups}
          onPrint={() => print()}
          onPrinted={() => sheet.go('check')}
        />
      )}
      {step === 'check' && (
        <FoundCentre
          step="check"
          centre={centre.name}
          typed={sheet.typed}
          error={problem}
          isBusy={sheet.isBusy}
          onCheck={() => void sheet.check(found).then(reload)}
          onBack={() => sheet.go('paper')}
        />
      )}
      {step === 'done' && <FoundCentre step="done" centre={centre.name} />}
      {step === 'paper' && <PaperSheet centre={centre.name} policy={policy} groups={groups} />}
    </CentreShell>
  );
}
