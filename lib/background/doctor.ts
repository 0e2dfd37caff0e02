import { type ErrorCode, failureOf } from '../domain/errors.ts';
import type { ClientSettings, ServerSettings, Settings } from '../domain/settings.ts';
import type { Diagnosis, DoctorStep } from '../messages/contract.ts';
import { clientSecretKey, type Vault } from '../ports/vault.ts';
import { type ClientCheckDeps, checkClient } from './check-client.ts';
import { checkPaths } from './check-paths.ts';
import { checkPlex, type PlexCheckDeps } from './check-plex.ts';
import type { Connections } from './connections.ts';
import type { DownloadBook } from './download-book.ts';
import { inferCause, type Knock } from './infer-cause.ts';
import type { ServerWatch } from './server-watch.ts';

/** A stream of events that is not refused within this is open: it may be silent for long. */
const streamMs = 2_500;

export interface DoctorDeps {
  readonly book: DownloadBook;
  readonly vault: Vault;
  readonly servers: ServerWatch;
  readonly connections: Connections;
  readonly plexCheck: PlexCheckDeps;
  readonly clientCheck: ClientCheckDeps;
  readonly labelOf: (kind: string) => string;
  readonly knock: Knock;
  /** Who keeps the browser from reaching this address, if anybody does. */
  readonly blocked: (address: string) => Promise<Diagnosis['blockedBy']>;
  readonly now: () => number;
}

/**
 * Looks at everything between a finished download and Plex, in the order in which one stands on the other, and stops at
 * the first thing that is wrong: what comes after it could only fail for the same reason.
 */
export async function runDoctor(deps: DoctorDeps, settings: Settings): Promise<Diagnosis> {
  const visit = new Visit(deps);
  const isWell =
    visit.isSetUp(settings) &&
    (await inTurn(settings.servers, (server) => visit.server(server))) &&
    (await inTurn(settings.clients, (client) => visit.client(client))) &&
    (await visit.paths(settings)) &&
    (await inTurn(settings.servers, (server) => visit.events(server)));
  const { steps, address } = visit;
  const isAway = !isWell && steps.at(-1)?.step === 'reachable' && address !== null;
  return { steps, address, blockedBy: isAway ? await deps.blocked(address) : null };
}

async function inTurn<T>(all: readonly T[], isWell: (one: T) => Promise<boolean>): Promise<boolean> {
  for (const one of all) if (!(await isWell(one))) return false;
  return true;
}

class Visit {
  readonly steps: DoctorStep[] = [];
  /** What the last step that failed was about. */
  address: string | null = null;
  #deps: DoctorDeps;

  constructor(deps: DoctorDeps) {
    this.#deps = deps;
  }

  isSetUp({ servers, clients }: Settings): boolean {
    if (servers.length > 0 && clients.length > 0) return true;
    this.steps.push({ step: 'set-up', about: null, ok: false, code: null, found: null });
    return false;
  }

  async server(server: ServerSettings): Promise<boolean> {
    const { address, machineIdentifier, name } = server;
    const check = await checkPlex(this.#deps.plexCheck, { address, machineIdentifier, token: null });
    for (const { step, ok, code, found } of check.steps) {
      this.steps.push({ step, about: name, ok, code, found });
      if (!ok) return this.#stop(address);
      if (step === 'token' && check.server) {
        this.#pass('owner', name, check.server.isShared ? 'guest' : 'owner');
        this.#pass('version', name, check.server.version.split('-')[0] ?? null);
      }
    }
    return true;
  }

  /** A password that was refused is not tried again: that could ban the person from their own program. */
  async client(client: ClientSettings): Promise<boolean> {
    const { clientCheck, vault, labelOf, knock, now } = this.#deps;
    const about = labelOf(client.kind);
    const { refusal, id, address } = client;
    if (refusal && (refusal.untilMs === null || refusal.untilMs > now())) {
      return this.#fail('signed-in', about, refusal.code, address);
    }
    const check = await checkClient(clientCheck, client, await vault.get(clientSecretKey(id)));
    for (const { step, ok, code, found } of check.steps) {
      const cause = code === 'UNREACHABLE' ? await inferCause(address, knock) : code;
      this.steps.push({ step, about, ok, code: cause, found });
    }
    return check.ok || this.#stop(address);
  }

  /** A folder outside of all libraries is a fault only if something for Plex is in it, or if no folder is inside one. */
  async paths(settings: Settings): Promise<boolean> {
    const { connections, servers, book } = this.#deps;
    const { paths, failures } = await checkPaths(connections, servers, settings, settings.mappings);
    const [failure] = failures;
    if (failure) return this.#fail('paths', failure.server, failure.code, null);
    await book.open();
    const stuck = book.all().find(({ problem }) => problem?.code === 'UNMAPPED');
    const covered = paths.filter(({ sectionTitle }) => sectionTitle !== null).length;
    const lost = stuck?.contentPath ?? stuck?.savePath ?? (covered === 0 ? paths[0]?.clientPath : undefined);
    if (lost !== undefined) return this.#fail('paths', null, 'UNMAPPED', null, lost);
    return this.#pass('paths', null, `${covered} / ${paths.length}`);
  }

  async events(server: ServerSettings): Promise<boolean> {
    if (server.isShared) return true;
    const end = new AbortController();
    const opened = this.#deps.connections.server(server).events(end.signal)[Symbol.asyncIterator]().next();
    const refused = opened.then(
      () => null,
      (error: unknown) => failureOf(error, 'doctor.events').code,
    );
    const patience = new Promise<null>((resolve) => setTimeout(() => resolve(null), streamMs));
    const code = await Promise.race([refused, patience]);
    end.abort();
    if (code) return this.#fail('events', server.name, code, server.address);
    return this.#pass('events', server.name, null);
  }

  #pass(step: DoctorStep['step'], about: string | null, found: string | null): true {
    this.steps.push({ step, about, ok: true, code: null, found });
    return true;
  }

  #fail(
    step: DoctorStep['step'],
    about: string | null,
    code: ErrorCode,
    address: string | null,
    found: string | null = null,
  ): false {
    this.steps.push({ step, about, ok: false, code, found });
    return this.#stop(address);
  }

  #stop(address: string | null): false {
    this.address = address;
    return false;
  }
}
