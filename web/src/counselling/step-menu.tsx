import { type ComponentType, type ReactElement, type ReactNode, useContext, useState } from 'react';
import { readStart } from '../pages/read-start.ts';
import type { PassingOnProps } from '../passing-on/passing-on.tsx';
import type { Texts } from '../text/generated/texts.ts';
import { loadTexts } from '../text/load-texts.ts';
import { TextsOfPage, useTexts } from '../text/texts.tsx';
import { arrowRight, clock, house, plus, usersRound } from '../ui/icons.ts';
import { Menu } from '../ui/menu.tsx';
import { COUNSELLOR } from './say-bits.ts';
import { useSigned } from './staff-context.ts';

export type StepName = PassingOnProps['step'];
const RESPONSIBLE = 2;

/** What its counsellors can do with a conversation beside writing in it. */
export function StepMenu({
  steps,
  onStep,
}: {
  steps: readonly StepName[];
  onStep: (step: StepName) => void;
}): ReactElement {
  const t = useTexts('counselling');
  const known: Record<StepName, { icon: string; words: string }> = {
    add: { icon: plus, words: t.stepAdd },
    handOver: { icon: arrowRight, words: t.stepHandOver },
    cover: { icon: clock, words: t.stepCover },
    remove: { icon: usersRound, words: t.stepRemove },
    suggest: { icon: house, words: t.stepSuggest },
  };
  return (
    <Menu
      id="menu-steps"
      label={t.stepMenu}
      items={steps.map((act) => ({ act, ...known[act] }))}
      onChoose={onStep}
    />
  );
}

/** In the order in which they are needed; only who is responsible hands over. */
export const stepsFor = (role: number): StepName[] => [
  ...(['add'] as const),
  ...(role === RESPONSIBLE ? (['handOver'] as const) : []),
  ...(['cover', 'remove', 'suggest'] as const),
];

type Loaded = { PassingOn: ComponentType<PassingOnProps>; texts: Partial<Texts> };

/** Rarely needed, so it comes when somebody asks for it. */
async function loadPassingOn(): Promise<Loaded> {
  const [{ PassingOn }, texts] = await Promise.all([
    import('../passing-on/passing-on.tsx'),
    loadTexts(readStart().locale, ['passing-on']),
  ]);
  return { PassingOn, texts };
}

type Given = Pick<PassingOnProps, 'conversation' | 'seeker' | 'topic' | 'onDone'>;

/** The menu and what it opens; null for whoever may change nothing here. */
export function StepsOf({
  conversation,
  onMissing,
  onDone,
  ...about
}: Given & { onMissing: () => void }): ReactElement | null {
  const { me } = useSigned();
  const [open, setOpen] = useState<(Loaded & { step: StepName }) | null>(null);
  const bits = me.centres.find(({ centre }) => centre === conversation.centre)?.bits ?? 0;
  if (!(bits & COUNSELLOR)) return null;
  const close = (): void => {
    setOpen(null);
    // The dialog goes together with what the browser would have given the focus back to.
    queueMicrotask(() => document.getElementById('menu-steps')?.focus());
  };
  const choose = (step: StepName): void =>
    void loadPassingOn().then((loaded) => setOpen({ ...loaded, step }), onMissing);
  return (
    <>
      <StepMenu steps={stepsFor(conversation.myRole)} onStep={choose} />
      {open && (
        <WithTexts texts={open.texts}>
          <open.PassingOn
            {...about}
            conversation={conversation}
            step={open.step}
            onClose={close}
            onDone={async (words) => {
              close();
              await onDone(words);
            }}
          />
        </WithTexts>
      )}
    </>
  );
}

function WithTexts({ texts, children }: { texts: Partial<Texts>; children: ReactNode }): ReactElement {
  return <TextsOfPage value={{ ...useContext(TextsOfPage), ...texts }}>{children}</TextsOfPage>;
}
