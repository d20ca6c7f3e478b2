import type { Contract } from '@beistand/contract';
import type { Handler } from '../http/asked.ts';
import { topicsOfOrganisation } from './store.ts';

export const listTopics: Handler<Contract['listTopics']> = ({ transact }) =>
  transact(async (tenant) => ({ topics: await topicsOfOrganisation(tenant) }));
