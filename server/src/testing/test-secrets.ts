import { makeSecrets, type SecretsOfInstallation, secretsOf } from '../secrets.ts';

/** Secrets as a first start makes them, without a file. */
export const testSecrets = async (): Promise<SecretsOfInstallation> => secretsOf(await makeSecrets());
