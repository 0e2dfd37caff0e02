import { type ErrorCode, errorCodes, OperationError } from './errors.ts';

/** What can go wrong with people, besides what can go wrong at any border. A closed list, like `errorCodes`. */
export const peopleErrorCodes = [
  'EMAIL_REQUIRED',
  'EMAIL_INVALID',
  'USERNAME_REQUIRED',
  'USERNAME_TAKEN',
  'USER_ALREADY_EXISTS',
  'USER_UNKNOWN',
  'NOT_MANAGED',
  'YOURSELF',
  'LIBRARIES_EMPTY',
  'LIBRARY_UNKNOWN',
  'SERVER_NOT_OWNED',
  /** plex.tv opens other libraries than those that were chosen; a share that was new has been ended. */
  'NOT_AS_CHOSEN',
  /** plex.tv took the change and does not show it. */
  'NOT_CONFIRMED',
  /** plex.tv has something else than what was on the screen; nothing was changed. */
  'CHANGED_ELSEWHERE',
  'INVITATION_UNKNOWN',
  'INVITATION_OFF',
  'INVITATION_EXPIRED',
  'INVITATION_USED_UP',
  'LINK_EXPIRED',
  'NOT_ALLOWED_BY_OWNER',
  'CANCELLED',
] as const;

export type PeopleErrorCode = (typeof peopleErrorCodes)[number];

/** The part of such an error that may be stored or cross a message border: never an e-mail address, token or password. */
export interface PeopleFailure {
  readonly code: ErrorCode | PeopleErrorCode;
  /** What was being done, in words of the code (`people.createUser`). */
  readonly operation: string;
  /** Machine identifier of the server it was about, or `plex.tv`; `null` when it was about none. */
  readonly server: string | null;
  readonly retryable: boolean;
  readonly retryAfterMs: number | null;
}

/** An expected refusal about people. Its cause, when it has one, is an `OperationError`, which has none. */
export class PeopleError extends Error {
  override readonly name = 'PeopleError';
  readonly code: PeopleErrorCode;
  readonly operation: string;
  readonly server: string | null;

  constructor(
    code: PeopleErrorCode,
    about: { readonly operation: string; readonly server?: string | null; readonly cause?: OperationError },
  ) {
    super(`${about.operation}: ${code}`, about.cause && { cause: about.cause });
    this.code = code;
    this.operation = about.operation;
    this.server = about.server ?? null;
  }
}

/** Any thrown value as a failure that may be kept and shown. */
export function peopleFailureOf(error: unknown, operation: string): PeopleFailure {
  if (error instanceof PeopleError) {
    const { code, server } = error;
    return { code, operation: error.operation, server, retryable: false, retryAfterMs: null };
  }
  if (error instanceof OperationError) return error.toFailure();
  return { code: 'UNEXPECTED_ANSWER', operation, server: null, retryable: true, retryAfterMs: null };
}

/** Every code that a failure may have; for whoever reads stored ones. */
export const peopleFailureCodes: readonly (ErrorCode | PeopleErrorCode)[] = [
  ...errorCodes,
  ...peopleErrorCodes,
];
