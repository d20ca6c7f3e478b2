/** A message of `data-counts` (see `counted`) for a count; beyond the last, the last. */
export function sayCount(element: HTMLElement, n: number): string {
  const messages: string[] = JSON.parse(element.dataset.counts ?? '[]');
  return messages[Math.min(n, messages.length - 1)] ?? '';
}

const place = /\u27e6(\w+)\u27e7/g;

/**
 * A clone of a server-rendered <template> with ⟦name⟧ replaced by values, in text and attributes: the page
 * keeps one design and needs no markup in script. List items left empty are dropped.
 */
export function fillTemplate(
  template: HTMLTemplateElement,
  values: Record<string, string>,
): DocumentFragment {
  const copy = document.importNode(template.content, true);
  // Inside the app React puts them beside the content; only a parser puts them into it.
  copy.append(...Array.from(template.childNodes, (node) => node.cloneNode(true)));
  const fill = (text: string): string => text.replaceAll(place, (_, name: string) => values[name] ?? '');
  const walker = document.createTreeWalker(copy, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node instanceof Text) node.data = fill(node.data);
    else if (node instanceof Element)
      for (const attribute of node.attributes)
        if (attribute.value.includes('\u27e6')) node.setAttribute(attribute.name, fill(attribute.value));
  }
  for (const item of copy.querySelectorAll('li')) if (!item.textContent?.trim()) item.remove();
  return copy;
}
