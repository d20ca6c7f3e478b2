import { sayCount } from '../ui/fill-template.ts';

/** Letters alone decide: "schuld" finds Schulden, "Ängste" finds angst. */
const plain = (words: string): string =>
  words.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll('ß', 'ss').toLowerCase();
const wordsOf = (text: string): string[] => plain(text).match(/[\p{L}\p{N}]+/gu) ?? [];

/** Words of a sentence that say nothing of what it is about. */
const empty = new Set(
  wordsOf(
    'ich habe hab bin ist war und oder aber nicht mehr mit mein meine meinen meiner meinem wir uns du sie er es ihr ihm der die das dem den des ein eine einen einem einer kein keine zu zum zur auf aus für von vom bei nach wie was wer wo weil dass auch noch nur so sehr viel viele wegen hilfe brauche bitte gerade immer schon kann will muss soll haben sein werden weiß the and for with have has need help about',
  ),
);

/** Shorter words only match whole: "tot" isn't "total". */
const least = 4;
const isLike = (said: string, known: string): boolean =>
  said === known ||
  (said.length >= least && known.startsWith(said)) ||
  (known.length >= least && said.startsWith(known)) ||
  // "Handyschulden"; shorter ones hide in too many words.
  (known.length > least && said.endsWith(known));

/** Any word of the wish is, begins or continues a word of the topic; a wish that says nothing yet fits all. */
export function fitsTopic(wish: string, topicWords: string): boolean {
  const said = wordsOf(wish).filter((word) => !empty.has(word));
  const known = wordsOf(topicWords);
  return said.length === 0 || said.some((word) => known.some((one) => isLike(word, one)));
}

/** Whether a wish holds one of these beginnings or turns of phrase at the beginning of a word. */
export function soundsLike(wish: string, turns: readonly string[]): boolean {
  const text = ` ${wordsOf(wish).join(' ')}`;
  return turns.some((turn) => text.includes(` ${wordsOf(turn).join(' ')}`));
}

/**
 * Filters the tiles of the home page while someone types and says the count under the field; nothing typed leaves the page.
 * Whoever writes that they can't go on sees at once whom to call.
 */
export function wireTopicSearch(root: ParentNode): void {
  const find = (selector: string): HTMLElement | null => root.querySelector<HTMLElement>(selector);
  const input = root.querySelector<HTMLInputElement>('[data-topic-search]');
  const count = find('[data-topic-count]');
  const crisis = find('[data-topic-crisis]');
  if (!input || !count || !crisis) return;
  const turns: string[] = JSON.parse(crisis.dataset.topicCrisis ?? '[]');
  const topics = [...root.querySelectorAll<HTMLElement>('[data-topic]')];
  const filter = (): void => {
    const found = topics.filter((topic) => fitsTopic(input.value, topic.dataset.topic ?? ''));
    // With nothing left every topic is offered: never a dead end.
    for (const topic of topics) topic.hidden = found.length > 0 && !found.includes(topic);
    count.textContent = input.value.trim() ? sayCount(count, found.length) : '';
    crisis.hidden = !soundsLike(input.value, turns);
  };
  input.addEventListener('input', filter);
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Enter')
      topics
        .find((topic) => !topic.hidden)
        ?.querySelector('a')
        ?.focus();
  });
  filter();
}
