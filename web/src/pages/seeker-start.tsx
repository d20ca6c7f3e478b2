import { type ReactElement, useEffect, useRef, useState } from 'react';
import { SeekerSignIn } from '../account/sign-in.tsx';
import { Write } from '../seeking-help/write.tsx';
import { type Journey, useTexts } from '../text/texts.tsx';
import type { FrameData } from '../ui/frame-data.ts';
import { Bars } from '../ui/list.tsx';
import { SeekerFrame } from '../ui/seeker-frame.tsx';

/** Write · next · conversation · sign in: one page to the browser, so that keys stay in its memory. */
export const seekerPaths = ['/w', '/n', '/k', '/s'] as const;
export type SeekerPath = (typeof seekerPaths)[number];

const journeys: Record<SeekerPath, readonly Journey[]> = {
  '/w': ['frame', 'seeking-help'],
  '/n': ['frame', 'seeking-help'],
  '/k': ['frame', 'thread'],
  '/s': ['frame', 'account'],
};

/** The texts a path begins with. */
export const journeysOf = (path: SeekerPath): readonly Journey[] => journeys[path];

/** What the server renders for a path and the browser hydrates before it knows more. */
export function SeekerStart({ path, frame }: { path: SeekerPath; frame: FrameData }): ReactElement {
  if (path === '/w') return <WriteStart frame={frame} />;
  if (path === '/s') return <SignInStart frame={frame} />;
  return <Opening frame={frame} />;
}

/** True once the script has taken over. */
function useIsReady(): boolean {
  const [isReady, setReady] = useState(false);
  // Synchronises with hydration itself: only an effect tells that it happened.
  useEffect(() => setReady(true), []);
  return isReady;
}

function WriteStart({ frame }: { frame: FrameData }): ReactElement {
  const sheet = useRef<HTMLTextAreaElement>(null);
  const t = useTexts('frame');
  const insert = (line: string): void => {
    const area = sheet.current;
    if (!area) return;
    const gap = area.value === '' ? '' : '\n\n';
    area.setRangeText(`${gap}${line}\n`, area.value.length, area.value.length, 'end');
    area.focus();
  };
  return (
    <Write
      frame={frame}
      about={t.tagline}
      centre={null}
      backTo="/"
      sheet={sheet}
      kept={null}
      onPrompt={insert}
      isReady={useIsReady()}
    />
  );
}

function SignInStart({ frame }: { frame: FrameData }): ReactElement {
  const [by, setBy] = useState<'phrase' | 'code'>('phrase');
  return (
    <SeekerSignIn frame={frame} by={by} onBy={setBy} onSignIn={() => undefined} isReady={useIsReady()} />
  );
}

function Opening({ frame }: { frame: FrameData }): ReactElement {
  const t = useTexts('frame');
  return (
    <SeekerFrame frame={frame}>
      <h1 className="away">{t.loading}</h1>
      <Bars rows={4} label={t.loading} />
    </SeekerFrame>
  );
}
