import { registerPageScript, runPageScriptNow } from '../../lib/browser/page-script.ts';
import { hasHost } from '../../lib/browser/permissions.ts';
import { allowSignIn } from '../../lib/browser/sign-in-rule.ts';
import type { Settings } from '../../lib/domain/settings.ts';

let turn: Promise<unknown> = Promise.resolve();

/**
 * Makes scripts and sign-in rules follow the set of torrent clients; `added` also runs in pages open now. Calls wait
 * for each other: a permission and the client it was given for come at nearly the same time, and two that ask what is
 * registered before either has changed it end in an error, or in the older of the two sets.
 */
export function followHosts(settings: Settings, added?: string): Promise<void> {
  const next = turn.then(() => follow(settings, added));
  turn = next.catch(() => undefined);
  return next;
}

async function follow(settings: Settings, added?: string): Promise<void> {
  const addresses: string[] = [];
  for (const { address } of settings.clients) if (await hasHost(address)) addresses.push(address);
  await registerPageScript(addresses);
  const signIn = settings.clients.filter(
    (client) => client.access === 'password' && addresses.includes(client.address),
  );
  await allowSignIn(signIn.map((client) => client.address));
  if (added && addresses.includes(added)) await runPageScriptNow(added);
}
