import type { Contract, Output } from '@beistand/contract';
import type { Bytes } from '@beistand/wire';
import { centreProfile } from '../centres/read.ts';
import type { Tenant } from '../http/asked.ts';
import { toText } from '../http/codec.ts';
import { nameOf } from '../organisations/read.ts';
import { areasOfTopic } from '../topics/areas.ts';
import { topicsOfOrganisation } from '../topics/store.ts';
import type { World } from '../world.ts';
import { findByCode } from './find-by-code.ts';

type Topic = Output<Contract['listTopics']>['topics'][number];
type OfEveryPage = { organisation: string; topics: Topic[] };

/** What a page that is rendered before anyone signs in says; all of it public. */
export type PageData = OfEveryPage &
  (
    | { page: 'home' }
    | { page: 'topic'; topic: Topic; areas: Output<Contract['topicAreas']> }
    /** `counsellor`: by their own link, to them alone. */
    | {
        page: 'centre';
        centre: Output<Contract['centre']>;
        counsellor: { account: string; name: string } | null;
      }
    | { page: 'help' }
    | { page: 'app' }
    | { page: 'nowhere' }
  );

/** Pages that the client's script goes on with: seekers' first, then the staff's and invitations. */
const app = /^\/([wnks]|b(\/.*)?|i\/[\w-]+)$/;

/** The data of a path without query for an organisation. */
export const pageDataOf =
  ({ transact, clock }: Pick<World, 'transact' | 'clock'>) =>
  (path: string, organisation: Bytes): Promise<PageData> =>
    transact(organisation, async (tenant) => {
      const common: OfEveryPage = {
        organisation: await nameOf(tenant, organisation),
        topics: await topicsOfOrganisation(tenant),
      };
      if (path === '/') return { ...common, page: 'home' };
      if (path === '/h') return { ...common, page: 'help' };
      if (app.test(path)) return { ...common, page: 'app' };
      const code = /^\/a\/([0-9a-z]{8})$/.exec(path)?.[1];
      return code === undefined ? { ...common, page: 'nowhere' } : pageOf(tenant, common, code, clock());
    });

async function pageOf(tenant: Tenant, common: OfEveryPage, code: string, now: number): Promise<PageData> {
  const nowhere: PageData = { ...common, page: 'nowhere' };
  const found = await findByCode(tenant, code);
  if (!found) return nowhere;
  if (found.kind === 'centre') {
    const { counsellor: person } = found;
    const counsellor = person && { ...person, account: toText(person.account) };
    return { ...common, page: 'centre', centre: await centreProfile(tenant, found.id), counsellor };
  }
  const topic = common.topics.find((one) => one.code === code);
  const areas = await areasOfTopic(tenant, found.id, now);
  return topic && areas ? { ...common, page: 'topic', topic, areas } : nowhere;
}
