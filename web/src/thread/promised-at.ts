import type { OpenConversation } from '@beistand/client';

type Promised = Pick<OpenConversation, 'state' | 'frozen' | 'answerDueAt' | 'answeredAt'>;

/** By when the first answer is promised, also after somebody has accepted; null once it has come, or can't. */
export const promisedAt = ({ state, frozen, answerDueAt, answeredAt }: Promised): number | null =>
  state === 'orphan' || frozen !== null || answeredAt !== null ? null : answerDueAt;
