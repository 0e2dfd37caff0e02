import { giveBackUse, type Invitation } from '../domain/invitation.ts';
import { oneAtATime } from '../domain/one-at-a-time.ts';
import { isOver, type Redemption } from '../domain/redemption.ts';
import type { PeopleChange, PeopleStore } from '../ports/people-store.ts';

/** Redemptions that are over are kept this long and this many, as the journal. */
const keepMs = 365 * 24 * 60 * 60 * 1000;
const keepCount = 500;

/** What a turn sees, and what it may change. */
export interface PeopleBookView {
  invitation(id: string): Invitation | undefined;
  redemption(id: string): Redemption | undefined;
}

/**
 * Invitations and redemptions as the background knows them: read once when the worker starts, and from then on changed
 * here only. Every change is stored before it counts; if storing fails, nothing has changed. Changes wait for each
 * other: of two that want the last use of an invitation, the second sees that it is taken.
 */
export class PeopleBook implements PeopleBookView {
  readonly #store: PeopleStore;
  readonly #invitations = new Map<string, Invitation>();
  readonly #redemptions = new Map<string, Redemption>();
  #opened: Promise<void> | undefined;
  readonly #inTurn = oneAtATime();
  #broken = 0;

  constructor(store: PeopleStore) {
    this.#store = store;
  }

  /** Reads the store once; a failed read is tried again at the next call. */
  open(): Promise<void> {
    this.#opened ??= this.#read().catch((error: unknown) => {
      this.#opened = undefined;
      throw error;
    });
    return this.#opened;
  }

  async #read(): Promise<void> {
    const { invitations, redemptions, broken } = await this.#store.load();
    this.#broken = broken;
    for (const invitation of invitations) this.#invitations.set(invitation.id, invitation);
    for (const redemption of redemptions) this.#redemptions.set(redemption.id, redemption);
  }

  /** Entries that could not be read at the start; they were set aside. */
  get broken(): number {
    return this.#broken;
  }

  invitations(): readonly Invitation[] {
    return [...this.#invitations.values()];
  }

  redemptions(): readonly Redemption[] {
    return [...this.#redemptions.values()];
  }

  invitation(id: string): Invitation | undefined {
    return this.#invitations.get(id);
  }

  redemption(id: string): Redemption | undefined {
    return this.#redemptions.get(id);
  }

  /** One decision on what is known when it is its turn, and the change that follows from it. */
  async decide<T>(
    work: (book: PeopleBookView) => { readonly change?: PeopleChange; readonly result: T },
  ): Promise<T> {
    return this.#inTurn(async () => {
      await this.open();
      const { change, result } = work(this);
      if (change) await this.#commit(change);
      return result;
    });
  }

  /** Changes a redemption as it is when it is its turn; one that is gone stays gone. */
  update(id: string, change: (redemption: Redemption) => Redemption): Promise<Redemption | undefined> {
    return this.decide((book) => {
      const current = book.redemption(id);
      const next = current && change(current);
      return next && next !== current
        ? { change: { putRedemptions: [next] }, result: next }
        : { result: current };
    });
  }

  /** Ends a redemption that did not go well and gives its use back, in one stored change. */
  giveUp(id: string, change: (redemption: Redemption) => Redemption): Promise<void> {
    return this.decide((book) => {
      const current = book.redemption(id);
      if (!current) return { result: undefined };
      const invitation = book.invitation(current.invitationId);
      return {
        change: {
          putRedemptions: [change(current)],
          ...(invitation && { putInvitations: [giveBackUse(invitation)] }),
        },
        result: undefined,
      };
    });
  }

  putInvitation(invitation: Invitation): Promise<void> {
    return this.decide((book) => {
      // uses are counted here alone, whatever an editor that was open meanwhile believes
      const used = book.invitation(invitation.id)?.used ?? 0;
      return { change: { putInvitations: [{ ...invitation, used }] }, result: undefined };
    });
  }

  /** Redemptions of it that are under way go on: they have their own copy of its terms. */
  removeInvitation(id: string): Promise<void> {
    return this.decide(() => ({ change: { removeInvitations: [id] }, result: undefined }));
  }

  /** Drops from the journal what is over and old, or beyond the number kept. */
  prune(nowMs: number): Promise<void> {
    return this.decide(() => {
      const over = this.redemptions()
        .filter(isOver)
        .sort((a, b) => b.stageSinceMs - a.stageSinceMs);
      const old = over.filter(({ stageSinceMs }, at) => at >= keepCount || nowMs - stageSinceMs > keepMs);
      const removeRedemptions = old.map(({ id }) => id);
      return old.length > 0 ? { change: { removeRedemptions }, result: undefined } : { result: undefined };
    });
  }

  async #commit(change: PeopleChange): Promise<void> {
    await this.#store.commit(change);
    for (const invitation of change.putInvitations ?? []) this.#invitations.set(invitation.id, invitation);
    for (const id of change.removeInvitations ?? []) this.#invitations.delete(id);
    for (const redemption of change.putRedemptions ?? []) this.#redemptions.set(redemption.id, redemption);
    for (const id of change.removeRedemptions ?? []) this.#redemptions.delete(id);
  }
}
