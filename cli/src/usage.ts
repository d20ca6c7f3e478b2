/** A command nobody could carry out as it was written: exit code 2, and the usage below what is wrong with it. */
export class Misuse extends Error {}

export const usage = `Usage: npm run beistand -- COMMAND

On the server, in the environment of "npm run serve" (ORIGIN, DATA_DIR, SECRETS_FILE, DATABASE_URL for a database
elsewhere), as the same user. A running server may keep running.

  organisation add NAME --host HOST [--default]
      Adds an organisation that answers at HOST. With --default it also answers at every host nobody has.
  organisation list
  organisation host add NAME HOST [--default]
  organisation host remove HOST
  invite --admin ORGANISATION
      Prints a link that makes whoever opens it first an administrator of that organisation. It works once, for 7 days.
  administrator list ORGANISATION
  administrator remove ORGANISATION ID
      Ends the right of the administrator ID, of whom the list shows it, their sessions and the links they made.

From anywhere, with ORIGIN alone. The phrase of the administrator NAME is asked for, or read from standard input:

  topic add TITLE --as NAME --promise-hours HOURS
      [--short TEXT] [--description TEXT] [--icon receipt-euro] [--address sie|du]
      HOURS are the centre's opening hours until a person answers. A topic of that title stays as it is.
  centre add NAME --as NAME --state DE-BW --open "mo-fr 09:00-17:00" --area 79098-79117 --phone PHONE
      [--street TEXT] [--postcode CODE] [--city TEXT] [--time-zone Europe/Berlin] [--topic TITLE]
      Makes a draft, or brings the draft of that name up to date, and prints the link for its lead. --open, --area
      and --topic may be given several times; without --topic it serves all topics.
`;
