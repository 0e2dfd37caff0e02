import { registerPageScript, runPageScriptNow } from '../../lib/browser/page-script.ts';
import { hasHost } from '../../lib/browser/permissions.ts';
import { allowSignIn } from '../../lib/browser/sign-in-rule.ts';
import type { Settings } from '../../lib/domain/settings.ts';

/** Makes scripts and sign-in rules follow the set of torrent clients; `added` also runs in pages open now. */
export async function followHosts(settings: Settings, added?: string): Promise<void> {
  const addresses: string[] = [];
  for (const { address } of settings.clients) if (await hasHost(address)) addresses.push(address);
  await registerPageScript(addresses);
  const signIn = settings.clients.filter(
    (client) => client.access === 'password' && addresses.includes(client.address),
  );
  await allowSignIn(signIn.map((client) => client.address));
  if (added && addresses.includes(added)) await runPageScriptNow(added);
}
