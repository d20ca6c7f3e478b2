import type { Contract, Input } from '@beistand/contract';
import type { Tenant } from '../http/asked.ts';
import { toText } from '../http/codec.ts';

export type TopicFields = Omit<Input<Contract['addTopic']>, 'topic'>;

type Row = Awaited<ReturnType<typeof rowsOf>>[number];

const rowsOf = (tenant: Tenant) =>
  tenant
    .selectFrom('topics')
    .select(['id', 'code', 'title', 'short', 'description', 'icon', 'address', 'promise_hours'])
    .orderBy('position')
    .orderBy('id')
    .execute();

export const fieldsOf = (row: Omit<Row, 'id' | 'code'>): TopicFields => ({
  title: row.title,
  short: row.short,
  description: row.description,
  icon: row.icon,
  address: row.address as 'sie' | 'du', // the column's check allows no other
  promiseHours: row.promise_hours,
});

/** All topics of the organisation, in its order. */
export const topicsOfOrganisation = async (tenant: Tenant) =>
  (await rowsOf(tenant)).map((row) => ({ topic: toText(row.id), code: row.code, ...fieldsOf(row) }));
