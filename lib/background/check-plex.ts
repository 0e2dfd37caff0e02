import { type ErrorCode, failureOf, OperationError } from '../domain/errors.ts';
import type { ServerSettings } from '../domain/settings.ts';
import { readWebAddress } from '../domain/web-address.ts';
import type { CheckStep, PlexCheck } from '../messages/contract.ts';
import type { PlexServer } from '../ports/plex-server.ts';

const checkMs = 12_000;

/** What a connection test needs from the edge. */
export interface PlexCheckDeps {
  readonly allowed: (address: string) => Promise<boolean>;
  /** Who answers at an address; sends no token. */
  readonly identify: (
    address: string,
    signal: AbortSignal,
  ) => Promise<{ readonly machineIdentifier: string; readonly version: string }>;
  /** Why nothing answers there, as far as it can be inferred. */
  readonly cause?: (address: string) => Promise<ErrorCode>;
  readonly server: (settings: ServerSettings, token: string) => PlexServer;
  /** The stored token of a server. */
  readonly storedToken: (machineIdentifier: string) => Promise<string | null>;
}

/** `http(s)://host[:port][/prefix]` of what somebody typed, without a slash at the end; `null` if it is no web address. */
export function plexAddress(typed: string): string | null {
  const url = readWebAddress(typed);
  if (!url) return null;
  const path = url.pathname.replace(/\/web(?:\/index\.html)?\/?$/, '').replace(/\/+$/, '');
  return `${url.origin}${path}`;
}

/**
 * Tests a Plex server step by step and stops at the first step that fails: address → permission → reachable → is it
 * Plex → the same server as before → token → libraries. The token is sent only after the server has said who it is.
 */
export async function checkPlex(
  deps: PlexCheckDeps,
  request: {
    readonly address: string;
    readonly token: string | null;
    readonly machineIdentifier: string | null;
  },
): Promise<PlexCheck> {
  const steps: CheckStep[] = [];
  const pass = (step: CheckStep['step'], found: string | null = null): void => {
    steps.push({ step, ok: true, code: null, found });
  };
  const fail = (step: CheckStep['step'], code: ErrorCode, found: string | null = null): PlexCheck => {
    steps.push({ step, ok: false, code, found });
    return { steps, server: null };
  };
  const signal = AbortSignal.timeout(checkMs);
  const address = plexAddress(request.address);
  if (!address) return fail('address', 'URL_INVALID');
  pass('address', address);
  if (!(await deps.allowed(address))) return fail('permission', 'PERMISSION_MISSING');
  pass('permission');
  let identity: Awaited<ReturnType<PlexCheckDeps['identify']>>;
  try {
    identity = await deps.identify(address, signal);
  } catch (error) {
    const { code } = failureOf(error, 'check.identity');
    if (code === 'UNREACHABLE') return fail('reachable', (await deps.cause?.(address)) ?? code);
    const answered = code === 'NOT_PLEX' || code === 'UNEXPECTED_ANSWER' || code === 'REDIRECTED';
    if (!answered) return fail('reachable', code);
    pass('reachable');
    return fail('is-plex', code === 'UNEXPECTED_ANSWER' ? 'NOT_PLEX' : code);
  }
  pass('reachable');
  pass('is-plex', identity.version);
  const { machineIdentifier } = identity;
  if (request.machineIdentifier && request.machineIdentifier !== machineIdentifier) {
    return fail('same-server', 'WRONG_SERVER', machineIdentifier);
  }
  const token = request.token?.trim() || (await deps.storedToken(machineIdentifier));
  if (!token) return fail('token', 'TOKEN_MISSING');
  const candidate = { machineIdentifier, address, name: '', version: identity.version };
  const plex = deps.server(candidate, token);
  let step: CheckStep['step'] = 'token';
  try {
    const described = await plex.describe(signal);
    pass('token', described.name);
    step = 'libraries';
    const sections = await plex.sections(signal);
    if (sections.length === 0) throw new OperationError('NO_LIBRARIES', { operation: 'check.libraries' });
    pass('libraries', String(sections.length));
    const { name, version, owned } = described;
    return { steps, server: { ...candidate, name, version, ...(owned === false && { isShared: true }) } };
  } catch (error) {
    return fail(step, failureOf(error, 'check').code);
  }
}
