/** Everything that can go wrong at a border, as a closed list: each has a sentence and a remedy in the interface. */
export const errorCodes = [
  'URL_INVALID',
  'PERMISSION_MISSING',
  'UNREACHABLE',
  'DNS',
  'TLS',
  'TIMED_OUT',
  'NOT_PLEX',
  'WRONG_SERVER',
  'TOKEN_MISSING',
  'TOKEN_INVALID',
  'TOKEN_EXPIRED',
  'REQUEST_REFUSED',
  'NO_LIBRARY_RIGHT',
  'NO_LIBRARIES',
  'NOT_FOUND',
  'SERVER_BUSY',
  'SERVER_ERROR',
  'REDIRECTED',
  'UNEXPECTED_ANSWER',
  'TOO_LARGE',
  'CLIENT_LOGIN',
  'CLIENT_PASSWORD_WRONG',
  'CLIENT_BANNED',
  'CLIENT_ORIGIN_REFUSED',
  'CLIENT_UNKNOWN',
  'CLIENT_GONE',
  'CLIENT_NOT_ALLOWED',
  'CLIENT_BACKEND_AWAY',
  'CLIENT_TOO_OLD',
  'UNMAPPED',
  'NOTHING_PLAYABLE',
  'NOT_APPEARED',
  'MANY_AT_ONCE',
  'STORAGE_BROKEN',
  'UPDATED',
] as const;

/** One of `errorCodes`. Problems are stored with it: a download whose code is no longer in the list can't be read. */
export type ErrorCode = (typeof errorCodes)[number];

/** The part of an error that may cross a message border or be stored: no cause, no text from outside. */
export interface Failure {
  readonly code: ErrorCode;
  /** What was being done, in words of the code (`plex.sections`), for the report. */
  readonly operation: string;
  /** Name or origin of who was asked; never holds a secret. */
  readonly server: string | null;
  /** `true` when waiting may help; `false` when a person has to do something. */
  readonly retryable: boolean;
  /** How long the server asked us to wait, in milliseconds. */
  readonly retryAfterMs: number | null;
}

/** An expected failure at a border. Unexpected ones keep their cause; neither carries a URL or a token. */
export class OperationError extends Error implements Failure {
  override readonly name = 'OperationError';
  readonly code: ErrorCode;
  readonly operation: string;
  readonly server: string | null;
  readonly retryable: boolean;
  readonly retryAfterMs: number | null;

  constructor(
    code: ErrorCode,
    about: {
      operation: string;
      server?: string | null;
      retryable?: boolean;
      retryAfterMs?: number | null;
      cause?: unknown;
    },
  ) {
    super(`${about.operation}: ${code}`, about.cause === undefined ? undefined : { cause: about.cause });
    this.code = code;
    this.operation = about.operation;
    this.server = about.server ?? null;
    this.retryable = about.retryable ?? false;
    this.retryAfterMs = about.retryAfterMs ?? null;
  }

  toFailure(): Failure {
    const { code, operation, server, retryable, retryAfterMs } = this;
    return { code, operation, server, retryable, retryAfterMs };
  }
}

/** Any thrown value as a `Failure`; what we did not foresee is `UNEXPECTED_ANSWER` and may be tried again. */
export function failureOf(error: unknown, operation: string): Failure {
  if (error instanceof OperationError) return error.toFailure();
  if (error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError')) {
    return { code: 'TIMED_OUT', operation, server: null, retryable: true, retryAfterMs: null };
  }
  return { code: 'UNEXPECTED_ANSWER', operation, server: null, retryable: true, retryAfterMs: null };
}
