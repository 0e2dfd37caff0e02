import { OperationError } from '../../domain/errors.ts';
import type { Http } from '../../http/http.ts';
import type { ClientConnection } from '../../ports/torrent-client.ts';
import { signInRefusal } from './refusals.ts';

const operation = 'client.sign-in';

/**
 * Signs in with a password, at most once with one that was refused: five failures ban this computer for an hour, its
 * owner included. A refused password is remembered as a hash for as long as this object lives; beyond that, whoever
 * gets `CLIENT_PASSWORD_WRONG` or `CLIENT_BANNED` must not ask again until a person has acted.
 *
 * Errors: `CLIENT_LOGIN` (no password kept), `CLIENT_PASSWORD_WRONG`, `CLIENT_BANNED` (`retryAfterMs`),
 * `CLIENT_ORIGIN_REFUSED` (5.2 and older refuse the `Origin` that browsers add to an extension's POST, so that has to
 * be taken off), `CLIENT_UNKNOWN`.
 */
export interface SignIn {
  /** Asks with the given requests: with cookies it opens the browser's session, without it only tries the password. */
  attempt(http: Http): Promise<void>;
  /** A password was accepted since this object exists. */
  hasSucceeded(): boolean;
}

export function createSignIn(
  connection: ClientConnection,
  server: string,
  urlOf: (path: string) => URL,
): SignIn {
  const refused = new Set<string>();
  let succeeded = false;
  let last: Promise<void> = Promise.resolve();
  // Never stopped half-way: an attempt whose outcome we don't know counts for qBittorrent all the same.
  const { signal } = new AbortController();

  const fail = (code: 'CLIENT_LOGIN' | 'CLIENT_PASSWORD_WRONG' | 'CLIENT_UNKNOWN'): OperationError =>
    new OperationError(code, { operation, server });

  /** 401 is ambiguous since 5.2. Any other POST tells: its `Origin` is looked at before the session. */
  async function isOriginRefused(http: Http): Promise<boolean> {
    const url = urlOf('api/v2/app/version');
    try {
      await http.send({ operation, url, signal, form: {} });
      return false;
    } catch (error) {
      return error instanceof OperationError && error.code === 'CLIENT_ORIGIN_REFUSED';
    }
  }

  async function ask(http: Http, password: string): Promise<void> {
    const form = { username: connection.username ?? '', password };
    const url = urlOf('api/v2/auth/login');
    const answer = await http
      .text({ operation, url, signal, form, mapStatus: signInRefusal })
      .catch(async (error) => {
        const wrong = error instanceof OperationError && error.code === 'CLIENT_PASSWORD_WRONG';
        if (wrong && (await isOriginRefused(http)))
          throw new OperationError('CLIENT_ORIGIN_REFUSED', { operation, server });
        throw error;
      });
    if (answer.status === 204 || answer.text.trim() === 'Ok.') return; // 204 since 5.2
    throw fail(answer.text.trim() === 'Fails.' ? 'CLIENT_PASSWORD_WRONG' : 'CLIENT_UNKNOWN');
  }

  async function askOnce(http: Http): Promise<void> {
    const password = await connection.secret();
    if (password === null) throw fail('CLIENT_LOGIN');
    const mark = await digest(`${connection.username ?? ''}\0${password}`);
    if (refused.has(mark)) throw fail('CLIENT_PASSWORD_WRONG');
    try {
      await ask(http, password);
      succeeded = true;
    } catch (error) {
      if (error instanceof OperationError && error.code === 'CLIENT_PASSWORD_WRONG') refused.add(mark);
      throw error;
    }
  }

  return {
    hasSucceeded: () => succeeded,
    attempt(http) {
      const next = (): Promise<void> => askOnce(http);
      last = last.then(next, next); // one after the other, so that the second knows what the first has learnt
      return last;
    },
  };
}

async function digest(text: string): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return String.fromCharCode(...new Uint8Array(hash));
}
