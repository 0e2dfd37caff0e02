import { type ErrorCode, failureOf } from '../domain/errors.ts';
import { readWebAddress } from '../domain/web-address.ts';
import type { CheckStep, ClientCheck, NewClient } from '../messages/contract.ts';
import type { TorrentClient } from '../ports/torrent-client.ts';

const checkMs = 25_000;

/** What a connection test needs from the edge. */
export interface ClientCheckDeps {
  readonly allowed: (address: string) => Promise<boolean>;
  /** Lets our sign-in through to this address; called before a password is tried there. */
  readonly allowSignIn: (address: string) => Promise<void>;
  /** `undefined` for a kind that is not known. */
  readonly connect: (client: NewClient, secret: string | null) => TorrentClient | undefined;
}

/** Address of a web UI as somebody typed or copied it, ending in `/`; `null` if it is no web address. */
export function clientAddress(typed: string): string | null {
  const url = readWebAddress(typed);
  if (!url) return null;
  const folder = url.pathname.replace(/[^/]*\.html?$/i, '').replace(/\/*$/, '/');
  return `${url.origin}${folder}`;
}

/**
 * Tests a torrent client step by step: address → permission → it answers and is that client → signed in → its list of
 * torrents. A wrong password is tried exactly once.
 */
export async function checkClient(
  deps: ClientCheckDeps,
  client: NewClient,
  secret: string | null,
): Promise<ClientCheck> {
  const steps: CheckStep[] = [];
  const pass = (step: CheckStep['step'], found: string | null = null): void => {
    steps.push({ step, ok: true, code: null, found });
  };
  const fail = (step: CheckStep['step'], code: ErrorCode): ClientCheck => {
    steps.push({ step, ok: false, code, found: null });
    return { steps, ok: false };
  };
  const address = clientAddress(client.address);
  if (!address) return fail('address', 'URL_INVALID');
  pass('address', address);
  if (!(await deps.allowed(address))) return fail('permission', 'PERMISSION_MISSING');
  pass('permission');
  if (client.access === 'password') await deps.allowSignIn(address);
  const torrentClient = deps.connect({ ...client, address }, secret);
  if (!torrentClient) return fail('is-client', 'CLIENT_UNKNOWN');
  const signal = AbortSignal.timeout(checkMs);
  try {
    const { version } = await torrentClient.identify(signal);
    pass('reachable');
    pass('is-client', version);
    pass('signed-in');
  } catch (error) {
    const { code } = failureOf(error, 'check.client');
    const step = stepOf(code);
    if (step !== 'reachable') pass('reachable');
    return fail(step, code);
  }
  try {
    const complete = await torrentClient.listCompleted(signal);
    pass('torrents', String(complete.length));
    return { steps, ok: true };
  } catch (error) {
    return fail('torrents', failureOf(error, 'check.torrents').code);
  }
}

function stepOf(code: ErrorCode): CheckStep['step'] {
  if (code === 'UNREACHABLE' || code === 'TIMED_OUT') return 'reachable';
  return code.startsWith('CLIENT_') && code !== 'CLIENT_UNKNOWN' ? 'signed-in' : 'is-client';
}
