import { charactersIn, limits } from '@beistand/contract';

const most = limits.message.mostCharacters;

/** How many more characters fit into the message; below zero it is too long. */
export const charactersLeft = (text: string): number => most - charactersIn(text);

/** Whether there is so little room that it is said. */
export const isNearlyFull = (left: number): boolean => left <= most / 10;
