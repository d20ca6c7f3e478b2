import type { ReactElement } from 'react';
import { useSeeker } from '../account/seeker.ts';
import { AgreeAgain } from './agree-again.tsx';
import { FirstTime } from './first-time.tsx';

/** The second step of writing: the way back for someone new; someone signed in has one and only agrees. */
export const Sending = (): ReactElement => (useSeeker().name === null ? <FirstTime /> : <AgreeAgain />);
