import type { Contract, Input } from '@beistand/contract';
import type { Bytes } from '@beistand/wire';
import type { Tenant } from '../http/asked.ts';
import { toBuffer, toText } from '../http/codec.ts';
import { refuse } from '../http/refuse.ts';
import { isTimeZone, isWeekly, type Span } from './rules.ts';

export type CentreFields = Omit<Input<Contract['draftCentre']>, 'centre'>;
type Profile = {
  name: string;
  phone: string;
  street: string;
  postcode: string;
  city: string;
  time_zone: string;
  state: string;
  weekly: unknown;
};

/** What the contract's shape alone can't say is wrong: `FORMAT`. */
export function checkFields({ timeZone, weekly }: Partial<CentreFields>): void {
  if ((weekly && !isWeekly(weekly)) || (timeZone !== undefined && !isTimeZone(timeZone))) refuse('FORMAT');
}

export const fieldsOf = (row: Profile, topics: string[]): CentreFields => ({
  name: row.name,
  phone: row.phone,
  street: row.street,
  postcode: row.postcode,
  city: row.city,
  timeZone: row.time_zone,
  state: row.state,
  weekly: row.weekly as Span[],
  topics,
});

/** In the organisation's order. */
export async function topicsOf(tenant: Tenant, centre: Bytes): Promise<string[]> {
  const rows = await tenant
    .selectFrom('centre_topics as ct')
    .innerJoin('topics as t', 't.id', 'ct.topic_id')
    .select('t.id')
    .where('ct.centre_id', '=', centre)
    .orderBy('t.position')
    .execute();
  return rows.map(({ id }) => toText(id));
}

/** Replaces what a centre serves. `NOT_FOUND` for a topic this organisation hasn't: foreign keys look past the policies. */
export async function setTopics(
  tenant: Tenant,
  organisation: Bytes,
  centre: Bytes,
  topics: string[],
): Promise<void> {
  const ids = [...new Set(topics)].map(toBuffer);
  await tenant.deleteFrom('centre_topics').where('centre_id', '=', centre).execute();
  if (ids.length === 0) return;
  const known = await tenant.selectFrom('topics').select('id').where('id', 'in', ids).execute();
  if (known.length !== ids.length) refuse('NOT_FOUND');
  const rows = ids.map((topic) => ({ centre_id: centre, topic_id: topic, organisation_id: organisation }));
  await tenant.insertInto('centre_topics').values(rows).execute();
}
