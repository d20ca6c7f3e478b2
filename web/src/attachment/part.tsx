import { type ComponentType, lazy, type ReactElement, Suspense, useContext } from 'react';
import { readStart } from '../pages/read-start.ts';
import { loadTexts } from '../text/load-texts.ts';
import { TextsOfPage, useTexts } from '../text/texts.tsx';
import styles from './attachment.module.css';

type Parts = typeof import('./parts.tsx').parts;

const loadParts = () => Promise.all([import('./parts.tsx'), loadTexts(readStart().locale, ['attachment'])]);

/** Fetches what shows files, so that it is there when somebody needs it without a network. */
// Whoever needs it later asks again, and is told when it doesn't come.
export const fetchParts = (): void => void loadParts().catch(() => undefined);

/** What shows files comes later: most conversations have none. Without it a sentence stands in its place. */
function part<P extends object>(pick: (parts: Parts) => ComponentType<P>): ComponentType<P> {
  const Later: ComponentType<P> = lazy(async (): Promise<{ default: ComponentType<P> }> => {
    try {
      const [{ parts }, texts] = await loadParts();
      const Part = pick(parts);
      return {
        default: (props) => (
          <TextsOfPage value={{ ...useContext(TextsOfPage), ...texts }}>
            <Part {...props} />
          </TextsOfPage>
        ),
      };
    } catch {
      return { default: Missing };
    }
  });
  return (props) => (
    <Suspense fallback={<div className={styles.coming} />}>
      <Later {...props} />
    </Suspense>
  );
}

function Missing(): ReactElement {
  return <p role="alert">{useTexts('thread').partMissing}</p>;
}

export const Tray = part((parts) => parts.Tray);
export const UploadRows = part((parts) => parts.UploadRows);
export const FileInThread = part((parts) => parts.FileInThread);
