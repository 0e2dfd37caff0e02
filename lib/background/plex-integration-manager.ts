import { advance } from '../domain/advance.ts';
import { type Download, nextStep } from '../domain/download.ts';
import { type ErrorCode, failureOf } from '../domain/errors.ts';
import type { ServerState } from '../domain/overview.ts';
import type { ClientSettings, Settings } from '../domain/settings.ts';
import type { PlexEvent } from '../ports/plex-server.ts';
import type { SettingsStore } from '../ports/settings-store.ts';
import type { ClientWatch } from './client-watch.ts';
import { type FollowDeps, followDownload, lookElsewhere } from './follow-download.ts';
import { HintListener } from './hint-listener.ts';
import { resume } from './resume.ts';
import { nextInTurn, stepsInMs } from './step-order.ts';
import { agreeMs } from './watch-client.ts';

/** While a torrent page is looked at, its client is polled this often, or slower if its answers take long. */
const quickPollMs = 1_500;
/** How much longer a client rests than it works for us: qBittorrent 4.5 needs 1.8 s for a list of 10,000. */
const restPerWork = 15;
/** Timers do not survive the worker; what is due later is left to the alarm. */
const longestTimerMs = 25_000;
const probeMs = 10_000;
const longestElsewhereMinutes = 24 * 60;

const awayStates: readonly ServerState[] = ['offline', 'starting'];

/** Problems that go when a server is back. */
const awayCodes: readonly ErrorCode[] = [
  'UNREACHABLE',
  'TIMED_OUT',
  'SERVER_ERROR',
  'SERVER_BUSY',
  'NOT_PLEX',
  'REDIRECTED',
];
/** After so long without any news the alarm may come less often. */
const quietAfterMs = 60 * 60_000;

const waitsFor = (download: Download, machineIdentifier: string): boolean =>
  download.problem !== null &&
  download.problem.retryAtMs !== null &&
  awayCodes.includes(download.problem.code) &&
  (download.plan === null || download.plan.machineIdentifier === machineIdentifier);

interface Deps extends FollowDeps {
  readonly settings: SettingsStore;
  readonly clients: ClientWatch;
  /** Ids of clients whose page is visible now. */
  readonly watchedClients: (settings: Settings) => ReadonlySet<string>;
  readonly heard?: (machineIdentifier: string, event: PlexEvent) => void;
  /** Something that pages or the popup show has changed. */
  readonly changed: () => void;
  /** How often the alarm is to come from now on, in minutes. */
  readonly beat?: (minutes: 0.5 | 1) => void;
  /** `setTimeout`; given so that tests own the clock. */
  readonly later: (run: () => void, delayMs: number) => () => void;
}

/**
 * Takes completed downloads into Plex: completed → settled → mapped → looked up → scanned once → verified → available.
 *
 * One turn at a time: a turn polls the clients that are due and takes every step that is due, and each step is saved
 * before it acts (`followDownload`). The worker may die anywhere; the next turn goes on from what was saved.
 */
export class PlexIntegrationManager {
  #deps: Deps;
  #turn: Promise<void> | undefined;
  #again = false;
  #stopTimer: () => void = () => undefined;
  #polledAtMs = new Map<string, number>();
  #pollTookMs = new Map<string, number>();
  #recovered = false;
  #mayProbe = true;
  #mustProbe = false;
  #mayLookElsewhere = false;
  #failures = new Map<string, number>();
  #watchedAtMs = 0;
  #hints: HintListener;

  constructor(deps: Deps) {
    this.#deps = deps;
    this.#hints = new HintListener(deps, () => this.#lookAtVerifying());
  }

  /** One turn for everything: the alarm, "scan now". Resolves when what is due has been done. */
  async tick(): Promise<void> {
    this.#polledAtMs.clear();
    this.#mayProbe = true;
    this.#mayLookElsewhere = true;
    await this.wake();
  }

  /** Something may be due. Turns never overlap; a wake during one makes another follow. */
  async wake(): Promise<void> {
    this.#again = true;
    this.#turn ??= this.#run();
    return this.#turn;
  }

  /** `wake` for those who don't wait. A turn that fails (storage, mostly) is tried again at the next alarm. */
  start(): void {
    this.wake().catch((error: unknown) => {
      this.#deps.log('turn.failed', { code: failureOf(error, 'turn').code });
    });
  }

  /** The person asks to try a download again, or does not want it in Plex. */
  async decide(id: string, kind: 'retry' | 'ignore'): Promise<void> {
    const { book, now, changed } = this.#deps;
    await book.open();
    await book.update([id], (download) => advance(download, { kind }, now()));
    if (kind === 'retry') this.#mustProbe = true; // whoever asks may know that it is back
    changed();
    this.start();
  }

  /** What these problems were about has been mended: the downloads that wait for it go on at once. */
  async mended(codes: readonly ErrorCode[]): Promise<void> {
    await this.#deps.book.open();
    await this.#resume(codes);
    // A step under way may still fail for the old reason: once more when it is over.
    const again = (): void =>
      void this.#resume(codes).then(
        () => this.start(),
        () => undefined,
      );
    this.#turn?.then(again, again);
    this.start();
  }

  async #resume(codes: readonly ErrorCode[]): Promise<void> {
    const { book, now } = this.#deps;
    const waits = ({ problem }: Download): boolean => problem !== null && codes.includes(problem.code);
    const ids = book
      .all()
      .filter(waits)
      .map((download) => download.id);
    await book.update(ids, (download) => (waits(download) ? resume(download, now()) : download));
  }

  async #run(): Promise<void> {
    try {
      while (this.#again) {
        this.#again = false;
        await this.#oneTurn();
      }
    } finally {
      this.#turn = undefined; // at once, or a wake in between would be lost
    }
  }

  async #oneTurn(): Promise<void> {
    const { book, settings: store, changed } = this.#deps;
    this.#stopTimer();
    try {
      await book.open();
      await book.prune(this.#deps.now());
      await this.#recover();
      const settings = await store.read();
      let polling = true;
      const polled = this.#poll(settings).finally(() => {
        polling = false;
      });
      if (this.#mayProbe || this.#mustProbe) await this.#probe(settings);
      this.#mayProbe = false;
      while (polling) {
        await this.#follow(); // a slow client keeps nobody waiting for Plex
        await this.#untilDue(polled);
      }
      await polled;
      await this.#follow();
      if (this.#mayLookElsewhere) await this.#lookElsewhere(settings);
      this.#mayLookElsewhere = false;
      this.#hints.listen(await store.read());
    } catch (error) {
      await this.#makeRoom(error);
      throw error;
    } finally {
      changed();
    }
    await this.#setTimer(); // after a turn that failed the alarm is soon enough
  }

  /** A storage that is full takes nothing until something of ours has gone from it. */
  async #makeRoom(error: unknown): Promise<void> {
    if (failureOf(error, 'turn').code !== 'STORAGE_BROKEN') return;
    await this.#deps.book.prune(this.#deps.now(), true).catch(() => undefined); // the first error says it
  }

  /** Waits until a step is due, or what was waited for has happened. */
  async #untilDue(happened: Promise<unknown>): Promise<void> {
    let stop: () => void = () => undefined;
    const due = new Promise<void>((resolve) => {
      stop = this.#deps.later(resolve, Math.max(50, Math.min(longestTimerMs, ...this.#stepsInMs())));
    });
    await Promise.race([happened, due]);
    stop();
  }

  #stepsInMs(): readonly number[] {
    return stepsInMs(this.#deps.book.all(), this.#deps.now());
  }

  /** A send found half done belongs to a worker that died: its outcome is unknown. */
  async #recover(): Promise<void> {
    if (this.#recovered) return;
    const { book, now } = this.#deps;
    const put = book
      .all()
      .filter((download) => download.stage === 'sending')
      .map((download) => advance(download, { kind: 'outcome-unknown' }, now()));
    if (put.length > 0) await book.commit({ put });
    this.#recovered = true;
  }

  async #poll(settings: Settings): Promise<void> {
    const { clients, now } = this.#deps;
    const watched = this.#deps.watchedClients(settings);
    await Promise.all(
      settings.clients.map(async (client) => {
        const last = this.#polledAtMs.get(client.id);
        const took = this.#pollTookMs.get(client.id) ?? 0;
        const rest = took + Math.max(quickPollMs, restPerWork * took);
        const due =
          last === undefined ||
          (watched.has(client.id) && now() - last >= rest) ||
          (this.#settlesBaseline(client) && now() - last >= agreeMs);
        if (!due) return;
        const startMs = now();
        this.#polledAtMs.set(client.id, startMs);
        await clients.poll(client);
        this.#pollTookMs.set(client.id, now() - startMs);
      }),
    );
  }

  /** A baseline is not left half taken until the next alarm: what completes meanwhile is harder to tell. */
  #settlesBaseline({ id }: ClientSettings): boolean {
    const { book, clients } = this.#deps;
    return book.memory(id)?.isProvisional === true && clients.stateOf(id).state === 'online';
  }

  /** Takes steps until nothing is due: most steps make the next one due at once. */
  async #follow(): Promise<void> {
    const { book, now, changed, settings } = this.#deps;
    const stuck = new Set<string>();
    for (;;) {
      const moving = stuck.size === 0 ? book.all() : book.all().filter(({ id }) => !stuck.has(id));
      const download = nextInTurn(moving, this.#failures, now());
      if (!download) return;
      const current = await settings.read();
      const away = this.#awayFor(current, download);
      if (away) await this.#postpone(current, away);
      else await followDownload(this.#deps, current, download);
      const after = book.get(download.id);
      if (after?.problem) this.#failures.set(download.id, (this.#failures.get(download.id) ?? 0) + 1);
      if (after === download || after?.problem) stuck.add(download.id);
      changed();
    }
  }

  /** Why this download's server can't be asked now: its own, or all of them while it is not decided; `null` if it can. */
  #awayFor(settings: Settings, { plan, stage }: Download): ErrorCode | null {
    const codeOf = (id: string): ErrorCode | null => {
      const { state, code } = this.#deps.servers.stateOf(id);
      return awayStates.includes(state) ? (code ?? 'UNREACHABLE') : null;
    };
    if (plan) return codeOf(plan.machineIdentifier);
    if (stage !== 'ready' || settings.servers.length === 0) return null;
    const codes = settings.servers.map(({ machineIdentifier }) => codeOf(machineIdentifier));
    return codes.includes(null) ? null : (codes[0] ?? null);
  }

  /**
   * A server that is known to be away is not asked for every download anew, and costs none of them anything: all that
   * wait for it are put off in one change.
   */
  async #postpone(settings: Settings, code: ErrorCode): Promise<void> {
    const { book, now } = this.#deps;
    const failure = { code, operation: 'download.wait', server: null, retryable: true, retryAfterMs: null };
    const ids = book
      .all()
      .filter((one) => nextStep(one, now()) !== null && this.#awayFor(settings, one) !== null)
      .map(({ id }) => id);
    await book.update(ids, (one) => advance(one, { kind: 'failed', failure }, now()));
  }

  /**
   * Asks servers that are away, while something waits for them, whether they are back: one request without token. A
   * worker that has just started does not know yet that they are.
   */
  async #probe(settings: Settings): Promise<void> {
    const { book, now, servers } = this.#deps;
    const mustProbe = this.#mustProbe;
    this.#mustProbe = false;
    for (const server of settings.servers) {
      if (servers.stateOf(server.machineIdentifier).state === 'online') continue;
      const waiting = book.all().filter((one) => waitsFor(one, server.machineIdentifier));
      if (waiting.length === 0 && !mustProbe) continue;
      const signal = AbortSignal.timeout(probeMs);
      const back = await servers
        .use(server, 'plex.probe', (plex) => plex.identity(signal))
        .then(
          () => true,
          () => false,
        );
      if (!back) continue;
      const stillWaits = (one: Download): boolean => waitsFor(one, server.machineIdentifier);
      const ids = waiting.map((one) => one.id);
      await book.update(ids, (one) => (stillWaits(one) ? resume(one, now()) : one));
    }
  }

  /** What no library covers may have been brought into Plex by another program since: looks at doubling times. */
  async #lookElsewhere(settings: Settings): Promise<void> {
    const { book, now, changed } = this.#deps;
    for (const download of book.all()) {
      const { problem } = download;
      if (problem?.code !== 'UNMAPPED' || problem.retryAtMs !== null) continue;
      const minutes = Math.floor((now() - problem.sinceMs) / 60_000);
      const isTime = minutes > 0 && minutes <= longestElsewhereMinutes && (minutes & (minutes - 1)) === 0;
      if (isTime && (await lookElsewhere(this.#deps, settings, download))) changed();
    }
  }

  /** A hint from Plex: look for everything that was sent, without using up patience. */
  async #lookAtVerifying(): Promise<void> {
    const settings = await this.#deps.settings.read();
    for (const download of this.#deps.book.all()) {
      if (download.stage === 'verifying') await followDownload(this.#deps, settings, download, true);
    }
    this.#deps.changed();
    this.#hints.listen(settings);
  }

  async #setTimer(): Promise<void> {
    const settings = await this.#deps.settings.read();
    const watched = this.#deps.watchedClients(settings);
    this.#beat(settings, watched.size > 0);
    const polls = settings.clients
      .filter((client) => watched.has(client.id))
      .map((client) => Math.max(quickPollMs, restPerWork * (this.#pollTookMs.get(client.id) ?? 0)));
    const baselines = settings.clients.some((client) => this.#settlesBaseline(client)) ? [agreeMs] : [];
    const next = Math.max(50, Math.min(longestTimerMs + 1, ...polls, ...baselines, ...this.#stepsInMs()));
    if (next <= longestTimerMs) this.#stopTimer = this.#deps.later(() => this.start(), next);
  }

  /** Half a minute while something is going on, and a minute when there was no news for an hour. */
  #beat(settings: Settings, isWatched: boolean): void {
    const { book, now, beat } = this.#deps;
    if (isWatched) this.#watchedAtMs = now();
    const goesOn = book.all().some((one) => nextStep(one, one.nextAtMs) !== null);
    const newsMs = [
      this.#watchedAtMs,
      ...book.all().map(({ detectedAtMs }) => detectedAtMs),
      ...settings.clients.map(({ id }) => book.memory(id)?.baselineAtMs ?? now()),
    ];
    const isRecent = newsMs.some((atMs) => Math.abs(now() - atMs) < quietAfterMs);
    beat?.(goesOn || isRecent ? 0.5 : 1);
  }
}
