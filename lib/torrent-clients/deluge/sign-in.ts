import { OperationError } from '../../domain/errors.ts';

/** Asks for a session; `false`: the password is wrong. With cookies it is the browser's, without it is nobody's. */
type Login = (password: string, withCookies: boolean) => Promise<boolean>;

/**
 * Signs in with a password, at most once with one that was refused. Deluge 2.0 to 2.2 bans nobody, but writes each
 * failure to its log, and a proxy before it may count. A refused password is remembered as a hash for as long as this
 * object lives.
 *
 * Errors: `CLIENT_LOGIN` (no password kept), `CLIENT_PASSWORD_WRONG`, and what `login` throws.
 */
export interface SignIn {
  /** Opens a session of the browser. All who wait share one attempt; each stops waiting when it is stopped itself. */
  open(signal: AbortSignal): Promise<void>;
  /** How often a session was opened. */
  times(): number;
  /** Tries the password and leaves the browser's session as it is; once it was accepted, nothing is done. */
  test(signal: AbortSignal): Promise<void>;
}

export function createSignIn(server: string, secret: () => Promise<string | null>, login: Login): SignIn {
  const refused = new Set<string>();
  let accepted = false;
  let opened = 0;
  let opening: Promise<void> | undefined;
  let last: Promise<void> = Promise.resolve();

  const fail = (code: 'CLIENT_LOGIN' | 'CLIENT_PASSWORD_WRONG'): OperationError =>
    new OperationError(code, { operation: 'client.sign-in', server });

  async function askOnce(withCookies: boolean): Promise<void> {
    const password = await secret();
    if (password === null) throw fail('CLIENT_LOGIN');
    const mark = await digest(new TextEncoder().encode(password));
    if (!refused.has(mark)) {
      accepted = await login(password, withCookies);
      if (accepted) return;
      refused.add(mark);
    }
    throw fail('CLIENT_PASSWORD_WRONG');
  }

  function attempt(withCookies: boolean): Promise<void> {
    const next = (): Promise<void> => askOnce(withCookies);
    last = last.then(next, next); // one after the other, so that the second knows what the first has learnt
    return last;
  }

  return {
    times: () => opened,
    async open(signal) {
      opening ??= attempt(true)
        .then(() => {
          opened++;
        })
        .finally(() => {
          opening = undefined;
        });
      await Promise.race([opening, aborted(signal)]);
    },
    async test(signal) {
      if (!accepted) await Promise.race([attempt(false), aborted(signal)]);
    },
  };
}

/** Rejects with the signal's reason when it aborts. */
const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    const stop = (): void => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
  });

/** SHA-256 of these bytes, as text of some kind. */
export async function digest(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', bytes);
  return btoa(String.fromCharCode(...new Uint8Array(hash)));
}
