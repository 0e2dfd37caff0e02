import type { ErrorCode } from '../lib/domain/errors.ts';
import type { MessageKey } from './message.ts';

/** The one thing that helps most. Where it happens decides whether it is a button or a link. */
export type Remedy =
  | 'retry'
  | 'allow'
  | 'editAddress'
  | 'useThisServer'
  | 'enterToken'
  | 'changeSignIn'
  | 'openPage'
  | 'mapFolder'
  | 'scanAgain'
  | 'ignore'
  | 'reload'
  | 'openSettings';

export interface ErrorText {
  readonly sentence: Extract<MessageKey, `error.${ErrorCode}`>;
  /** `null` where only waiting helps. */
  readonly remedy: Remedy | null;
}

/** Every code with its remedy; the compiler holds that none is missing. */
const remedies: Record<ErrorCode, Remedy | null> = {
  URL_INVALID: 'editAddress',
  PERMISSION_MISSING: 'allow',
  UNREACHABLE: 'retry',
  DNS: 'editAddress',
  TLS: 'editAddress',
  TIMED_OUT: 'retry',
  NOT_PLEX: 'editAddress',
  WRONG_SERVER: 'useThisServer',
  TOKEN_MISSING: 'enterToken',
  TOKEN_INVALID: 'enterToken',
  TOKEN_EXPIRED: 'enterToken',
  REQUEST_REFUSED: 'retry',
  NO_LIBRARY_RIGHT: 'enterToken',
  NO_LIBRARIES: 'retry',
  NOT_FOUND: 'retry',
  SERVER_BUSY: 'retry',
  SERVER_ERROR: 'retry',
  REDIRECTED: 'editAddress',
  UNEXPECTED_ANSWER: 'retry',
  TOO_LARGE: 'retry',
  CLIENT_LOGIN: 'openPage',
  CLIENT_PASSWORD_WRONG: 'changeSignIn',
  CLIENT_BANNED: null,
  CLIENT_ORIGIN_REFUSED: 'changeSignIn',
  CLIENT_UNKNOWN: 'editAddress',
  CLIENT_GONE: 'ignore',
  CLIENT_NOT_ALLOWED: 'retry',
  CLIENT_BACKEND_AWAY: 'retry',
  CLIENT_TOO_OLD: 'retry',
  UNMAPPED: 'mapFolder',
  NOTHING_PLAYABLE: 'ignore',
  NOT_APPEARED: 'scanAgain',
  MANY_AT_ONCE: 'ignore',
  STORAGE_BROKEN: 'retry',
  UPDATED: 'reload',
};

export const errorText = (code: ErrorCode): ErrorText => ({
  sentence: `error.${code}`,
  remedy: remedies[code],
});

export const remedyLabel = (remedy: Remedy): Extract<MessageKey, `remedy.${Remedy}`> => `remedy.${remedy}`;
