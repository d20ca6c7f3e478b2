import { type Contract, consentTexts, consentVersion } from '@beistand/contract';
import type { Handler } from '../http/asked.ts';

const locale = 'de';

export const consentText: Handler<Contract['consentText']> = async () => ({
  locale,
  version: Buffer.from(await consentVersion(locale), 'hex').toString('base64url'),
  text: consentTexts[locale],
});
