import { refusalOf } from '../domain/invitation.ts';
import { oneAtATime } from '../domain/one-at-a-time.ts';
import { type PeopleErrorCode, peopleFailureOf } from '../domain/people-errors.ts';
import { type Guest, isOver, type Redemption, type RedemptionStage } from '../domain/redemption.ts';
import { never } from '../domain/retry.ts';
import { type Asked, failedBy, newRedemption, putRedemption, reserve } from './ask.ts';
import type { RedeemDeps } from './deps.ts';
import { followAll } from './follow-all.ts';
import { createGuestTokens, type GuestTokens } from './guest-tokens.ts';
import { checkLink } from './links.ts';
import { failureOfRun, takeSteps } from './run.ts';
import { undoRun } from './undo.ts';

/**
 * Redeems invitations. A use is taken before anything is made; whatever fails, what the run made is taken back and the
 * use given back. All that is known is in the book, so a new worker goes on where the last one died: call `tick` when
 * one starts, and when the time of `nextAtMs` has come. Runs go one after the other: each must know what there was
 * before it.
 */
export class Redeemer {
  readonly #deps: RedeemDeps;
  readonly #tokens: GuestTokens;
  readonly #inTurn = oneAtATime();

  constructor(deps: RedeemDeps) {
    this.#deps = deps;
    this.#tokens = createGuestTokens(deps);
  }

  /**
   * Makes a link; whoever signs in at its address is the guest. `here`: they do so on this browser, before the eyes of
   * the owner, who need not be asked again.
   */
  async startLink(invitationId: string, where: 'anywhere' | 'here' = 'anywhere'): Promise<Asked> {
    const { book, signIn, signal, now } = this.#deps;
    const refused = await book.decide((view) => ({
      result: refusalOf(view.invitation(invitationId), now()),
    }));
    if (refused) return { refused };
    const pin = await signIn.create(signal);
    return putRedemption(this.#deps, invitationId, (invitation) => ({
      ...newRedemption(invitation, this.#deps.newId(), now()),
      pin,
      confirm: where === 'here' ? 'at-once' : invitation.confirm,
    }));
  }

  /**
   * For somebody the owner names: the name of a managed user to be, or the address of a friend. `confirm` starts it.
   */
  prepareFor(invitationId: string, guest: Pick<Guest, 'email' | 'name'>): Promise<Asked> {
    const { now, newId } = this.#deps;
    return putRedemption(this.#deps, invitationId, (invitation) => ({
      ...newRedemption(invitation, newId(), now()),
      stage: 'waiting-for-owner',
      nextAtMs: never,
      guest: { ...guest, id: null },
    }));
  }

  /** The owner agrees to share with whoever signed in. Resolves when the run is over, one way or the other. */
  async confirm(id: string): Promise<void> {
    const refusal = await reserve(this.#deps, id);
    const run = this.#deps.book.redemption(id);
    if (refusal && run) await this.#tokens.forget(run, { isOwner: false });
    if (!refusal) await this.#inTurn(() => this.#advance(id));
  }

  /** The owner does not want it (any more). What is under way is undone; what is done is taken back. */
  async cancel(id: string, code: PeopleErrorCode = 'CANCELLED'): Promise<void> {
    const { book, now } = this.#deps;
    const run = await book.update(id, (current) => {
      const { stage } = current;
      if (isOver(current)) return current;
      if (stage === 'waiting-for-guest' || stage === 'waiting-for-owner') {
        return { ...failedBy(current, code, now()), stage: 'cancelled' };
      }
      if (stage === 'done') return { ...current, endsAtMs: now(), nextAtMs: now() };
      return { ...current, isCancelled: true };
    });
    if (run?.stage === 'cancelled') await this.#tokens.forget(run, { isOwner: false });
    if (run?.stage === 'done') await this.#inTurn(() => this.#advance(id));
  }

  /** Does everything that is due; what one redemption runs into does not keep another waiting. */
  async tick(): Promise<void> {
    const { book, now } = this.#deps;
    await book.open();
    for (const { id } of book.redemptions()) {
      await this.#inTurn(() => this.#advance(id)).catch((error: unknown) => {
        this.#deps.signal.throwIfAborted();
        this.#deps.log('people.tick.failed', { level: 'error', code: peopleFailureOf(error, 'tick').code });
      });
    }
    await book.prune(now());
  }

  /** When `tick` has something to do again; `null`: not by itself. Epoch milliseconds. */
  nextAtMs(): number | null {
    const next = Math.min(
      ...this.#deps.book.redemptions().map((run) => (isOver(run) ? never : run.nextAtMs)),
    );
    return next >= never ? null : next;
  }

  /** Opens what has come to the servers since, to those who were given all of them. */
  async followAll(): Promise<void> {
    for (const { id } of this.#deps.book.redemptions()) {
      await this.#inTurn(() => followAll(this.#deps, id));
    }
  }

  async #advance(id: string): Promise<void> {
    const { book, now } = this.#deps;
    const run = book.redemption(id);
    if (!run) return;
    if (run.pin && (isOver(run) || run.stage === 'done')) {
      // the worker died before it could forget
      await this.#tokens.forget(run, { isOwner: run.failure?.code === 'YOURSELF' });
      return;
    }
    if (isOver(run) || run.nextAtMs > now()) return;
    if (run.stage === 'waiting-for-guest') {
      const isToConfirm = await checkLink(this.#deps, this.#tokens, run);
      if (isToConfirm && (await reserve(this.#deps, id)) === null) await this.#advance(id);
    } else if (run.stage === 'running') await this.#run(run);
    else if (run.stage === 'undoing') await this.#undo(id, 'failed');
    else if (run.stage === 'done' || run.stage === 'ending') await this.#end(run);
  }

  async #run(run: Redemption): Promise<void> {
    const { book, now, log, signal } = this.#deps;
    try {
      await takeSteps(this.#deps, this.#tokens, run.id);
    } catch (error) {
      signal.throwIfAborted();
      const failure = failureOfRun(error);
      log('people.redeem.failed', { level: 'warn', code: failure.code, server: failure.server });
      await book.update(run.id, (current) => ({
        ...current,
        stage: 'undoing',
        stageSinceMs: now(),
        nextAtMs: now(),
        failure,
      }));
      return this.#undo(run.id, failure.code === 'CANCELLED' ? 'cancelled' : 'failed');
    }
    const done = book.redemption(run.id);
    log('people.redeem.done', { level: 'info' });
    if (done) await this.#tokens.forget(done, { isOwner: false });
  }

  async #undo(id: string, stage: RedemptionStage): Promise<void> {
    const { book, now } = this.#deps;
    if (!(await undoRun(this.#deps, id))) return;
    const wasCancelled = book.redemption(id)?.failure?.code === 'CANCELLED';
    await book.giveUp(id, (current) => ({
      ...current,
      stage: wasCancelled ? 'cancelled' : stage,
      stageSinceMs: now(),
      nextAtMs: never,
    }));
    const run = book.redemption(id);
    if (run) await this.#tokens.forget(run, { isOwner: run.failure?.code === 'YOURSELF' });
  }

  async #end({ id }: Redemption): Promise<void> {
    const { book, now, log } = this.#deps;
    await book.update(id, (current) =>
      current.stage === 'ending' ? current : { ...current, stage: 'ending', stageSinceMs: now() },
    );
    if (!(await undoRun(this.#deps, id))) return;
    log('people.access.ended', { level: 'info' });
    await book.update(id, (current) => ({
      ...current,
      stage: 'ended',
      stageSinceMs: now(),
      nextAtMs: never,
    }));
  }
}
