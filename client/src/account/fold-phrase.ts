/** Offered phrases: words of a to z; six of a larger list, seven of ours. */
const phrase = /^[a-z]+( [a-z]+){5,6}$/;

/**
 * A drawn phrase as it was drawn, however it was copied by hand: with capitals, more spaces than one, commas, line breaks or the
 * numbers the words stand beside. Null for what can't be one, and for what is typed exactly so already. A password of one's
 * own may look like this too, so what was typed is always tried first.
 */
export function foldPhrase(typed: string): string | null {
  const folded = (typed.toLowerCase().match(/\p{L}+/gu) ?? []).join(' ');
  return folded !== typed && phrase.test(folded) ? folded : null;
}
