import { readFileSync } from 'node:fs';
import { type IncomingMessage, request, type ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { StandIn } from '../stand-in/index.ts';

/** plex.tv and its sign-in page under their real names, over https: the build that people get is what is tested. */
export interface PlexTvFront {
  /** For `launchChrome`: where these names lead. */
  readonly names: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** What a person sees at app.plex.tv, as far as it matters here. */
const signInPage = `<!doctype html><meta charset="utf-8"><title>Plex</title>
<h1>Sign in</h1><button id="agree">Allow</button>
<script>
  document.querySelector('#agree').addEventListener('click', async () => {
    const code = new URLSearchParams(location.hash.replace(/^#\\??/, '')).get('code');
    await fetch('/agree?code=' + code, { method: 'POST' });
    document.body.textContent = 'You are signed in.';
  });
</script>`;

const fixture = (name: string): Buffer =>
  readFileSync(new URL(`../fixtures/plex-tv/${name}`, import.meta.url));

export interface FrontOptions {
  /** Who agrees on the page for signing in; the owner unless told otherwise. */
  readonly who?: () => StandIn['plexTv']['owner'] | undefined;
  /** Told of every request to plex.tv, with its body. */
  readonly heard?: (request: HeardRequest) => void;
  /** Told when an answer of plex.tv has been sent to its end. */
  readonly answered?: () => void;
}

export interface HeardRequest {
  readonly method: string;
  readonly url: string;
  readonly token: string | null;
  readonly body: string;
}

export async function startPlexTvFront(
  standIn: StandIn,
  { who = () => undefined, heard, answered }: FrontOptions = {},
): Promise<PlexTvFront> {
  const server = createServer(
    { key: fixture('key.pem'), cert: fixture('certificate.pem') },
    (asked, answer) => {
      if (asked.headers.host === 'app.plex.tv') signIn(standIn, who, asked, answer);
      else {
        if (heard) listen(heard, asked);
        if (answered) answer.on('finish', answered);
        passOn(standIn.plexTvUrl, asked, answer);
      }
    },
  );
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const place = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    names: { 'plex.tv': place, 'clients.plex.tv': place, 'app.plex.tv': place },
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

function signIn(
  { plexTv }: StandIn,
  who: NonNullable<FrontOptions['who']>,
  asked: IncomingMessage,
  answer: ServerResponse,
): void {
  const url = new URL(asked.url ?? '/', 'https://app.plex.tv');
  if (asked.method === 'POST' && url.pathname === '/agree') {
    plexTv.pins.approve(url.searchParams.get('code') ?? '', who());
    answer.writeHead(204).end();
  } else if (url.pathname === '/auth') {
    answer.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(signInPage);
  } else {
    answer.writeHead(404).end();
  }
}

function listen(heard: NonNullable<FrontOptions['heard']>, asked: IncomingMessage): void {
  const pieces: Buffer[] = [];
  const token = [asked.headers['x-plex-token']].flat()[0] ?? null;
  asked.on('data', (piece: Buffer) => pieces.push(piece));
  asked.on('end', () =>
    heard({
      method: asked.method ?? 'GET',
      url: `https://${asked.headers.host}${asked.url}`,
      token,
      body: Buffer.concat(pieces).toString(),
    }),
  );
}

function passOn(to: string, asked: IncomingMessage, answer: ServerResponse): void {
  const { method, headers, url = '/' } = asked;
  const passed = request(new URL(url, to), { method, headers }, (got) => {
    answer.writeHead(got.statusCode ?? 502, got.headers);
    got.pipe(answer);
  });
  passed.on('error', () => answer.destroy());
  asked.pipe(passed);
}
