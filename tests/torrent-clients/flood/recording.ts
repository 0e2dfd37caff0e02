import { readFileSync, writeFileSync } from 'node:fs';
import { flood } from '../../../lib/torrent-clients/flood/index.ts';
import type { Scene, SceneFacts } from '../contract.ts';

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: unknown;
}

/** What a real Flood answered: `GET torrents` to the answer. */
interface Recording {
  readonly facts: SceneFacts;
  readonly answers: Record<string, Answer>;
}

const folder = new URL('../../fixtures/flood/', import.meta.url);
/** Stands in for the folder that the recorded client saved to. */
const savePath = '/srv/downloads';
const refused = 'without a session';
const signIn = 'POST auth/authenticate with a password';

/** A sign-in with and one without a password are two questions; of the password nothing is kept. */
async function keyOf(request: Request): Promise<string> {
  const path = new URL(request.url).pathname.replace(/^.*\/api\//, '');
  const withPassword = request.method === 'POST' && (await request.clone().text()).includes('password');
  return `${request.method} ${path}${withPassword ? ' with a password' : ''}`;
}

/** The description of the whole API is 70 kB, of which only the beginning matters. */
function shortened(key: string, body: unknown): unknown {
  if (key !== 'GET openapi.json' || typeof body !== 'object' || body === null) return body;
  return { openapi: Reflect.get(body, 'openapi'), info: Reflect.get(body, 'info') };
}

export interface Recorder {
  watch(base: typeof fetch): typeof fetch;
  save(facts: SceneFacts, name: string): void;
}

/** Keeps the last answer to each question; requests, and with them all secrets, are not kept. */
export function createRecorder(): Recorder {
  const answers: Record<string, Answer> = {};
  return {
    watch: (base) => async (input, init) => {
      const request = new Request(input, init);
      const asked = await keyOf(request);
      const response = await base(request);
      const type = response.headers.get('content-type') ?? '';
      const text = await response.clone().text();
      const key = response.status === 401 ? refused : asked;
      const body = type.startsWith('application/json') ? shortened(key, JSON.parse(text)) : text;
      answers[key] = { status: response.status, type, body };
      return response;
    },
    save(facts, name) {
      const text = JSON.stringify({ facts, answers }, null, 1).replaceAll(facts.savePath, savePath);
      writeFileSync(new URL(`${name}.json`, folder), `${text}\n`);
    },
  };
}

/** The scene as it was recorded. */
export function recordedScene(name: string): Scene {
  const { facts, answers } = JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8')) as Recording;

  function replay(session: { open: boolean }): typeof fetch {
    return async (input, init) => {
      const request = new Request(input, init);
      const key = await keyOf(request);
      session.open ||= key === signIn && request.credentials === 'include';
      const answer = answers[session.open || key.startsWith('POST') ? key : refused];
      if (!answer) throw new Error(`nothing was recorded for ${key}`);
      const body = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
      return new Response(body, { status: answer.status, headers: { 'content-type': answer.type } });
    };
  }

  return {
    facts,
    connect: (access, isSignedIn = true) =>
      flood.connect({
        address: 'http://client.test:3000/',
        access,
        username: 'admin',
        secret: async () => 'secret',
        fetch: replay({ open: isSignedIn && access === 'browser-session' }),
      }),
    stop: async () => undefined,
  };
}
