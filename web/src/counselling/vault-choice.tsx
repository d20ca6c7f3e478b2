import type { VaultPolicy } from '@beistand/wire';
import type { ReactElement } from 'react';
import { useTexts } from '../text/texts.tsx';
import { Choice } from '../ui/choice.tsx';
import styles from './room.module.css';
import { sayPolicies } from './vault-policy.ts';

/** Who may open the vault: chosen once, when the centre is founded. */
export function VaultChoice({
  policy,
  onPolicy,
}: {
  policy: VaultPolicy;
  onPolicy: (policy: VaultPolicy) => void;
}): ReactElement {
  const t = useTexts('counselling');
  return (
    <fieldset>
      <legend className={styles.legend}>{t.policyTitle}</legend>
      <div className={styles.choices}>
        {sayPolicies(t).map((one) => (
          <Choice
            key={one.policy}
            type="radio"
            name="policy"
            checked={one.policy === policy}
            onChange={() => onPolicy(one.policy)}
            label={one.words}
            note={one.note}
            framed
          />
        ))}
      </div>
    </fieldset>
  );
}
