import { parseArgs } from 'node:util';

export interface DemoOptions {
  readonly plex: { readonly url: string; readonly token: string; readonly saveTo: string | null } | null;
  readonly torrents: {
    readonly url: string;
    readonly user: string | null;
    readonly password: string | null;
  } | null;
  readonly headless: boolean;
}

export const usage = `npm start [-- options]

Without options everything is started here: a torrent client that really downloads from a second one, a stand-in for
Plex, and a browser with Marquee in it.

  --plex URL --token T     use this Plex Media Server
  --save-to DIR            with --plex: download into this folder, which one of its libraries covers
  --torrents URL           use this torrent web UI; nothing is downloaded there
  --user U --password P    sign in there with these instead of in the browser
  --headless               no window, even where there is a display

Everything happens in a throw-away browser profile.`;

/** @throws TypeError with a sentence for the person. */
export function readArguments(argv: readonly string[]): DemoOptions | 'help' {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      plex: { type: 'string' },
      token: { type: 'string' },
      'save-to': { type: 'string' },
      torrents: { type: 'string' },
      user: { type: 'string' },
      password: { type: 'string' },
      headless: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) return 'help';
  if (values.plex && !values.token) throw new TypeError('--plex needs --token.');
  if (values.token && !values.plex) throw new TypeError('--token needs --plex.');
  if (values['save-to'] && (!values.plex || values.torrents)) {
    throw new TypeError('--save-to goes with --plex, without --torrents.');
  }
  for (const url of [values.plex, values.torrents]) {
    if (url !== undefined && !/^https?:$/.test(URL.parse(url)?.protocol ?? '')) {
      throw new TypeError(`${url} is not a web address. Example: http://192.168.1.20:32400`);
    }
  }
  const display = process.platform !== 'linux' || Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY);
  return {
    plex:
      values.plex && values.token
        ? { url: values.plex, token: values.token, saveTo: values['save-to'] ?? null }
        : null,
    torrents: values.torrents
      ? { url: values.torrents, user: values.user ?? null, password: values.password ?? null }
      : null,
    headless: values.headless ?? !display,
  };
}
