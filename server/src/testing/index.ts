export { type DumpedCredential, guess, guessesAround, makeOwnSetup, quickTwin } from './dump-guess.ts';
export { type FreshDatabase, freshDatabase } from './fresh-database.ts';
export { startTestServer, type TestServer } from './start-server.ts';
export { testSecrets } from './test-secrets.ts';
