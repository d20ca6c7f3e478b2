import { sayCount } from '../ui/fill-template.ts';

/** Letters alone decide: "schuld" finds Schulden, "Ängste" finds angst. */
const plain = (words: string): string =>
  words.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll('ß', 'ss').toLowerCase();

/** Every word of the wish begins or stands inside a word of the topic. */
export function fitsTopic(wish: string, topicWords: string): boolean {
  const text = plain(topicWords);
  return plain(wish)
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** Filters the tiles of the home page while someone types, and says the count to screen readers. */
export function wireTopicSearch(root: ParentNode): void {
  const input = root.querySelector<HTMLInputElement>('[data-topic-search]');
  const none = root.querySelector<HTMLElement>('[data-topic-none]');
  const count = root.querySelector<HTMLElement>('[data-topic-count]');
  if (!input || !none || !count) return;
  const topics = [...root.querySelectorAll<HTMLElement>('[data-topic]')];
  const filter = (): void => {
    for (const topic of topics) topic.hidden = !fitsTopic(input.value, topic.dataset.topic ?? '');
    const found = topics.filter((topic) => !topic.hidden);
    none.hidden = found.length > 0;
    // With nothing left every topic is offered again: never a dead end.
    if (found.length === 0) for (const topic of topics) topic.hidden = false;
    count.textContent = input.value ? sayCount(count, found.length) : '';
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
