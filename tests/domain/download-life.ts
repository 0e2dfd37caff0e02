import fc from 'fast-check';
import { advance } from '../../lib/domain/advance.ts';
import {
  type Download,
  type DownloadEvent,
  nextStep,
  type Step,
  startDownload,
} from '../../lib/domain/download.ts';
import type { ErrorCode, Failure } from '../../lib/domain/errors.ts';
import type { Torrent } from '../../lib/domain/torrent.ts';
import {
  day,
  exampleFailure,
  examplePlan,
  exampleTarget,
  exampleTorrent,
  hour,
  minute,
  noon,
  second,
} from './examples.ts';

/** How the world answers one step of the worker. */
export type Answer =
  | 'well'
  /** nobody answers: it may pass */
  | 'away'
  /** a clear no: a person has to do something */
  | 'refused'
  /** the request goes out, no answer comes back */
  | 'unclear'
  /** the worker dies before the request goes out, or after it */
  | 'dies-before'
  | 'dies-after';

/** One turn of a life: time passes, the world changes, the worker takes one step if one is due. */
export interface Turn {
  readonly passMs: number;
  readonly answer: Answer;
  /** Whether Plex takes up what it is told to scan. */
  readonly takesUp: boolean;
  readonly torrent: 'still' | 'moving' | 'moved';
  /** Take the step that is due next, however long that takes. */
  readonly waits: boolean;
  readonly person: 'retry' | null;
}

const passMs = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 2 * minute }) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 3 * day }) },
  { weight: 1, arbitrary: fc.integer({ min: -2 * hour, max: -1 }) },
  { weight: 1, arbitrary: fc.constantFrom(-40 * 365 * day, 40 * 365 * day, -second) },
);

/** Mostly the first of these, sometimes one of the others. */
const mostly = <T>(usual: T, weight: number, ...others: readonly T[]): fc.Arbitrary<T> =>
  fc.oneof({ weight, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constantFrom(...others) });

const turn: fc.Arbitrary<Turn> = fc.record({
  passMs,
  answer: fc.oneof(
    { weight: 9, arbitrary: mostly<Answer>('well', 2, 'away', 'unclear', 'dies-before', 'dies-after') },
    { weight: 1, arbitrary: mostly<Answer>('well', 4, 'refused') },
  ),
  takesUp: mostly(false, 9, true),
  torrent: mostly<Turn['torrent']>('still', 9, 'moving', 'moved'),
  waits: mostly(true, 4, false),
  person: mostly<Turn['person']>(null, 40, 'retry'),
});

/** Lives of some length in a world full of trouble. Weighted so that they go everywhere, which a test makes sure of. */
export const troubles = fc.array(turn, { maxLength: 90, size: 'max' });
export const someTroubles = fc.array(turn, { minLength: 1, maxLength: 25, size: 'max' });

/** A healthy world: everything answers and Plex takes up what it is told to scan. */
export const healthy: Turn = {
  passMs: 0,
  answer: 'well',
  takesUp: true,
  torrent: 'still',
  waits: true,
  person: null,
};

export const needsPerson = ({ problem }: Download): boolean => problem !== null && problem.retryAtMs === null;

/** A download, the worker that follows it, and the torrent client and Plex server around them, as plainly as can be. */
export class Life {
  /** What is in the store. */
  download: Download = startDownload('qb', exampleTorrent, noon);
  nowMs = noon;
  torrent: Torrent = exampleTorrent;
  inPlex = false;
  /** Scan requests that reached Plex since the person last asked to try again. */
  scans = 0;

  /** One turn; returns the download as it was before it. */
  live(turn: Turn): Download {
    const before = this.download;
    this.nowMs += turn.passMs;
    this.#changeTorrent(turn.torrent);
    const { nextAtMs } = this.download;
    if (turn.waits && nextAtMs !== Number.MAX_SAFE_INTEGER && nextStep(this.download, this.nowMs) === null) {
      this.nowMs = Math.max(this.nowMs, nextAtMs);
    }
    if (turn.person) this.decide(turn.person);
    else this.#takeStep(turn);
    return before;
  }

  decide(kind: 'retry' | 'ignore'): void {
    this.#hear({ kind });
    if (kind === 'retry' && this.download.sends === 0) this.scans = 0;
  }

  #hear(event: DownloadEvent): void {
    const next = advance(this.download, event, this.nowMs);
    if (next !== this.download) this.download = JSON.parse(JSON.stringify(next)); // as the store gives it back
  }

  #changeTorrent(change: Turn['torrent']): void {
    const savePath = change === 'moved' ? `${this.torrent.savePath}/x` : this.torrent.savePath;
    this.torrent = { ...exampleTorrent, savePath, phase: change === 'moving' ? 'moving' : 'complete' };
  }

  #takeStep({ answer, takesUp }: Turn): void {
    const step = nextStep(this.download, this.nowMs);
    if (step === null) return;
    if (step === 'send') this.#hear({ kind: 'sending' });
    const heard = step === 'send' ? this.#send(answer, takesUp) : this.#ask(step, answer);
    if (heard) this.#hear(heard);
  }

  /** What the worker hears; `null`: it died before. */
  #ask(step: Exclude<Step, 'send'>, answer: Answer): DownloadEvent | null {
    if (step === 'recover') return { kind: 'outcome-unknown' };
    if (answer === 'dies-before' || answer === 'dies-after') return null;
    if (answer === 'refused') return { kind: 'failed', failure: refusal('TOKEN_INVALID') };
    if (answer !== 'well') return { kind: 'failed', failure: exampleFailure() };
    if (step === 'poll') return { kind: 'polled', torrent: this.torrent };
    if (step === 'plan') return { kind: 'planned', plan: examplePlan };
    return this.inPlex ? { kind: 'found', target: exampleTarget } : { kind: 'absent' };
  }

  #send(answer: Answer, takesUp: boolean): DownloadEvent | null {
    if (this.download.stage !== 'sending') throw new Error('a send that was not written down');
    if (answer === 'dies-before') return null;
    if (answer === 'away') return { kind: 'not-sent', failure: exampleFailure() };
    if (answer === 'refused') return { kind: 'not-sent', failure: refusal('NO_LIBRARY_RIGHT') };
    this.scans++;
    if (takesUp) this.inPlex = true;
    if (answer === 'dies-after') return null;
    return { kind: answer === 'well' ? 'sent' : 'outcome-unknown' };
  }
}

const refusal = (code: ErrorCode): Failure => exampleFailure({ code, retryable: false });
