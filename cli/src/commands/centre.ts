import { type Area, type CentreFields, call, draftCentre, inviteLead, type Self } from '@beistand/client';
import { contract } from '@beistand/contract';
import { asAdministrator } from '../as-administrator.ts';
import { Misuse } from '../usage.ts';
import type { Command, Outside, Values } from './command.ts';
import { checkFields, noId, signInName } from './fields.ts';

type Weekly = CentreFields['weekly'];
type Plan = {
  fields: Omit<CentreFields, 'topics'>;
  areas: { from: string; to: string }[];
  /** Titles; empty for all. */
  topics: readonly string[];
};

const days = ['mo', 'tu', 'we', 'th', 'fr', 'sa', 'su'];

/** `mo-fr 09:00-17:00`, also one day alone. */
function readSpans(text: string): Weekly {
  const [, first = '', last = first, from = '', until = ''] =
    /^(\w\w)(?:-(\w\w))? (\d\d:\d\d)-(\d\d:\d\d)$/.exec(text) ?? [];
  const [begin, end] = [days.indexOf(first), days.indexOf(last)];
  if (begin < 0 || end < begin)
    throw new Misuse(`--open "${text}": write days and times like "mo-fr 09:00-17:00" (${days.join(' ')}).`);
  return days.slice(begin, end + 1).map((_, index) => ({ day: begin + index + 1, from, until }));
}

/** `79098-79117`, also one postcode alone. */
function readArea(text: string): { from: string; to: string } {
  const [, from = '', to = from] = /^(\d{5})(?:-(\d{5}))?$/.exec(text) ?? [];
  if (!from || to < from) throw new Misuse(`--area "${text}": write postcodes like 79098-79117 or 79098.`);
  return { from, to };
}

function readPlan(name: string, values: Values): Plan {
  const fields: Plan['fields'] = {
    name,
    phone: values.phone ?? '',
    street: values.street ?? '',
    postcode: values.postcode ?? '',
    city: values.city ?? '',
    timeZone: values['time-zone'] ?? 'Europe/Berlin',
    state: (values.state ?? '') as CentreFields['state'],
    weekly: (values.open ?? []).flatMap(readSpans),
  };
  checkFields(
    contract.draftCentre.input,
    { centre: noId, topics: [], ...fields },
    {
      name: 'NAME has 2 to 120 characters; put it in quotes when it has spaces.',
      phone: '--phone has up to 40 characters.',
      street: '--street has up to 120 characters.',
      postcode: '--postcode has five digits.',
      city: '--city has up to 80 characters.',
      state: '--state says whose public holidays count: DE-BW, DE-BY, DE-BE and so on.',
      weekly: '--open has times of day, like "mo-fr 09:00-17:00".',
    },
  );
  return { fields, areas: (values.area ?? []).map(readArea), topics: values.topic ?? [] };
}

async function topicIds({ world }: Self, titles: readonly string[]): Promise<string[]> {
  const { topics } = await call(world, 'listTopics', {});
  const wanted = titles.length > 0 ? titles : topics.map(({ title }) => title);
  return wanted.map((title) => {
    const found = topics.find((one) => one.title === title);
    if (!found) throw new Error(`There is no topic "${title}": "topic add" makes one.`);
    return found.topic;
  });
}

async function centreNamed({ world }: Self, name: string) {
  for (let after: string | undefined; ; ) {
    const { centres, next } = await call(world, 'listCentres', after === undefined ? {} : { after });
    const found = centres.find((centre) => centre.name === name);
    if (found || next === null) return found ?? null;
    after = next;
  }
}

/** A draft, or the draft of that name brought up to date; a centre that was founded belongs to its lead. */
async function draft(self: Self, { fields, areas, topics }: Plan): Promise<string | null> {
  const known = await centreNamed(self, fields.name);
  if (known && known.state !== 'draft') return null;
  const whole = { ...fields, topics: await topicIds(self, topics) };
  const everyTopic: Area[] = areas.map((area) => ({ ...area, topic: null }));
  if (!known) return draftCentre(self, whole, everyTopic);
  await call(self.world, 'changeCentre', { centre: known.centre, ...whole });
  await call(self.world, 'setAreas', { centre: known.centre, areas: everyTopic });
  return known.centre;
}

async function add(outside: Outside, name: string, plan: Plan): Promise<void> {
  const { origin, say } = outside;
  await asAdministrator(outside, name, async (self) => {
    const centre = await draft(self, plan);
    if (centre === null) return say(`${plan.fields.name} has been founded already; it stays as it is.`);
    const { path, until } = await inviteLead(self, centre);
    say(`${plan.fields.name} is a draft. Whoever opens this link founds and leads it:`);
    say(origin + path);
    say(`Works once, until ${new Date(until).toISOString().slice(0, 16).replace('T', ' ')} UTC.`);
  });
}

export const centre: readonly Command[] = [
  {
    words: ['centre', 'add'],
    names: 1,
    options: ['as', 'phone', 'street', 'postcode', 'city', 'time-zone', 'state', 'open', 'topic', 'area'],
    read: ([name = ''], values) => {
      const plan = readPlan(name, values);
      const administrator = signInName(values);
      return { at: 'outside', run: (outside) => add(outside, administrator, plan) };
    },
  },
];
