import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { rtorrent } from '../../../lib/torrent-clients/rtorrent/index.ts';
import type { Scene, SceneFacts } from '../contract.ts';

/** What a real rtorrent answered: the method and a mark of what was asked to the XML of the answer. */
interface Recording {
  readonly facts: SceneFacts;
  readonly answers: Record<string, string>;
}

const folder = new URL('../../fixtures/rtorrent/', import.meta.url);
/** Stands in for the folder that the recording daemon saved to. */
const savePath = '/srv/downloads';

async function keyOf(request: Request): Promise<string> {
  const body = await request.clone().text();
  const method = /<methodName>([\w.]+)</.exec(body)?.[1] ?? '';
  // the time that polls look back differs from poll to poll
  const question = body.replace(/finished=,\d+/g, '');
  return `${method} ${createHash('sha256').update(question).digest('hex').slice(0, 8)}`;
}

export interface Recorder {
  watch(base: typeof fetch): typeof fetch;
  save(facts: SceneFacts): void;
}

/** Keeps the last answer to each question; requests, and with them all secrets, are not kept. */
export function createRecorder(): Recorder {
  const answers: Record<string, string> = {};
  return {
    watch: (base) => async (input, init) => {
      const request = new Request(input, init);
      const key = await keyOf(request);
      const response = await base(request);
      if (response.ok) answers[key] = await response.clone().text();
      return response;
    },
    save(facts) {
      const text = JSON.stringify({ facts, answers }, null, 1).replaceAll(facts.savePath, savePath);
      writeFileSync(new URL(`${facts.version}.json`, folder), `${text}\n`);
    },
  };
}

/** The scene as it was recorded. `change` may rewrite each answer, or refuse the method. */
export function recordedScene(
  version: string,
  change: (method: string, answer: string | undefined) => string | undefined = (_, answer) => answer,
): Scene {
  const { facts, answers } = JSON.parse(
    readFileSync(new URL(`${version}.json`, folder), 'utf8'),
  ) as Recording;

  const replay =
    (isSignedIn: boolean): typeof fetch =>
    async (input, init) => {
      const request = new Request(input, init);
      if (!isSignedIn && !request.headers.has('authorization'))
        return new Response('', { status: 401, headers: { 'www-authenticate': 'Basic realm="x"' } });
      const key = await keyOf(request);
      const answer = change(key.split(' ')[0] ?? '', answers[key]);
      if (answer === undefined) throw new Error(`nothing was recorded for ${key}`);
      return new Response(answer, { headers: { 'content-type': 'text/xml' } });
    };

  return {
    facts,
    connect: (access, signedIn = true) =>
      rtorrent.connect({
        address: 'http://client.test/rutorrent/',
        access,
        username: 'admin',
        secret: async () => 'secret',
        fetch: replay(signedIn && access === 'browser-session'),
      }),
    stop: async () => undefined,
  };
}
