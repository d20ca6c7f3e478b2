import { accounts } from './endpoints/accounts.ts';
import { centres } from './endpoints/centres.ts';
import { conversations } from './endpoints/conversations.ts';
import { files } from './endpoints/files.ts';
import { groups } from './endpoints/groups.ts';
import { messages } from './endpoints/messages.ts';
import { organisations } from './endpoints/organisations.ts';
import { threads } from './endpoints/threads.ts';
import { vault } from './endpoints/vault.ts';

/** Everything the server can be asked, by name. */
export const contract = {
  ...organisations,
  ...accounts,
  ...centres,
  ...conversations,
  ...files,
  ...groups,
  ...messages,
  ...threads,
  ...vault,
};
export type Contract = typeof contract;

export { charactersIn, mostCharacters } from './characters.ts';
export { type CrisisNumber, crisisHelp } from './crisis.ts';
export type { Audience, Call, Endpoint, Input, Output, Params, Query } from './endpoint.ts';
export type { VaultReason } from './endpoints/vault.ts';
export { type Limits, limits, type Rate } from './limits.ts';
export { livePath, type Notice, notice } from './live.ts';
export { type RefusalBody, type RefusalCode, refusals } from './refusals.ts';
export {
  type Area,
  type AreaList,
  type FoundCentre,
  type FoundReason,
  findCentre,
  type ListedCentre,
  readPostcode,
} from './rules/find-centre.ts';
export { plainName } from './rules/plain-name.ts';
export { answerDueAt, type Calendar, isOpenAt } from './rules/promise.ts';
export { isLine } from './shapes.ts';
export { type ConsentLocale, consentTexts, consentVersion } from './texts/consent.ts';
export { crisisWords, wordsForTopic } from './texts/topic-words.ts';
