import type { AccountServer, ServerAddress } from '../domain/account-server.ts';
import { OperationError } from '../domain/errors.ts';
import type { AccountView, RequestName, Requests, ServerProbe } from '../messages/contract.ts';
import type { AccountServers } from './account-servers.ts';
import { checkPlex, type PlexCheckDeps, plexAddress } from './check-plex.ts';
import { type KeepServerDeps, keepServer } from './keep-server.ts';
import { type ProbeDeps, probeConnections } from './probe-connections.ts';
import { usableConnections } from './rank-connections.ts';
import type { SignInJob } from './sign-in-job.ts';
import type { WatchLease } from './watch-lease.ts';

const listMs = 20_000;
const probeMs = 10_000;

/** The account at plex.tv, as far as pages may ask about it. */
export interface AccountDeps {
  readonly job: SignInJob;
  readonly lease: Pick<WatchLease, 'renew'>;
  /** The account's servers, with their tokens. */
  readonly listed: AccountServers;
  readonly probe: ProbeDeps;
}

export interface AnswerAccountDeps extends KeepServerDeps {
  readonly account: AccountDeps;
  readonly plexCheck: PlexCheckDeps;
}

type Handlers = {
  [Name in RequestName]: (request: Requests[Name]['request']) => Promise<Requests[Name]['response']>;
};

/** Signing in with plex.tv, and the servers of the account. */
export function accountHandlers(deps: AnswerAccountDeps) {
  const { job, lease, listed } = deps.account;
  return {
    'account.read': () => job.read(),
    'account.watch': () => {
      lease.renew();
      return job.read();
    },
    'account.start': async () => {
      await job.start();
      return job.read();
    },
    'account.cancel': async () => {
      await job.cancel();
      return job.read();
    },
    'account.list': async () => {
      const { servers } = await listed.read(AbortSignal.timeout(listMs), true);
      await job.listed(servers);
      return job.read();
    },
    'account.probe': async ({ machineIdentifier, ownAddress }) => {
      const server = serverIn(await job.read(), machineIdentifier, 'account.probe');
      return probe(deps, machineIdentifier, addressesOf(server, ownAddress));
    },
    'account.use': (request) => use(deps, request),
    'account.signOut': async () => {
      const revoked = await job.signOut();
      listed.forget();
      await deps.overview.update();
      return { revoked, view: await job.read() };
    },
  } satisfies Partial<Handlers>;
}

async function probe(
  { account }: AnswerAccountDeps,
  machineIdentifier: string,
  addresses: readonly ServerAddress[],
): Promise<ServerProbe> {
  const signal = AbortSignal.timeout(probeMs);
  const probed = await probeConnections(account.probe, machineIdentifier, addresses, signal);
  const usable = usableConnections(probed, false).map(({ address }) => address);
  const withHttp = usableConnections(probed, true)
    .map(({ address }) => address)
    .filter((address) => !usable.includes(address));
  return { probed, usable, withHttp };
}

async function use(
  deps: AnswerAccountDeps,
  { machineIdentifier, address, ownAddress, allowHttp }: Requests['account.use']['request'],
): Promise<Requests['account.use']['response']> {
  const operation = 'account.use';
  const { servers, tokens } = await deps.account.listed.read(AbortSignal.timeout(listMs));
  const server = servers.find((one) => one.machineIdentifier === machineIdentifier);
  const addresses = server && addressesOf(server, ownAddress).filter((one) => one.address === address);
  const known = addresses?.map((one) => ({ ...one, code: null, tookMs: 0, version: null })) ?? [];
  // a token over http only where the person has agreed to it
  if (!server || usableConnections(known, allowHttp).length === 0) {
    throw new OperationError('NOT_FOUND', { operation });
  }
  const token = tokens.get(machineIdentifier) ?? null;
  const check = await checkPlex(deps.plexCheck, { address, token, machineIdentifier });
  if (!check.server) return check;
  const own = ownAddress === null ? null : plexAddress(ownAddress);
  const kept = {
    ...check.server,
    isShared: !server.owned,
    ...(own !== null && { ownAddress: own }),
    ...(allowHttp && { allowHttp }),
  };
  await keepServer(deps, kept, token);
  return { ...check, server: kept };
}

/** @throws OperationError `NOT_FOUND` for a server that is not of this account (any more). */
function serverIn({ account }: AccountView, machineIdentifier: string, operation: string): AccountServer {
  const server = account?.servers.find((one) => one.machineIdentifier === machineIdentifier);
  if (!server) throw new OperationError('NOT_FOUND', { operation });
  return server;
}

/** The person's own first, unless it is one of those that plex.tv knows. */
function addressesOf({ addresses }: AccountServer, ownAddress: string | null): readonly ServerAddress[] {
  const own = ownAddress === null ? null : plexAddress(ownAddress);
  if (own === null) return addresses;
  return [{ address: own, reach: 'own' }, ...addresses.filter(({ address }) => address !== own)];
}
