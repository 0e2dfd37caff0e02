import type { StandIn } from '../index.ts';

export interface Asked {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The parsed body; throws when it is not JSON. */
  json(): Loose;
}

/** Answers as tests look at them: any key, any depth. */
export interface Loose {
  readonly [key: string]: Loose;
}

export interface Asking {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** `null`: without. Default: the owner's. */
  readonly token?: string | null;
  readonly accept?: string;
  readonly signal?: AbortSignal;
}

/** One request to the stand-in, by default as a well-behaved client makes it. */
export async function ask(standIn: StandIn, address: string, asking: Asking = {}): Promise<Asked> {
  const url = address.startsWith('/api/') ? standIn.plexTvUrl + address : standIn.plexUrl + address;
  const token = asking.token === undefined ? standIn.token : asking.token;
  const answer = await fetch(url, {
    method: asking.method ?? 'GET',
    redirect: 'manual',
    headers: {
      Accept: asking.accept ?? 'application/json',
      'X-Plex-Client-Identifier': 'test-client',
      ...(token !== null && { 'X-Plex-Token': token }),
      ...asking.headers,
    },
    ...(asking.body !== undefined && { body: asking.body }),
    ...(asking.signal && { signal: asking.signal }),
  });
  const text = await answer.text();
  return {
    status: answer.status,
    headers: answer.headers,
    text,
    json: () => JSON.parse(text) as Loose,
  };
}

/** The entries of a list in a media container, `[]` when the key is missing. */
export const listOf = (asked: Asked, name = 'Metadata'): readonly Record<string, unknown>[] =>
  (asked.json().MediaContainer?.[name] ?? []) as unknown as Record<string, unknown>[];
