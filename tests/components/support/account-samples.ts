import type { AccountServer, ProbedAddress } from '../../../lib/domain/account-server.ts';
import type { AccountView, ServerProbe } from '../../../lib/messages/contract.ts';
import { machineIdentifier, server } from './samples.ts';

const direct = (host: string): string => `https://${host}.0123456789abcdef0123456789abcdef.plex.direct:32400`;

/** One's own, as plex.tv lists it. */
export const ownServer: AccountServer = {
  machineIdentifier,
  name: server.name,
  version: server.version,
  owned: true,
  ownerName: null,
  isOnline: true,
  addresses: [
    { address: direct('192-168-1-20'), reach: 'local' },
    { address: 'http://192.168.1.20:32400', reach: 'local' },
    { address: direct('203-0-113-7'), reach: 'remote' },
    { address: direct('198-51-100-9').replace('32400', '8443'), reach: 'relay' },
  ],
};

export const secondServer: AccountServer = {
  ...ownServer,
  machineIdentifier: 'a'.repeat(40),
  name: 'Attic',
  isOnline: false,
};

/** Somebody else's. */
export const sharedServer: AccountServer = {
  ...ownServer,
  machineIdentifier: 'b'.repeat(40),
  name: 'Grandfather’s collection of early talkies',
  owned: false,
  ownerName: 'Grandfather',
};

const user = { id: '7', name: 'Ada', thumb: null };

export const signedIn = (...servers: readonly AccountServer[]): AccountView => ({
  state: { kind: 'done', user, servers },
  account: { user, servers },
  isLost: false,
});

export const lostSignIn = (...servers: readonly AccountServer[]): AccountView => ({
  ...signedIn(...servers),
  isLost: true,
});

/** A code that was made this long ago. */
export const waiting = (agoMs = 28_000): AccountView => ({
  state: {
    kind: 'waiting',
    code: '5f0c1e9a7b3d2846f0c1e9a7b',
    expiresAtMs: Date.now() + 900_000 - agoMs,
    url: 'https://app.plex.tv/auth#?code=5f0c1e9a7b3d2846f0c1e9a7b',
    trouble: null,
  },
  account: null,
  isLost: false,
});

const took = [12, 9, 148, 412];
const probedWith = (codes: readonly ProbedAddress['code'][]): readonly ProbedAddress[] =>
  ownServer.addresses.map((one, at) => {
    const code = codes[at] ?? null;
    return { ...one, code, tookMs: took[at] ?? 0, version: code ? null : server.version };
  });

const [home, plain, away, relay] = ownServer.addresses.map(({ address }) => address) as [
  string,
  string,
  string,
  string,
];

/** Everything works but what the browser was not asked for. */
export const wellProbed: ServerProbe = {
  probed: probedWith([null, 'PERMISSION_MISSING', null, null]),
  usable: [home, away, relay],
  withHttp: [],
};

/** A router that keeps names of plex.direct from being found. */
export const onlyPlain: ServerProbe = {
  probed: probedWith(['UNREACHABLE', null, 'TIMED_OUT', 'WRONG_SERVER']),
  usable: [],
  withHttp: [plain],
};

/** Before the browser was asked for http. */
export const noneSecure: ServerProbe = {
  probed: probedWith(['UNREACHABLE', 'PERMISSION_MISSING', 'TIMED_OUT', 'UNREACHABLE']),
  usable: [],
  withHttp: [],
};
