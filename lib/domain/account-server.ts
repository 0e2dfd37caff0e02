import type { ErrorCode } from './errors.ts';

/** One way to reach a server, as a person or plex.tv knows it. */
export interface ServerAddress {
  /** `http(s)://host[:port][/prefix]`, without a slash at the end. */
  readonly address: string;
  /** `own`: typed by the person. A relay of Plex's passes on some 2 Mbit/s. */
  readonly reach: 'own' | 'local' | 'remote' | 'relay';
}

/** What came of asking at one address who is there. */
export interface ProbedAddress extends ServerAddress {
  /** `null`: the right server answered. */
  readonly code: ErrorCode | null;
  /** How long the answer took, in milliseconds. */
  readonly tookMs: number;
  /** Version of the server, where one answered. */
  readonly version: string | null;
}

/** A server that the account may use. Holds no secret. */
export interface AccountServer {
  readonly machineIdentifier: string;
  readonly name: string;
  readonly version: string;
  /** `false`: somebody shares it with this account, which may look but not scan. */
  readonly owned: boolean;
  /** Whose server it is, when it is not one's own. */
  readonly ownerName: string | null;
  /** plex.tv has heard from it lately; no more than a hint. */
  readonly isOnline: boolean;
  readonly addresses: readonly ServerAddress[];
}

/** The person behind an account. The e-mail address is not kept. */
export interface AccountUser {
  readonly id: string;
  readonly name: string;
  /** `https` address of the picture. */
  readonly thumb: string | null;
}
