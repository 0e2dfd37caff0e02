import type { Refusal, StatusMapping } from '../../http/status.ts';
import type { ClientAccess } from '../../ports/torrent-client.ts';

/** What 3.00 says when it has seen too many wrong passwords; it hears nobody until it is started anew. */
const isBan = (text: string): boolean => /unsuccessful login attempts/i.test(text);

/**
 * 3.00 counts each request without a password as a wrong one, and after 100 hears nobody, its owner included, until it is
 * started anew; a right password starts the count again. In hourly polls that takes four days of a browser in which
 * nobody opens the page.
 */
const withoutPasswordMs = 60 * 60 * 1000;

/**
 * What the statuses of Transmission 3.00 to 4.1 mean (`rpc-server.cc`). 403 is an address that is not on its whitelist
 * or, in 4.x in the very same words, too many wrong passwords: there that protection is off unless somebody turned it on.
 * 421 is a host name that is not on its other whitelist. `named` is told the session id that comes with 409.
 */
export function mapRefusal(access: ClientAccess, named: (sessionId: string) => void): StatusMapping {
  return ({ status, headers, text }): Refusal | undefined => {
    if (status === 401 && access === 'password') return { code: 'CLIENT_PASSWORD_WRONG' };
    if (status === 401) return { code: 'CLIENT_LOGIN', retryAfterMs: withoutPasswordMs };
    if (status === 403) return { code: isBan(text) ? 'CLIENT_BANNED' : 'CLIENT_NOT_ALLOWED' };
    if (status === 421) return { code: 'CLIENT_NOT_ALLOWED' };
    if (status === 404 || status === 405) return { code: 'CLIENT_UNKNOWN' };
    if (status !== 409) return undefined;
    const id = headers.get('x-transmission-session-id') ?? '';
    if (!/^[\x21-\x7e]{1,200}$/.test(id)) return { code: 'CLIENT_UNKNOWN' };
    named(id);
    return { code: 'UNEXPECTED_ANSWER', retryable: true };
  };
}
