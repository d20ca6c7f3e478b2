import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const web = dirname(fileURLToPath(import.meta.resolve('@beistand/web/build')));

/** Where `build-once.ts` has put every screen in every state as a page of its own. */
export const pictures = (): string => process.env.SCREENS ?? '';
export const pictureNames = (): string[] =>
  readdirSync(pictures())
    .filter((file) => file.endsWith('.html'))
    .map((file) => file.slice(0, -'.html'.length))
    .sort();

/** Who opens an address on a real server. */
export type Live = 'anyone' | 'seeker' | 'lead' | 'administrator' | 'founder' | 'invited';

/** Whom an address is shown to, how it looks for them in pictures, and whether it is opened on a real server as well. */
type Route = {
  of: 'seekers' | 'staff';
  /** Beginnings of pictures' names. */
  pictures: string[];
  /** Opened in a browser by one of these. */
  live: Live[];
};
export const routes: Record<string, Route> = {
  home: { of: 'seekers', pictures: ['home'], live: ['anyone'] },
  topic: { of: 'seekers', pictures: ['topic'], live: ['anyone'] },
  centre: { of: 'seekers', pictures: ['centre'], live: ['anyone'] },
  help: { of: 'seekers', pictures: ['help'], live: ['anyone'] },
  nowhere: { of: 'seekers', pictures: ['nowhere', 'unavailable'], live: ['anyone'] },
  '/w': { of: 'seekers', pictures: ['write', 'way-back', 'no-writing'], live: ['anyone'] },
  '/n': { of: 'seekers', pictures: ['next'], live: ['seeker'] },
  '/k': { of: 'seekers', pictures: ['conversation'], live: ['seeker'] },
  '/s': { of: 'seekers', pictures: ['sign-in'], live: ['anyone'] },
  '/b': { of: 'staff', pictures: ['staff-sign-in', 'desk'], live: ['lead'] },
  '/b/centre': { of: 'staff', pictures: ['open'], live: ['lead'] },
  '/b/centre/found': { of: 'staff', pictures: ['found'], live: ['founder'] },
  '/b/centre/people': { of: 'staff', pictures: ['let-in'], live: ['lead'] },
  '/b/centre/keys': { of: 'staff', pictures: ['custody'], live: ['lead'] },
  '/b/centre/paper': { of: 'staff', pictures: ['paper'], live: ['lead'] },
  '/b/centre/sheet': { of: 'staff', pictures: ['sheet'], live: ['lead'] },
  '/b/centre/check': { of: 'staff', pictures: ['check'], live: ['lead'] },
  '/b/centre/offer': { of: 'staff', pictures: ['offer'], live: ['lead'] },
  '/b/administration': { of: 'staff', pictures: ['administration'], live: ['administrator'] },
  '/i/:invitation': { of: 'staff', pictures: ['invitation'], live: ['invited'] },
};

const source = (path: string) => readFileSync(join(web, 'src', path), 'utf8');
const found = (path: string, pattern: RegExp) => [...source(path).matchAll(pattern)].map(([, name]) => name!);

/** Every address the web client answers, read where it decides what an address shows. */
export const addresses = (): string[] => [
  ...found('pages/page-data.ts', /page: '(\w+)'/g).filter((page) => page !== 'app'),
  'nowhere',
  ...found('account/seeker.ts', /'(\/[a-z])'/g),
  ...found('counselling/routes.tsx', /(?:case|path ===) '(\/b[/a-z-]*)'/g),
  '/i/:invitation',
];

export const routeOf = (picture: string): string | undefined =>
  Object.keys(routes).find((route) =>
    routes[route]!.pictures.some((start) => picture === start || picture.startsWith(`${start}-`)),
  );
