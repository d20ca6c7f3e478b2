import type { PasswordFlaw } from '@beistand/client';
import type { Texts } from '../text/generated/texts.ts';

/** Why a password isn't taken, and what makes it good. */
export const sayFlaw = (t: Texts['seeking-help'], flaw: PasswordFlaw): string =>
  ({
    TOO_SHORT: t.passwordShort,
    TOO_LONG: t.passwordLong,
    COMMON: t.passwordCommon,
    NAME: t.passwordName,
    UNREADABLE: t.passwordUnreadable,
  })[flaw];
