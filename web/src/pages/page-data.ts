import type { Contract, Output } from '@beistand/contract';

type Topic = Output<Contract['listTopics']>['topics'][number];

/** What the server tells a document before anyone signs in; all of it public. */
export type PageData = { organisation: string; topics: readonly Topic[] } & (
  | { page: 'home' }
  | { page: 'topic'; topic: Topic; areas: Output<Contract['topicAreas']> }
  | { page: 'centre'; centre: Output<Contract['centre']> }
  | { page: 'help' }
  | { page: 'app' }
);
