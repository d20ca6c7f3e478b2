/** German comes as Sie and as du: an address is a locale of its own, chosen per topic. */
export const locales = ['de', 'de-du', 'en'] as const;

export type Locale = (typeof locales)[number];

/** The complete locale: it defines which messages exist and what they take. */
export const baseLocale: Locale = 'de';

/** Where a message comes from that a locale lacks. */
export const fallbackOf = { 'de-du': 'de', en: 'de' } as const satisfies Partial<Record<Locale, Locale>>;

/** BCP 47 tag for `lang` and for the rules of `Intl`. */
export const languageOf: Record<Locale, string> = { de: 'de', 'de-du': 'de', en: 'en' };
