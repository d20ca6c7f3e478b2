import { charactersIn, mostCharacters } from '@beistand/contract';

/** How many more characters fit into the message; below zero it is too long. */
export const charactersLeft = (text: string): number => mostCharacters - charactersIn(text);

/** Whether there is so little room that it is said. */
export const isNearlyFull = (left: number): boolean => left <= mostCharacters / 10;
