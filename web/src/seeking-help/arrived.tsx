import type { ReactElement } from 'react';
import { useSeeker } from '../account/seeker.ts';
import { sayTime } from '../text/say-time.ts';
import { Opening } from '../ui/opening.tsx';
import { useArrival } from '../ui/use-arrival.ts';
import { WhatHappensNow } from './what-happens-now.tsx';

/** What happens now, from what the server answered. */
export function Arrived(): ReactElement {
  const { frame, arrival, name } = useSeeker();
  useArrival();
  if (!arrival) return <Opening frame={frame} />;
  const language = document.documentElement.lang;
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return (
    <WhatHappensNow
      frame={frame}
      centre={arrival.centre}
      isForOne={arrival.isForOne}
      due={sayTime(new Date(arrival.answerDueAt), language, timeZone)}
      arrived={sayTime(new Date(arrival.at), language, timeZone).weekdayAndClock}
      name={name ?? ''}
      message={arrival.text}
    />
  );
}
