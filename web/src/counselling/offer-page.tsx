import { type ReactElement, useEffect, useState } from 'react';
import { useTexts } from '../text/texts.tsx';
import { Bars } from '../ui/list.tsx';
import { askSignedIn } from './gate.ts';
import { type OfferChange, OfferForm, type OfferKnown } from './offer-form.tsx';
import { Problem } from './problem.tsx';
import { Room } from './room.tsx';
import { LEAD } from './say-bits.ts';
import { codeOfFailure, sayCode } from './say-code.ts';
import { type MyCentre, useSigned } from './staff-context.ts';
import { useCentre } from './use-centre.ts';

/** What a centre offers and when someone is there: what seekers read, and what the promise counts by. */
export function OfferPage({ centre }: { centre: MyCentre }): ReactElement {
  const { clock, me } = useSigned();
  const t = useTexts('counselling');
  const frame = useTexts('frame');
  const read = useCentre(centre.centre);
  const [known, setKnown] = useState<OfferKnown | null>(null);
  const [problem, setProblem] = useState<string>();
  // Synchronises with the server: what is entered now.
  useEffect(() => {
    Promise.all([askSignedIn('centre', centre.centre), askSignedIn('topics')]).then(
      ([profile, { topics }]) => {
        const isFixed = profile.isOpen && !me.isAdministrator;
        const mine = topics.filter(({ topic }) => profile.topics.includes(topic));
        setKnown({ profile, topics: isFixed ? mine : topics, isFixed });
      },
      (failure: unknown) => setProblem(sayCode(t, codeOfFailure(failure))),
    );
  }, [centre.centre, me.isAdministrator, t]);
  const onSave = async (change: OfferChange): Promise<string | undefined> => {
    try {
      await askSignedIn('changeCentre', { centre: centre.centre, ...change });
      await read.reload();
      return undefined;
    } catch (failure) {
      const code = codeOfFailure(failure);
      return code === 'NOT_READY' ? t.offerStillNeeded : sayCode(t, code);
    }
  };
  return (
    <Room room="offer" title={t.offer} read={read}>
      {() => (
        <>
          {!known && <h1>{t.offer}</h1>}
          {problem && <Problem>{problem}</Problem>}
          {!known && !problem && <Bars rows={4} label={frame.loading} />}
          {known && (
            <OfferForm
              {...known}
              language={clock.language}
              mayChange={(centre.bits & LEAD) !== 0}
              onSave={onSave}
            />
          )}
        </>
      )}
    </Room>
  );
}
