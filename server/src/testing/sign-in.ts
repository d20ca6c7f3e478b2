// The browser's half of registering and signing in, as far as the server can tell.
import { toBase64url } from '@beistand/wire';
import { client, ready } from '@serenity-kit/opaque';
import type { Database } from '../database/open.ts';
import { inviteAdministrator } from '../organisations/operator.ts';
import { Browser } from './browser.ts';
import type { House, Houses } from './houses.ts';
import { type Identity, newIdentity } from './identity.ts';
import { keyStretching, type NewAccount, newAccount, newName, password } from './registration.ts';

export type Registered = { browser: Browser; identity: Identity; name: string; account: NewAccount };

/** Somebody with a password of their own, registered through the endpoints. */
export async function register(
  { app }: Pick<Houses, 'app'>,
  { host }: Pick<House, 'host'>,
  owner: Database,
  organisation = 'Lindenwerk',
  change: (account: NewAccount) => NewAccount = (account) => account,
): Promise<Registered> {
  const browser = new Browser(app, host);
  const identity = await newIdentity(2);
  const name = newName();
  const invitation = (await inviteAdministrator(owner, organisation))!;
  const account = change(await newAccount(browser, identity, name));
  await browser.ask('redeemInvitation', {
    invitation: toBase64url(invitation.invitation),
    account,
    name: 'Franz Vogel',
    mac: null,
  });
  return { browser, identity, name, account };
}

/** Up to KE3, which is made even from an answer that proves nothing. */
export async function startLogin(browser: Browser, name: string, typed = password) {
  await ready;
  const { clientLoginState, startLoginRequest } = client.startLogin({ password: typed });
  const { ke2, login } = await browser.ask('loginStart', { name, ke1: startLoginRequest });
  const { instance } = await browser.ask('organisation', {});
  const finished = client.finishLogin({
    clientLoginState,
    loginResponse: ke2,
    password: typed,
    identifiers: { server: `ccp1:${instance}` },
    keyStretching,
  });
  return { login, ke2, ke3: finished?.finishLoginRequest ?? 'A'.repeat(86) };
}

export async function signIn(browser: Browser, name: string, typed = password) {
  const { login, ke3 } = await startLogin(browser, name, typed);
  return browser.ask('loginFinish', { login, ke3 });
}
