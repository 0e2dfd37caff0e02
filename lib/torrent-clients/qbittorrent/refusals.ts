import type { Refusal, RefusedAnswer, StatusMapping } from '../../http/status.ts';
import type { ClientAccess } from '../../ports/torrent-client.ts';

/** How long qBittorrent locks an address out after five failed sign-ins, unless its owner chose otherwise. */
const banMs = 60 * 60 * 1000;

/** qBittorrent refuses in plain text or without a body; a page comes from something else. */
const isPage = ({ headers, text }: RefusedAnswer): boolean =>
  /\bhtml\b/i.test(headers.get('content-type') ?? '') || /^\s*</.test(text);

/** A reverse proxy's own password question; qBittorrent never asks so, not even where it accepts HTTP Basic. */
const isProxyAsking = ({ headers }: RefusedAnswer): boolean => headers.has('www-authenticate');

/**
 * What the statuses of qBittorrent 4.1…5.3 mean on a GET: 403 is no (valid) session or API key, 401 an `Origin`,
 * `Referer` or `Host` that it does not accept as its own (`webapplication.cpp`).
 */
export function readRefusal(access: ClientAccess): StatusMapping {
  return (answer) => {
    if (answer.status === 401)
      return { code: isProxyAsking(answer) ? 'CLIENT_LOGIN' : 'CLIENT_ORIGIN_REFUSED' };
    if (answer.status === 404) return { code: 'CLIENT_UNKNOWN' };
    if (answer.status !== 403) return undefined;
    if (isPage(answer)) return { code: 'CLIENT_UNKNOWN' };
    return { code: access === 'api-key' ? 'CLIENT_PASSWORD_WRONG' : 'CLIENT_LOGIN' };
  };
}

/** On sign-in 403 is a ban, and 401 a wrong password (5.2 and newer) or a foreign `Origin` (all). */
export function signInRefusal(answer: RefusedAnswer): Refusal | undefined {
  if (answer.status === 401)
    return { code: isProxyAsking(answer) ? 'CLIENT_LOGIN' : 'CLIENT_PASSWORD_WRONG' };
  if (answer.status === 404 || (answer.status === 403 && isPage(answer))) return { code: 'CLIENT_UNKNOWN' };
  if (answer.status === 403) return { code: 'CLIENT_BANNED', retryAfterMs: banMs };
  return undefined;
}
