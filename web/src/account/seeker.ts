import { createContext, type RefObject, useContext } from 'react';
import type { PageTopic } from '../pages/page-data.ts';
import type { FrameData } from '../ui/frame-data.ts';

/** Addresses of the app. They say nothing to whoever reads a history: writing, what happens now, talking, signing in. */
export const seekerPaths = ['/w', '/n', '/k', '/s'] as const;
export type SeekerPath = (typeof seekerPaths)[number];

/** Where someone is. Writing has two steps under one address: 1 the text, 2 the way back. */
export type Place = { path: string; step: 1 | 2; hash?: string };

/** Where the enquiry shall go, from the link that was followed. */
export type Choice = {
  topic: string | null;
  centre: string | null;
  /** What the centre's own link said behind `k=`: which centre is genuine. */
  pin: string | null;
  /** By a counsellor's own link: to them alone, and what it said of their key. */
  to: { account: string; pin: string | null } | undefined;
};

/** The way back, once the code was drawn: it must stay the same however often one goes back and forth. */
export type WayBackKeys = { name: string; phrase: string; writtenCode: string };

export type Arrival = {
  conversation: string;
  answerDueAt: number;
  at: number;
  text: string;
  centre: string;
  isForOne: boolean;
};

/**
 * Why someone has to sign in: nothing said, the server forgot the session, a long pause, they signed out, or the page was
 * loaded anew and with it the memory its keys were in.
 */
export type SignInReason = 'expired' | 'locked' | 'signed-out' | 'reloaded' | null;

/** What all pages of the app share; in this page's memory only. */
export type Seeker = {
  frame: FrameData;
  topics: readonly PageTopic[];
  place: Place;
  go: (path: string, how?: { replaces?: boolean; step?: Place['step'] }) => void;
  choice: Choice;
  choose: (choice: Choice) => void;
  /** The first message as far as it is written. */
  text: RefObject<string>;
  /** The text this tab kept from before a reload, once; empty when there is none or it has been taken. */
  restore: () => Promise<string>;
  /** The centre the text was begun for; null until there is one. */
  begunFor: RefObject<string | null>;
  wayBack: RefObject<WayBackKeys | null>;
  arrival: Arrival | null;
  arrive: (arrival: Arrival) => void;
  /** The name someone signed in with; null outside. */
  name: string | null;
  /** `isMine`: on a device that keeps them signed in. */
  enter: (name: string, isMine: boolean) => void;
  isMine: boolean;
  /** Whether who was signed in on their own device is being let in again. */
  isResuming: boolean;
  /** Shows the sign-in; `after` is where to go on. */
  leave: (reason: SignInReason, after?: string) => void;
  reason: SignInReason;
  after: string;
  /** Called before the keys go, so that a page can keep what is half written. */
  beforeLock: RefObject<(() => Promise<unknown>) | null>;
};

const Given = createContext<Seeker | null>(null);
export const SeekerOfPage = Given;

export function useSeeker(): Seeker {
  const seeker = useContext(Given);
  if (!seeker) throw new Error('this page belongs inside the app for seekers');
  return seeker;
}
