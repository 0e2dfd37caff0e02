/** A `fetch` with a cookie jar, as a browser has one: Node keeps no cookies. */
export interface BrowserCookies {
  readonly fetch: typeof fetch;
  /** What was asked, e.g. `GET /api/v2/app/version`, oldest first. */
  readonly requests: readonly string[];
  readonly cookie: () => string | null;
  setCookie(cookie: string | null): void;
}

/**
 * One jar for one server. Cookies are sent and taken only when a request asks for it (`credentials: 'include'`), as
 * for an extension; attributes such as `SameSite` are not looked at, since extensions are exempt.
 */
export function browserCookies(base: typeof fetch = fetch): BrowserCookies {
  const requests: string[] = [];
  let jar: string | null = null;
  return {
    requests,
    cookie: () => jar,
    setCookie(cookie) {
      jar = cookie;
    },
    async fetch(input, init) {
      const request = new Request(input, init);
      const url = new URL(request.url);
      requests.push(`${request.method} ${url.pathname}${url.search}`);
      const withJar = request.credentials === 'include';
      if (withJar && jar !== null) request.headers.set('cookie', jar);
      const response = await base(request);
      const set = response.headers.getSetCookie()[0]?.split(';')[0];
      if (withJar && set !== undefined) jar = set;
      return response;
    },
  };
}
