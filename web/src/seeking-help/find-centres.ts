import { type AreaList, findCentre, type ListedCentre, readPostcode } from '@beistand/contract';
import { fillTemplate, sayCount } from '../ui/fill-template.ts';
import { writeHref } from './read-choice.ts';

/** What the page of a topic carries for its script: the public list, matched here and nowhere else. */
export type FinderData = {
  list: AreaList<ListedCentre & { phone: string; address: string }>;
  topic: string;
};

/** Shows the centres for the postcode someone enters; it stays in this page, no form is ever sent. */
export function wireFinder(root: ParentNode, { list, topic }: FinderData): void {
  const find = (selector: string): HTMLElement | null => root.querySelector<HTMLElement>(selector);
  const form = find('[data-postcode-form]');
  const input = root.querySelector<HTMLInputElement>('[data-postcode]');
  const cards = find('[data-centres]');
  const title = find('[data-found-title]');
  if (!form || !input || !cards || !title) return;
  const wrong = input.dataset.wrong ?? '';
  input.addEventListener('input', () => input.setCustomValidity(''));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const postcode = readPostcode(input.value);
    if (!postcode) {
      input.setCustomValidity(wrong);
      input.reportValidity();
      return;
    }
    input.value = postcode;
    const found = findCentre(list, postcode);
    cards.replaceChildren(
      ...found.flatMap(({ centre, reason }) => {
        const template = root.querySelector<HTMLTemplateElement>(`template[data-centre="${reason}"]`);
        const { name, phone, address } = centre;
        return template
          ? [
              fillTemplate(template, {
                name,
                phone,
                address,
                postcode,
                href: writeHref(topic, centre.centre),
              }),
            ]
          : [];
      }),
    );
    title.textContent = sayCount(title, found.length);
    const show = (selector: string, isShown: boolean): void => {
      for (const element of root.querySelectorAll<HTMLElement>(selector)) element.hidden = !isShown;
    };
    show('[data-why]', found.length > 0);
    show('[data-none]', found.length === 0);
    show('[data-intro]', false);
  });
  form.dataset.ready = '';
}
