import {
  type AreaList,
  answerDueAt,
  type Calendar,
  findCentre,
  type ListedCentre,
  readPostcode,
} from '@beistand/contract';
import { sayTime } from '../text/say-time.ts';
import { dialOf } from '../ui/dial.ts';
import { fillTemplate, sayCount } from '../ui/fill-template.ts';
import { keepPostcode, keptPostcode } from './keep-postcode.ts';
import { writeHref } from './read-choice.ts';

/** What the page of a topic carries for its script: the public list, matched here and nowhere else. */
export type FinderData = {
  list: AreaList<ListedCentre & { phone: string; address: string; calendar: Calendar }>;
  topic: string;
  /** In opening hours. */
  promiseHours: number;
};

/** Where nobody is near, this many of the topic's centres are named all the same. */
const mostElsewhere = 5;

/** "Donnerstag, 26. November, 16 Uhr": by when someone who writes now is answered; null where no day can be named. */
function promised(calendar: Calendar, hours: number): string | null {
  const due = answerDueAt(Date.now(), calendar, hours);
  if (due === null) return null;
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const { weekday, date, clock } = sayTime(new Date(due), document.documentElement.lang, timeZone);
  return `${weekday}, ${date}, ${clock}`;
}

/** Shows the centres for the postcode someone enters; it stays in this tab, no form is ever sent. */
export function wireFinder(root: ParentNode, { list, topic, promiseHours }: FinderData): void {
  const find = (selector: string): HTMLElement | null => root.querySelector<HTMLElement>(selector);
  const form = find('[data-postcode-form]');
  const input = root.querySelector<HTMLInputElement>('[data-postcode]');
  const cards = find('[data-centres]');
  const title = find('[data-found-title]');
  if (!form || !input || !cards || !title) return;
  const sayFault = (words: string | undefined): void => {
    const fault = find('[data-fault]');
    if (fault) fault.hidden = !words;
    const place = fault?.querySelector('span');
    if (place) place.textContent = words ?? '';
    if (words) input.setAttribute('aria-invalid', 'true');
    else input.removeAttribute('aria-invalid');
  };
  const show = (postcode: string): void => {
    const own = findCentre(list, postcode);
    const elsewhere = list.centres.slice(0, mostElsewhere).map((centre) => ({ centre, reason: 'elsewhere' }));
    cards.replaceChildren(
      ...(own.length > 0 ? own : elsewhere).flatMap(({ centre, reason }) => {
        const template = root.querySelector<HTMLTemplateElement>(`template[data-centre="${reason}"]`);
        const { name, phone, address, calendar } = centre;
        const when = promised(calendar, promiseHours);
        const promise = when ? cards.dataset.by?.replace('\u27e6when\u27e7', when) : cards.dataset.within;
        const href = writeHref(topic, centre.centre);
        const values = { name, phone, dial: dialOf(phone), address, postcode, href, promise: promise ?? '' };
        return template ? [fillTemplate(template, values)] : [];
      }),
    );
    title.textContent = sayCount(title, own.length);
    const reveal = (selector: string, isShown: boolean): void => {
      for (const element of root.querySelectorAll<HTMLElement>(selector)) element.hidden = !isShown;
    };
    reveal('[data-why]', own.length > 0);
    reveal('[data-none]', own.length === 0);
    reveal('[data-intro]', false);
  };
  input.addEventListener('input', () => sayFault(undefined));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const postcode = readPostcode(input.value);
    if (!postcode) {
      sayFault(input.value.trim() === '' ? input.dataset.missing : input.dataset.wrong);
      input.focus();
      return;
    }
    sayFault(undefined);
    input.value = postcode;
    keepPostcode(postcode);
    show(postcode);
  });
  const before = keptPostcode();
  if (before) {
    input.value = before;
    show(before);
  }
  form.dataset.ready = '';
}
