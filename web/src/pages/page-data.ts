import type { Contract, Output } from '@beistand/contract';

export type PageTopic = Output<Contract['listTopics']>['topics'][number];

/** What the server tells a document before anyone signs in; all of it public. */
export type PageData = { organisation: string; topics: readonly PageTopic[] } & (
  | { page: 'home' }
  | { page: 'topic'; topic: PageTopic; areas: Output<Contract['topicAreas']> }
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
