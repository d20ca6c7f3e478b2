import { type ReactElement, useState } from 'react';
import { useTexts } from '../text/texts.tsx';
import { Choice } from '../ui/choice.tsx';
import { Dialog } from '../ui/dialog.tsx';
import styles from './desk.module.css';
import { areShortcutsOn, turnShortcuts } from './use-shortcuts.ts';

/** Which letters do what, and the switch that turns them off. */
export function KeysDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }): ReactElement {
  const t = useTexts('counselling');
  const [isOn, setOn] = useState(areShortcutsOn);
  const keys = [
    ['J', t.keysNext],
    ['K', t.keysPrevious],
    ['↵', t.keysOpen],
    ['A', t.keysAccept],
    ['R', t.keysReply],
    ['Strg ↵', t.keysSend],
    ['?', t.keysHelp],
  ] as const;
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={t.keysTitle}>
      <dl className={styles.keyList}>
        {keys.map(([key, words]) => (
          <div key={key}>
            <dt>
              {key.split(' ').map((one) => (
                <kbd key={one}>{one}</kbd>
              ))}
            </dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
      <Choice
        type="checkbox"
        name="keys"
        checked={isOn}
        onChange={(event) => {
          turnShortcuts(event.target.checked);
          setOn(event.target.checked);
        }}
        label={t.keysOn}
        note={t.keysOnNote}
      />
    </Dialog>
  );
}
