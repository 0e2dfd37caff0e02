import type { PeopleErrorCode, PeopleFailure } from '../../lib/domain/people-errors.ts';
import type { MessageKey } from '../message.ts';

/** What a button beside an error does; `null`: the sentence says what helps. */
export type PeopleRemedy = 'again' | 'reload' | 'signIn';

/** Every code of people with its remedy; the compiler holds that none is missing. */
const remedies: Record<PeopleErrorCode, PeopleRemedy | null> = {
  EMAIL_REQUIRED: null,
  EMAIL_INVALID: null,
  USERNAME_REQUIRED: null,
  USERNAME_TAKEN: null,
  USER_ALREADY_EXISTS: 'reload',
  USER_UNKNOWN: 'reload',
  NOT_MANAGED: 'reload',
  YOURSELF: null,
  LIBRARIES_EMPTY: null,
  LIBRARY_UNKNOWN: 'reload',
  SERVER_NOT_OWNED: 'reload',
  NOT_AS_CHOSEN: 'reload',
  NOT_CONFIRMED: 'reload',
  CHANGED_ELSEWHERE: 'reload',
  INVITATION_UNKNOWN: null,
  INVITATION_OFF: null,
  INVITATION_EXPIRED: null,
  INVITATION_USED_UP: null,
  LINK_EXPIRED: null,
  NOT_ALLOWED_BY_OWNER: null,
  CANCELLED: null,
};

export type PeopleSentenceKey = Extract<MessageKey, `people.error.${PeopleErrorCode | 'signIn' | 'away'}`>;

const isPeopleCode = (code: PeopleFailure['code']): code is PeopleErrorCode => Object.hasOwn(remedies, code);

/** The sentence of a failure, where people have one of their own for it, and what helps. */
export function peopleErrorText({ code, server, retryable }: PeopleFailure): {
  readonly sentence: PeopleSentenceKey | null;
  readonly remedy: PeopleRemedy | null;
} {
  if (isPeopleCode(code)) return { sentence: `people.error.${code}`, remedy: remedies[code] };
  if (code === 'TOKEN_MISSING' || code === 'TOKEN_INVALID' || code === 'TOKEN_EXPIRED') {
    return { sentence: 'people.error.signIn', remedy: 'signIn' };
  }
  const isAway = code === 'UNREACHABLE' || code === 'TIMED_OUT';
  if (isAway && server === 'plex.tv') return { sentence: 'people.error.away', remedy: 'again' };
  return { sentence: null, remedy: retryable ? 'again' : 'reload' };
}
