export { dataHome } from './data-home.ts';
export { type Embedded, startEmbedded } from './embedded.ts';
export { migrate } from './migrate.ts';
export { type Connection, type Database, openDatabase, type Role } from './open.ts';
export { withOrganisation } from './with-organisation.ts';
