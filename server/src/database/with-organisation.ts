import {
  CompiledQuery,
  type DatabaseConnection,
  Kysely,
  PostgresDialect,
  PostgresDriver,
  type Transaction,
} from 'kysely';
import type { Database } from './open.ts';
import type { Tables } from './tables.ts';

/** A transaction that sees one organisation's rows and no other's. */
export type OrganisationTransaction = Transaction<Tables>;

/** Begin and binding travel together, so the tenancy costs no round trip. */
class OrganisationDriver extends PostgresDriver {
  readonly #begin: CompiledQuery;

  constructor(pool: Database['pool'], organisation: string) {
    super({ pool });
    // `local` ends with the transaction: a pooled connection never carries it on. SET takes no parameters; the text
    // is hex of our own making.
    this.#begin = CompiledQuery.raw(`begin; set local app.organisation = '${organisation}'`);
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(this.#begin);
  }
}

class OrganisationDialect extends PostgresDialect {
  readonly #driver: OrganisationDriver;

  constructor(pool: Database['pool'], organisation: string) {
    super({ pool });
    this.#driver = new OrganisationDriver(pool, organisation);
  }

  override createDriver(): OrganisationDriver {
    return this.#driver;
  }
}

const bound = new WeakMap<Database, Map<string, Kysely<Tables>>>();

function bind(database: Database, organisation: string): Kysely<Tables> {
  const ofDatabase = bound.get(database) ?? new Map<string, Kysely<Tables>>();
  bound.set(database, ofDatabase);
  const known = ofDatabase.get(organisation);
  if (known) return known;
  const kysely = new Kysely<Tables>({ dialect: new OrganisationDialect(database.pool, organisation) });
  ofDatabase.set(organisation, kysely);
  return kysely;
}

/**
 * Runs `work` in one transaction bound to an organisation: the policies show and accept its rows alone. Commits when
 * `work` resolves; rolls back and rethrows when it throws. Throws also when `work` swallowed an error of the database,
 * because PostgreSQL has then rolled back.
 *
 * @param organisationId 16 bytes, from the host the request came to, never from its body
 */
export function withOrganisation<T>(
  database: Database,
  organisationId: Uint8Array,
  work: (transaction: OrganisationTransaction) => Promise<T>,
): Promise<T> {
  if (organisationId.length !== 16) throw new RangeError('an organisation id is 16 bytes');
  return bind(database, Buffer.from(organisationId).toString('hex')).transaction().execute(work);
}
