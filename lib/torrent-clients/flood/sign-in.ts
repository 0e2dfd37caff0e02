import { OperationError } from '../../domain/errors.ts';
import type { Http } from '../../http/http.ts';
import { parseJson } from '../../http/json.ts';
import type { Refusal, RefusedAnswer } from '../../http/status.ts';
import type { ClientConnection } from '../../ports/torrent-client.ts';
import { signedIn } from './wire.ts';

const operation = 'client.sign-in';

/**
 * Opens sessions at Flood, one attempt at a time, which all who need it share. A refused password is remembered as a
 * hash for as long as this object lives, and not tried again. That a Flood wants a password where we have none is
 * remembered until a read has worked.
 *
 * Errors: `CLIENT_LOGIN` (a password is needed and none is kept), `CLIENT_PASSWORD_WRONG`, `CLIENT_UNKNOWN`.
 */
export interface SignIn {
  /** Asks, and if that needs a session opens one and asks once more. */
  whileSignedIn<T>(ask: () => Promise<T>, signal: AbortSignal): Promise<T>;
  /** Tries what there is, once, until it has worked. A Flood that wants a password of us is there too. */
  knock(signal: AbortSignal): Promise<void>;
}

/** 400 is a sign-in without a password; 401 a wrong one, or comes from whatever stands before Flood. */
function signInRefusal({ status, headers, text }: RefusedAnswer): Refusal | undefined {
  if (status === 400 || status === 422) return { code: 'CLIENT_LOGIN' };
  const isFlood = !headers.has('www-authenticate') && text.startsWith('{');
  return status === 401 && isFlood ? { code: 'CLIENT_PASSWORD_WRONG' } : undefined;
}

export function createSignIn(
  connection: ClientConnection,
  http: Http,
  server: string,
  urlOf: (path: string) => URL,
): SignIn {
  const isWorthKeeping = (error: OperationError): boolean =>
    error.code === (connection.access === 'password' ? 'CLIENT_PASSWORD_WRONG' : 'CLIENT_LOGIN');
  /** What was tried last, as a hash, and how it was refused. */
  let tried = '';
  let refusal: OperationError | undefined;
  let opening: Promise<void> | undefined;
  let opened = 0;

  /** Never stopped half-way: an attempt whose outcome we don't know would be made again. */
  async function attempt(): Promise<void> {
    const fields = await credentials();
    const text = JSON.stringify(fields);
    const mark = await digest(text);
    if (tried === mark && refusal) throw refusal;
    const body = { type: 'application/json', text };
    const { signal } = new AbortController();
    tried = mark;
    refusal = undefined;
    try {
      const url = urlOf('auth/authenticate');
      const answer = await http.text({ operation, url, signal, body, mapStatus: signInRefusal });
      parseJson(answer.text, signedIn, () => new OperationError('CLIENT_UNKNOWN', { operation, server }));
      opened++;
    } catch (error) {
      if (error instanceof OperationError && isWorthKeeping(error)) refusal = error;
      throw error;
    }
  }

  async function credentials(): Promise<object> {
    if (connection.access !== 'password') return {};
    const password = await connection.secret();
    if (password === null) throw new OperationError('CLIENT_LOGIN', { operation, server });
    return { username: connection.username ?? '', password };
  }

  function open(signal: AbortSignal): Promise<void> {
    opening ??= attempt().finally(() => {
      opening = undefined;
    });
    return untilAborted(opening, signal);
  }

  return {
    async whileSignedIn(ask, signal) {
      const before = opened;
      try {
        const answer = await ask();
        if (refusal?.code === 'CLIENT_LOGIN') refusal = undefined;
        return answer;
      } catch (error) {
        if (!isLogin(error)) throw error;
      }
      if (opened === before) await open(signal);
      return ask();
    },
    async knock(signal) {
      if (opened > 0) return;
      await open(signal).catch((error: unknown) => {
        if (connection.access === 'password' || !isLogin(error)) throw error;
      });
    },
  };
}

const isLogin = (error: unknown): boolean => error instanceof OperationError && error.code === 'CLIENT_LOGIN';

async function digest(text: string): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return String.fromCharCode(...new Uint8Array(hash));
}

/** The promise, or the signal's reason when that comes first. */
function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
