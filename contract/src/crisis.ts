/** Whom to call at once, shown within one tap on every seeker page. */
export interface CrisisNumber {
  /** As people read it. */
  number: string;
  /** For `tel:`; 0800 and short numbers only work inside Germany, so no country code. */
  dial: string;
  name: { de: string };
  /** When to call this one, in plain words. */
  about: { de: string };
}

/**
 * Germany's numbers, the default an organisation may replace. All free of charge, day and night, except where `about` says
 * otherwise. `reviewedAt` is the day the list was last gone through; it is due again after `reviewMonths`.
 */
export const crisisHelp: { reviewedAt: string; reviewMonths: number; numbers: readonly CrisisNumber[] } = {
  reviewedAt: '2026-11-24',
  reviewMonths: 6,
  numbers: [
    {
      number: '112',
      dial: '112',
      name: { de: 'Notruf' },
      about: { de: 'Wenn ein Leben in Gefahr ist' },
    },
    {
      number: '0800 1110111',
      dial: '08001110111',
      name: { de: 'TelefonSeelsorge' },
      about: { de: 'Wenn Sie jetzt mit jemandem sprechen möchten' },
    },
    {
      number: '0800 1110222',
      dial: '08001110222',
      name: { de: 'TelefonSeelsorge' },
      about: { de: 'Wenn Sie jetzt mit jemandem sprechen möchten' },
    },
    {
      number: '116 123',
      dial: '116123',
      name: { de: 'TelefonSeelsorge' },
      about: { de: 'Wenn Sie jetzt mit jemandem sprechen möchten' },
    },
    {
      number: '116 016',
      dial: '116016',
      name: { de: 'Hilfetelefon Gewalt gegen Frauen' },
      about: { de: 'Wenn Ihnen jemand Gewalt antut oder damit droht' },
    },
    {
      number: '116 111',
      dial: '116111',
      name: { de: 'Nummer gegen Kummer' },
      about: { de: 'Für Kinder und Jugendliche, montags bis samstags von 14 bis 20 Uhr' },
    },
    {
      number: '0800 1239900',
      dial: '08001239900',
      name: { de: 'Hilfetelefon Gewalt an Männern' },
      about: {
        de: 'Wenn Ihnen jemand Gewalt antut oder damit droht, montags bis donnerstags von 8 bis 20 Uhr, freitags bis 15 Uhr',
      },
    },
  ],
};
