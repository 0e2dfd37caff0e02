import { OperationError } from '../domain/errors.ts';

interface PasswordOptions {
  readonly username: string;
  /** Asked for at the moment of use. */
  readonly secret: () => Promise<string | null>;
  /** Name or origin of the server for errors. */
  readonly server: string;
}

/** Headers for one request, or none. */
type Headers = Readonly<Record<string, string>>;

/**
 * A password for HTTP Basic (RFC 7617, UTF-8) that is sent in a header, and at most once when it is refused: some
 * servers count failures, and then hear nobody. While it has not yet been accepted, requests go one after the other, so
 * that each knows what the one before has learnt. A refused password is remembered as a hash for as long as this object
 * lives.
 *
 * Errors: `CLIENT_LOGIN` (no password kept), `CLIENT_PASSWORD_WRONG`, and what `ask` throws; `ask` has to throw
 * `CLIENT_PASSWORD_WRONG` when the server refuses it.
 */
export function createBasicPassword({ username, secret, server }: PasswordOptions) {
  let accepted: string | undefined;
  let refused: string | undefined;
  let trying: Promise<void> | undefined;

  const fail = (code: 'CLIENT_LOGIN' | 'CLIENT_PASSWORD_WRONG', operation: string): OperationError =>
    new OperationError(code, { operation, server });

  async function attempt<T>(mark: string, asked: Promise<T>): Promise<T> {
    const wasRefused = (error: unknown): boolean =>
      error instanceof OperationError && error.code === 'CLIENT_PASSWORD_WRONG';
    try {
      const answer = await asked;
      accepted = mark;
      return answer;
    } catch (error) {
      if (wasRefused(error)) refused = mark;
      throw error;
    }
  }

  return async function withPassword<T>(
    { operation, signal }: { readonly operation: string; readonly signal: AbortSignal },
    ask: (headers: Headers) => Promise<T>,
  ): Promise<T> {
    const password = await secret();
    if (password === null) throw fail('CLIENT_LOGIN', operation);
    const text = new TextEncoder().encode(`${username}:${password}`);
    const mark = String.fromCharCode(...new Uint8Array(await crypto.subtle.digest('SHA-256', text)));
    while (trying && accepted !== mark) await untilAborted(trying, signal);
    if (refused === mark) throw fail('CLIENT_PASSWORD_WRONG', operation);
    const asked = attempt(mark, ask({ authorization: `Basic ${btoa(String.fromCharCode(...text))}` }));
    if (accepted !== mark) {
      const done = (): void => {
        trying = undefined;
      };
      trying = asked.then(done, done);
    }
    return asked;
  };
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
