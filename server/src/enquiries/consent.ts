import { type ConsentLocale, consentTexts, consentVersion } from '@beistand/contract';
import { refuse } from '../http/refuse.ts';

const locales = Object.keys(consentTexts) as ConsentLocale[];
const versions = Promise.all(
  locales.map(async (locale) => Buffer.from(await consentVersion(locale), 'hex').toString('base64url')),
);

/** Throws `TEXT` unless the version is that of a text shown today, in any language. */
export async function refuseOtherTexts(version: string): Promise<void> {
  if (!(await versions).includes(version)) refuse('TEXT');
}
