// Compiles common-passwords.txt: `node client/data/make-common-passwords.ts`. Shorter ones are refused by length.
import { writeFileSync } from 'node:fs';
import { dictionary } from '@zxcvbn-ts/language-common';

/** What people here would type: the source is English. */
const german = `passwort1234 passwort12345 passwort123456 passwortpasswort meinpasswort meinpasswort1 ichliebedich
ichliebedich1 ichhassedich hallohallo hallohallo1 hallohallo12 hallohallohallo schatzschatz schatzi12345
deutschland1 deutschland123 sonnenschein sonnenschein1 schmetterling schmetterling1 geheimgeheim
geheimnis123 willkommen12 willkommen123 willkommen1234 sommer2024sommer fussball1234 fussball12345
berlin123456 hamburg12345 muenchen1234 beratungsstelle onlineberatung beratung1234 beistand1234
qwertzuiopasd qwertzuiop123 qwertz123456 asdfghjklyxcv 1qay2wsx3edc 1qayxsw23edc passwortvergessen
keinpasswort keinpasswort1 nutellanutella lassmichrein ichbinich123 ichweissnicht schalke04schalke
borussiadortmund bayernmuenchen schatzimaus123 prinzessin12 prinzessin123 mausimausi12`;

/** Lower case, sorted, each at least 12 characters: the shortest password allowed. */
export function compileCommonPasswords(): string[] {
  const all = [...dictionary['passwords-common'], ...german.split(/\s+/)];
  return [...new Set(all.filter((word) => word.length >= 12).map((word) => word.toLowerCase()))].sort();
}

if (import.meta.main) {
  const file = new URL('common-passwords.txt', import.meta.url);
  writeFileSync(file, `${compileCommonPasswords().join('\n')}\n`);
}
