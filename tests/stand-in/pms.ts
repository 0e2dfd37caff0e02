import type { ServerResponse } from 'node:http';
import type { Access, Tokens } from './access.ts';
import type { Clock } from './clock.ts';
import type { Events } from './events.ts';
import type { Delays } from './options.ts';
import type { PlexLibrary } from './plex-library.ts';
import type { Reply } from './reply.ts';
import type { RequestRecord } from './request-log.ts';
import type { Section } from './section.ts';

/** One Plex Media Server: its identity and everything its routes look at. */
export interface Pms {
  machineIdentifier: string;
  name: string;
  version: string;
  readonly clock: Clock;
  readonly tokens: Tokens;
  readonly events: Events;
  readonly library: PlexLibrary;
  delays: Delays;
  readonly refusedStatus: 401 | 403;
  readonly ownerEmail: string;
  /** What is playing; only the number of entries matters to anyone here. */
  sessions: number;
}

export interface PmsRequest {
  readonly record: RequestRecord;
  readonly query: RequestRecord['query'];
  readonly access: Access;
  /** Groups of the route's pattern, decoded. */
  readonly params: readonly string[];
  /** For streams only. */
  readonly response: ServerResponse;
}

export type Handler = (pms: Pms, request: PmsRequest) => Reply;

export interface Route {
  readonly methods: readonly string[];
  readonly pattern: RegExp;
  /** `open`: no token needed. `owner`: a shared user's token is refused. */
  readonly access: 'open' | 'any' | 'owner';
  readonly handle: Handler;
}

export function route(methods: string, pattern: RegExp, access: Route['access'], handle: Handler): Route {
  return { methods: methods.split(' '), pattern, access, handle };
}

export const mayRead = (access: Access, section: Section): boolean =>
  access.sections === null || access.sections.has(section.key);

export const sectionsFor = (pms: Pms, access: Access): Section[] =>
  pms.library.sections.filter((section) => mayRead(access, section));

export const sectionFor = (pms: Pms, { access, params }: PmsRequest): Section | undefined =>
  sectionsFor(pms, access).find((section) => section.key === params[0]);
