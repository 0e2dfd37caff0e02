import { type ErrorCode, failureOf } from '../domain/errors.ts';
import { readWebAddress } from '../domain/web-address.ts';
import type { CheckStep, ClientCheck, NewClient } from '../messages/contract.ts';
import type { TorrentClient } from '../ports/torrent-client.ts';

const checkMs = 25_000;

/** What a connection test needs from the edge. */
export interface ClientCheckDeps {
  readonly allowed: (address: string) => Promise<boolean>;
  /** Lets our POSTs through to this address before it is kept; what it gives back ends that. */
  readonly allowPosts: (address: string) => Promise<() => Promise<void>>;
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
  const result = new Steps();
  const address = clientAddress(client.address);
  if (!address) return result.fail('address', 'URL_INVALID');
  result.pass('address', address);
  if (!(await deps.allowed(address))) return result.fail('permission', 'PERMISSION_MISSING');
  result.pass('permission');
  const endTrial = client.access !== 'api-key' ? await deps.allowPosts(address) : undefined;
  try {
    const torrentClient = deps.connect({ ...client, address }, secret);
    if (!torrentClient) return result.fail('is-client', 'CLIENT_UNKNOWN');
    return await tryOut(torrentClient, result);
  } finally {
    await endTrial?.();
  }
}

async function tryOut(torrentClient: TorrentClient, result: Steps): Promise<ClientCheck> {
  const signal = AbortSignal.timeout(checkMs);
  try {
    const { version } = await torrentClient.identify(signal);
    result.pass('reachable');
    result.pass('is-client', version);
    result.pass('signed-in');
  } catch (error) {
    const { code } = failureOf(error, 'check.client');
    const step = stepOf(code);
    if (step !== 'reachable') result.pass('reachable');
    return result.fail(step, code);
  }
  try {
    const complete = await torrentClient.listCompleted(signal);
    result.pass('torrents', String(complete.length));
    return { steps: result.all, ok: true };
  } catch (error) {
    return result.fail('torrents', failureOf(error, 'check.torrents').code);
  }
}

/** The steps taken so far, in order. */
class Steps {
  readonly all: CheckStep[] = [];

  pass(step: CheckStep['step'], found: string | null = null): void {
    this.all.push({ step, ok: true, code: null, found });
  }

  fail(step: CheckStep['step'], code: ErrorCode): ClientCheck {
    this.all.push({ step, ok: false, code, found: null });
    return { steps: this.all, ok: false };
  }
}

function stepOf(code: ErrorCode): CheckStep['step'] {
  if (code === 'UNREACHABLE' || code === 'TIMED_OUT') return 'reachable';
  if (code === 'CLIENT_NOT_ALLOWED') return 'reachable';
  const isOther = code === 'CLIENT_UNKNOWN' || code === 'CLIENT_TOO_OLD';
  return code.startsWith('CLIENT_') && !isOther ? 'signed-in' : 'is-client';
}
