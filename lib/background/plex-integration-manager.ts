import { advance } from '../domain/advance.ts';
import { type ErrorCode, failureOf } from '../domain/errors.ts';
import type { HeldBatch } from '../domain/held-batch.ts';
import type { Settings } from '../domain/settings.ts';
import type { PlexEvent } from '../ports/plex-server.ts';
import type { SettingsStore } from '../ports/settings-store.ts';
import { answerBatch } from './answer-batch.ts';
import type { ClientWatch } from './client-watch.ts';
import { DueSteps } from './due-steps.ts';
import type { FollowDeps } from './follow-deps.ts';
import { followDownload } from './follow-download.ts';
import { type BeatMinutes, HeartBeat } from './heart-beat.ts';
import { HintListener } from './hint-listener.ts';
import { lookElsewhereAgain } from './look-elsewhere.ts';
import { ClientPolls } from './poll-clients.ts';
import { resumeAll } from './resume.ts';
import { probe } from './servers-away.ts';

/** Timers do not survive the worker; what is due later is left to the alarm. */
const longestTimerMs = 25_000;

interface Deps extends FollowDeps {
  readonly settings: SettingsStore;
  readonly clients: ClientWatch;
  /** Ids of clients whose page is visible now. */
  readonly watchedClients: (settings: Settings) => ReadonlySet<string>;
  readonly heard?: (machineIdentifier: string, event: PlexEvent) => void;
  /** Something that pages or the popup show has changed. */
  readonly changed: () => void;
  /** How often the alarm is to come from now on, in minutes. */
  readonly beat?: (minutes: BeatMinutes) => void;
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
  #recovered = false;
  #mayProbe = true;
  #mustProbe = false;
  #mayLookElsewhere = false;
  #polls: ClientPolls;
  #steps: DueSteps;
  #heart: HeartBeat;
  #hints: HintListener;

  constructor(deps: Deps) {
    this.#deps = deps;
    this.#polls = new ClientPolls(deps);
    this.#steps = new DueSteps(deps);
    this.#heart = new HeartBeat(deps.book);
    this.#hints = new HintListener(deps, () => this.#lookAtVerifying());
  }

  /** One turn for everything: the alarm, "scan now". Resolves when what is due has been done. */
  async tick(): Promise<void> {
    this.#polls.allDue();
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

  /** The person has said whether many that completed at once are to be followed. */
  async answerBatch(batch: Pick<HeldBatch, 'clientId' | 'untilMs'>, isWanted: boolean): Promise<void> {
    const { book, now, changed } = this.#deps;
    await answerBatch(book, batch, isWanted, now());
    changed();
    this.start();
  }

  /** What these problems were about has been mended: the downloads that wait for it go on at once. */
  async mended(codes: readonly ErrorCode[]): Promise<void> {
    const { book, now } = this.#deps;
    await book.open();
    await resumeAll(book, codes, now());
    // A step under way may still fail for the old reason: once more when it is over.
    const again = (): void =>
      void resumeAll(book, codes, now()).then(
        () => this.start(),
        () => undefined,
      );
    this.#turn?.then(again, again);
    this.start();
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
      const polled = this.#polls.poll(settings).finally(() => {
        polling = false;
      });
      await this.#probe(settings);
      while (polling) {
        await this.#steps.take(); // a slow client keeps nobody waiting for Plex
        await this.#untilDue(polled);
      }
      await polled;
      await this.#steps.take();
      if (this.#mayLookElsewhere) await lookElsewhereAgain(this.#deps, settings);
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

  /** At each alarm, and when a person asks. */
  async #probe(settings: Settings): Promise<void> {
    const mustProbe = this.#mustProbe;
    this.#mustProbe = false;
    if (this.#mayProbe || mustProbe) await probe(this.#deps, settings, mustProbe);
    this.#mayProbe = false;
  }

  /** Waits until a step is due, or what was waited for has happened. */
  async #untilDue(happened: Promise<unknown>): Promise<void> {
    let stop: () => void = () => undefined;
    const due = new Promise<void>((resolve) => {
      stop = this.#deps.later(resolve, Math.max(50, Math.min(longestTimerMs, ...this.#steps.dueInMs())));
    });
    await Promise.race([happened, due]);
    stop();
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
    const { settings: store, watchedClients, now, beat } = this.#deps;
    const settings = await store.read();
    beat?.(this.#heart.minutes(settings, watchedClients(settings).size > 0, now()));
    const dueInMs = [...this.#polls.dueInMs(settings), ...this.#steps.dueInMs()];
    const next = Math.max(50, Math.min(longestTimerMs + 1, ...dueInMs));
    if (next <= longestTimerMs) this.#stopTimer = this.#deps.later(() => this.start(), next);
  }
}
