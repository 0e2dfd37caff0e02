/** Chromium takes nearly anything for a host name and writes spaces as `%20`. */
const hostName = /^(?:[a-z0-9_.-]+|\[[0-9a-f:.]+\])$/i;

/**
 * The address that somebody typed or copied, `http://` added where it was left out; `null` if it is no web address, or
 * if it holds a user name or password (which browsers refuse to fetch, and which would be stored in the open).
 */
export function readWebAddress(typed: string): URL | null {
  const text = typed.trim();
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`);
  if (!url || !/^https?:$/.test(url.protocol) || !hostName.test(url.hostname)) return null;
  return url.username === '' && url.password === '' ? url : null;
}
