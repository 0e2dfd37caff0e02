import type { ErrorCode } from '../domain/errors.ts';

/** Problems that a person may have put right by setting up a Plex server anew. */
export const mendedByServer: readonly ErrorCode[] = [
  'PERMISSION_MISSING',
  'UNREACHABLE',
  'TIMED_OUT',
  'NOT_PLEX',
  'WRONG_SERVER',
  'TOKEN_MISSING',
  'TOKEN_INVALID',
  'TOKEN_EXPIRED',
  'NO_LIBRARY_RIGHT',
  'NOT_FOUND',
  'SERVER_BUSY',
  'SERVER_ERROR',
  'REDIRECTED',
  'UNEXPECTED_ANSWER',
  'UNMAPPED',
];

/** Problems that a person may have put right by setting up a torrent client anew. */
export const mendedByClient: readonly ErrorCode[] = [
  'PERMISSION_MISSING',
  'UNREACHABLE',
  'TIMED_OUT',
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
];
