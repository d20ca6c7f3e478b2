import { isDeepStrictEqual } from 'node:util';
import type { Contract, Output } from '@beistand/contract';
import { ACCOUNT_KIND, BIT, type Bytes } from '@beistand/wire';
import { sql } from 'kysely';
import type { Announcement, Asked, Tenant } from '../http/asked.ts';
import { toText } from '../http/codec.ts';
import { countOrRefuse } from '../http/limits.ts';
import { merged, type Range, reaches } from './overlap.ts';

type Listed = Output<Contract['listCentreChanges']>['changes'][number];
export type Facts = Listed['before'];
export type Change = Pick<Listed, 'what' | 'before' | 'after'>;
type Asking = Pick<Asked<never>, 'world' | 'me' | 'caller'>;
type Place = { id: Bytes; log_idx: number; opened_at: Date | null };

/** What is kept of a long list; the rest is a number. */
const mostAreas = 100;

/** Does the work and notes what it changed about a centre that has leads to be told. To be announced after commit. */
export async function noting(
  asking: Asking,
  tenant: Tenant,
  centre: Place,
  work: () => Promise<void>,
): Promise<Announcement[]> {
  if (centre.log_idx < 0) {
    await work();
    return [];
  }
  const before = await factsOf(tenant, centre.id);
  await work();
  const after = await factsOf(tenant, centre.id);
  const group = (what: Change['what'], keys: (keyof Facts)[]): Change => ({
    what,
    before: pick(before, keys),
    after: pick(after, keys),
  });
  const changes = [
    group('name', ['name']),
    group('contact', ['phone', 'street', 'postcode', 'city']),
    group('topics', ['topics']),
    group('areas', ['areas']),
  ].filter((change) => !isDeepStrictEqual(change.before, change.after));
  const isRouting = changes.some(({ what }) => what === 'topics' || what === 'areas');
  const reached = isRouting && centre.opened_at ? await reachedBy(tenant, centre.id) : [];
  return noteChanges(asking, tenant, centre.id, changes, reached);
}

/** A centre takes enquiries from now on: those whose areas it reaches into are told, too. */
export const noteOpening = async (asking: Asking, tenant: Tenant, id: Bytes): Promise<Announcement[]> => {
  const opening: Change = {
    what: 'opening',
    before: { isOpen: false },
    after: { isOpen: true, ...(await factsOf(tenant, id)) },
  };
  return noteChanges(asking, tenant, id, [opening], await reachedBy(tenant, id));
};

/** Rows, and who is told: leads of the centre and of `reached`. `SLOW` for who changes more than anyone needs to. */
export async function noteChanges(
  { world, me, caller }: Asking,
  tenant: Tenant,
  centre: Bytes,
  changes: readonly Change[],
  reached: readonly Bytes[],
): Promise<Announcement[]> {
  if (changes.length === 0) return [];
  countOrRefuse(world, `changes:${toText(me)}`, world.limits.centreChanges);
  const common = { organisation_id: caller.organisation, centre_id: centre };
  const made = await tenant
    .insertInto('centre_changes')
    .values(
      changes.map(({ what, before, after }) => ({
        ...common,
        what,
        at: new Date(world.clock()),
        by: me,
        before: JSON.stringify(shortened(before)),
        after: JSON.stringify(shortened(after)),
      })),
    )
    .returning('id')
    .execute();
  const told = [centre, ...reached];
  await tenant
    .insertInto('centre_changes_told')
    .values(told.flatMap((centre_id) => made.map(({ id }) => ({ ...common, centre_id, change_id: id }))))
    .execute();
  const leads = await tenant
    .selectFrom('centre_staff as s')
    .innerJoin('key_bundles as k', 'k.kid', 's.kid')
    .select(['s.centre_id', 's.account_id'])
    .where('s.centre_id', 'in', told)
    .where('k.kind', '=', ACCOUNT_KIND.staff)
    .where(sql<boolean>`s.bits & ${BIT.lead} <> 0`)
    .execute();
  return [...Map.groupBy(leads, ({ centre_id }) => toText(centre_id)).values()].map((of) => ({
    t: 'changes',
    to: of.map(({ account_id }) => account_id),
    centre: of[0]!.centre_id,
  }));
}

const pick = (facts: Facts, keys: (keyof Facts)[]): Facts =>
  Object.fromEntries(keys.flatMap((key) => (key in facts ? [[key, facts[key]]] : [])));

const shortened = ({ areas, ...facts }: Facts): Facts =>
  areas ? { ...facts, areas: areas.slice(0, mostAreas), more: Math.max(0, areas.length - mostAreas) } : facts;

/** Words as the public pages have them: topics by their short titles. */
async function factsOf(tenant: Tenant, id: Bytes): Promise<Facts> {
  const profile = await tenant
    .selectFrom('centres')
    .select(['name', 'phone', 'street', 'postcode', 'city'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  const topics = await tenant
    .selectFrom('centre_topics as ct')
    .innerJoin('topics as t', 't.id', 'ct.topic_id')
    .select('t.short')
    .where('ct.centre_id', '=', id)
    .orderBy('t.position')
    .orderBy('t.id')
    .execute();
  const areas = await tenant
    .selectFrom('areas as a')
    .leftJoin('topics as t', 't.id', 'a.topic_id')
    .select(['a.postcodes_from as from', 'a.postcodes_to as to', 't.short as topic'])
    .where('a.centre_id', '=', id)
    .orderBy('from')
    .orderBy('to')
    .orderBy('topic')
    .execute();
  return { ...profile, topics: topics.map(({ short }) => short), areas };
}

/** Other open centres that share a topic and, for it, a postcode. */
async function reachedBy(tenant: Tenant, id: Bytes): Promise<Bytes[]> {
  const pairs = await tenant
    .selectFrom('centre_topics as mine')
    .innerJoin('centre_topics as theirs', 'theirs.topic_id', 'mine.topic_id')
    .innerJoin('centre_openings as o', 'o.centre_id', 'theirs.centre_id')
    .select(['theirs.centre_id', 'theirs.topic_id'])
    .where('mine.centre_id', '=', id)
    .where('theirs.centre_id', '!=', id)
    .execute();
  if (pairs.length === 0) return [];
  const others = Map.groupBy(pairs, ({ centre_id }) => toText(centre_id));
  const areas = await tenant
    .selectFrom('areas')
    .select(['centre_id', 'topic_id', 'postcodes_from as from', 'postcodes_to as to'])
    .where('centre_id', 'in', [id, ...[...others.values()].map((of) => of[0]!.centre_id)])
    .execute();
  const areasBy = Map.groupBy(areas, ({ centre_id }) => toText(centre_id));
  const mine = areasBy.get(toText(id)) ?? [];
  const mineFor = new Map<string, Range[]>();
  const rangesFor = (topic: string): Range[] => {
    const known = mineFor.get(topic);
    if (known) return known;
    const ranges = merged(mine.filter(({ topic_id }) => !topic_id || toText(topic_id) === topic));
    mineFor.set(topic, ranges);
    return ranges;
  };
  return [...others].flatMap(([name, shared]) => {
    const topics = shared.map(({ topic_id }) => toText(topic_id));
    const isReached = (areasBy.get(name) ?? []).some((area) => {
      const own = area.topic_id && toText(area.topic_id);
      return topics.some((topic) => (own === null || own === topic) && reaches(rangesFor(topic), area));
    });
    return isReached ? [shared[0]!.centre_id] : [];
  });
}
