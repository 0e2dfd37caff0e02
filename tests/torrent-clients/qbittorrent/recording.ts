import { readFileSync, writeFileSync } from 'node:fs';
import { qbittorrent } from '../../../lib/torrent-clients/qbittorrent/index.ts';
import type { Scene, SceneFacts } from '../contract.ts';

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: unknown;
}

/** What a real qBittorrent answered: `GET torrents/info?filter=completed` to the answer. */
interface Recording {
  readonly facts: SceneFacts;
  readonly answers: Record<string, Answer>;
}

const folder = new URL('../../fixtures/qbittorrent/', import.meta.url);
/** Stands in for the folder that the recording daemon saved to. */
const savePath = '/srv/downloads';
const refused = 'without a session';

const keyOf = (request: Request): string => {
  const url = new URL(request.url);
  return `${request.method} ${url.pathname.replace('/api/v2/', '')}${decodeURIComponent(url.search)}`;
};
const isJson = (type: string): boolean => type.startsWith('application/json');

export interface Recorder {
  watch(base: typeof fetch): typeof fetch;
  save(facts: SceneFacts): void;
}

/** Keeps the last answer to each question; requests, and with them all secrets, are not kept. */
export function createRecorder(): Recorder {
  const answers: Record<string, Answer> = {};
  return {
    watch: (base) => async (input, init) => {
      const request = new Request(input, init);
      const response = await base(request);
      const type = response.headers.get('content-type') ?? '';
      const text = await response.clone().text();
      const key = response.status === 403 ? refused : keyOf(request);
      answers[key] = { status: response.status, type, body: isJson(type) ? JSON.parse(text) : text };
      return response;
    },
    save(facts) {
      const text = JSON.stringify({ facts, answers }, null, 1).replaceAll(facts.savePath, savePath);
      writeFileSync(new URL(`${facts.version}.json`, folder), `${text}\n`);
    },
  };
}

const answerOf = ({ status, type, body }: Answer): Response =>
  new Response(status === 204 ? null : typeof body === 'string' ? body : JSON.stringify(body), {
    status,
    headers: { 'content-type': type },
  });

/** The scene as it was recorded. `change` may rewrite each JSON body. */
export function recordedScene(version: string, change: (body: unknown) => unknown = (body) => body): Scene {
  const { facts, answers } = JSON.parse(
    readFileSync(new URL(`${version}.json`, folder), 'utf8'),
  ) as Recording;

  function replay(session: { open: boolean }): typeof fetch {
    return async (input, init) => {
      const request = new Request(input, init);
      const key = keyOf(request);
      if (key === 'POST auth/login') session.open ||= request.credentials === 'include';
      const open = session.open || key === 'POST auth/login' || request.headers.has('authorization');
      const answer = answers[open ? key : refused];
      if (!answer) throw new Error(`nothing was recorded for ${key}`);
      return answerOf({ ...answer, body: change(answer.body) });
    };
  }

  return {
    facts,
    connect: (access, signedIn = true) =>
      qbittorrent.connect({
        address: 'http://client.test:8080/',
        access,
        username: 'admin',
        secret: async () => 'secret',
        fetch: replay({ open: signedIn && access === 'browser-session' }),
      }),
    stop: async () => undefined,
  };
}
