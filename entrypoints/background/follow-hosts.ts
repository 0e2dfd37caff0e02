import { setOwnOrigin } from '../../lib/browser/own-origin-rule.ts';
import { registerPageScript, runPageScriptNow } from '../../lib/browser/page-script.ts';
import { hasHost } from '../../lib/browser/permissions.ts';
import type { Settings } from '../../lib/domain/settings.ts';

let turn: Promise<unknown> = Promise.resolve();
/** Clients that are kept and may be asked by POST, and those that are being tried before they are kept. */
let kept: readonly string[] = [];
const tried = new Set<{ readonly address: string }>();

function inTurn(work: () => Promise<void>): Promise<void> {
  const next = turn.then(work);
  turn = next.catch(() => undefined);
  return next;
}

/**
 * Makes scripts and origin rules follow the set of torrent clients; `added` also runs in pages open now. Calls wait
 * for each other: a permission and the client it was given for come at nearly the same time, and two that ask what is
 * registered before either has changed it end in an error, or in the older of the two sets.
 */
export const followHosts = (settings: Settings, added?: string): Promise<void> =>
  inTurn(async () => {
    const addresses = await follow(settings);
    if (added && addresses.includes(added)) await runPageScriptNow(added);
  });

/** The same, and runs in all pages of theirs that are open: an update leaves the older script there, cut off. */
export const followHostsEverywhere = (settings: Settings): Promise<void> =>
  inTurn(async () => {
    for (const address of await follow(settings)) await runPageScriptNow(address);
  });

/**
 * Lets a client be tried at an address that is not kept yet, until what this gives back is called. Whatever follows
 * the hosts meanwhile leaves that alone: the permission for the same address brings exactly that about.
 */
export async function letClientBeTried(address: string): Promise<() => Promise<void>> {
  const trial = { address };
  tried.add(trial);
  await inTurn(setRules);
  return () => {
    tried.delete(trial);
    return inTurn(setRules);
  };
}

const setRules = (): Promise<void> => setOwnOrigin([...kept, ...[...tried].map((trial) => trial.address)]);

/** Gives back where the script runs. */
async function follow(settings: Settings): Promise<readonly string[]> {
  const addresses: string[] = [];
  for (const { address } of settings.clients) if (await hasHost(address)) addresses.push(address);
  const hidden = settings.clients.filter(({ hidesBadges }) => hidesBadges).map(({ address }) => address);
  const shown = addresses.filter((address) => !hidden.includes(address));
  await registerPageScript(shown);
  const withCookies = settings.clients.filter(
    (client) => client.access !== 'api-key' && addresses.includes(client.address),
  );
  kept = withCookies.map((client) => client.address);
  await setRules();
  return shown;
}
