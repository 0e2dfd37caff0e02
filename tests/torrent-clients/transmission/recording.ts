import { readFileSync, writeFileSync } from 'node:fs';
import { transmission } from '../../../lib/torrent-clients/transmission/index.ts';
import type { Scene, SceneFacts } from '../contract.ts';

interface Answer {
  readonly status: number;
  readonly type: string;
  /** As it was sent: 3.00 writes JSON in a way of its own. */
  readonly text: string;
}

/** What a real Transmission answered: method and arguments to the answer. */
interface Recording {
  readonly facts: SceneFacts;
  readonly answers: Record<string, Answer>;
}

const folder = new URL('../../fixtures/transmission/', import.meta.url);
/** Stands in for the folder that the recording daemon saved to. */
const savePath = '/srv/downloads';
const session = 'recordedSession';
const sessionHeader = 'x-transmission-session-id';

const keyOf = (status: number, body: string): string => {
  if (status === 401) return 'without a password';
  if (status === 409) return 'without the session';
  const { method, arguments: asked } = JSON.parse(body) as { method: string; arguments: unknown };
  return `${method} ${JSON.stringify(asked)}`;
};

export interface Recorder {
  watch(base: typeof fetch): typeof fetch;
  save(facts: SceneFacts): void;
}

/** Keeps the last answer to each question; headers, and with them all secrets, are not kept. */
export function createRecorder(): Recorder {
  const answers: Record<string, Answer> = {};
  return {
    watch: (base) => async (input, init) => {
      const request = new Request(input, init);
      const body = await request.clone().text();
      const response = await base(request);
      const named = response.headers.get(sessionHeader);
      const text = await response.clone().text();
      answers[keyOf(response.status, body)] = {
        status: response.status,
        type: response.headers.get('content-type') ?? '',
        text: named === null ? text : text.replaceAll(named, session),
      };
      return response;
    },
    save(facts) {
      const escaped = facts.savePath.replaceAll('/', '\\\\/'); // as 3.00 writes it, inside a JSON string
      const text = JSON.stringify({ facts, answers }, null, 1)
        .replaceAll(facts.savePath, savePath)
        .replaceAll(escaped, savePath);
      writeFileSync(new URL(`${facts.version}.json`, folder), `${text}\n`);
    },
  };
}

/** The scene as it was recorded. */
export function recordedScene(version: string): Scene {
  const { facts, answers } = JSON.parse(
    readFileSync(new URL(`${version}.json`, folder), 'utf8'),
  ) as Recording;

  const replay =
    (isSignedIn: boolean): typeof fetch =>
    async (input, init) => {
      const request = new Request(input, init);
      const knows = isSignedIn && request.credentials === 'include';
      const body = await request.text();
      let status = 200;
      if (request.headers.get(sessionHeader) !== session) status = 409;
      if (!knows && !request.headers.has('authorization')) status = 401;
      const key = keyOf(status, body);
      const answer = answers[key];
      if (!answer) throw new Error(`nothing was recorded for ${key}`);
      const headers = { 'content-type': answer.type, ...(status === 409 && { [sessionHeader]: session }) };
      return new Response(answer.text, { status: answer.status, headers });
    };

  return {
    facts,
    connect: (access, signedIn = true) =>
      transmission.connect({
        address: 'http://client.test:9091/transmission/web/',
        access,
        username: 'admin',
        secret: async () => 'secret',
        fetch: replay(signedIn && access === 'browser-session'),
      }),
    stop: async () => undefined,
  };
}
