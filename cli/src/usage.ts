/** A command nobody could carry out as it was written: exit code 2, and the usage below what is wrong with it. */
export class Misuse extends Error {}

export const usage = `Usage
  npm run beistand -- organisation add NAME --host HOST [--default]
      Adds an organisation that answers at HOST. With --default it also answers at every host nobody has.
  npm run beistand -- invite --admin ORGANISATION
      Prints a link that makes whoever opens it first an administrator of that organisation. It works once, for 7 days.
  npm run beistand -- help

The same environment as "npm run serve": ORIGIN, DATA_DIR, SECRETS_FILE, and DATABASE_URL for a database elsewhere.
A running server may keep running.
`;
