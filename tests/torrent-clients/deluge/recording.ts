import { readFileSync, writeFileSync } from 'node:fs';
import { deluge } from '../../../lib/torrent-clients/deluge/index.ts';
import type { Scene, SceneFacts } from '../contract.ts';

/** What a real Deluge answered: method and parameters to the answer. */
interface Recording {
  readonly facts: SceneFacts;
  readonly answers: Record<string, unknown>;
}

const folder = new URL('../../fixtures/deluge/', import.meta.url);
/** Stands in for the folder that the recording daemon saved to. */
const savePath = '/srv/downloads';
const refused = 'without a session';
const signIn = 'auth.login';

interface Question {
  readonly method: string;
  readonly params: readonly unknown[];
}

/** The password is no part of a key. */
const keyOf = ({ method, params }: Question): string =>
  method === signIn ? signIn : `${method} ${JSON.stringify(params)}`;

export interface Recorder {
  watch(base: typeof fetch): typeof fetch;
  save(facts: SceneFacts): void;
}

/** Keeps the last answer to each question; requests, and with them all secrets, are not kept. */
export function createRecorder(): Recorder {
  const answers: Record<string, unknown> = {};
  return {
    watch: (base) => async (input, init) => {
      const request = new Request(input, init);
      const question = (await request.clone().json()) as Question;
      const response = await base(request);
      const answer = (await response.clone().json()) as { error: { code: number } | null };
      answers[answer.error?.code === 1 ? refused : keyOf(question)] = answer;
      return response;
    },
    save(facts) {
      const text = JSON.stringify({ facts, answers }, null, 1).replaceAll(facts.savePath, savePath);
      writeFileSync(new URL(`${facts.version.replace(/\+.*/, '')}.json`, folder), `${text}\n`);
    },
  };
}

/** The scene as it was recorded. */
export function recordedScene(version: string): Scene {
  const text = readFileSync(new URL(`${version}.json`, folder), 'utf8');
  const { facts, answers } = JSON.parse(text) as Recording;

  function replay(session: { open: boolean }): typeof fetch {
    return async (input, init) => {
      const request = new Request(input, init);
      const question = (await request.json()) as Question;
      if (question.method === signIn) session.open ||= request.credentials === 'include';
      const key = session.open || question.method === signIn ? keyOf(question) : refused;
      if (!(key in answers)) throw new Error(`nothing was recorded for ${key}`);
      return Response.json(answers[key]);
    };
  }

  return {
    facts,
    connect: (access, signedIn = true) =>
      deluge.connect({
        address: 'http://client.test:8112/',
        access,
        username: null,
        secret: async () => 'secret',
        fetch: replay({ open: signedIn && access === 'browser-session' }),
      }),
    stop: async () => undefined,
  };
}
