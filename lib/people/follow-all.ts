import { type Share, sharesOf } from '../domain/person.ts';
import type { Made, Redemption, RedemptionStep } from '../domain/redemption.ts';
import type { RedeemDeps } from './deps.ts';
import { personOf } from './look.ts';

/**
 * Opens libraries that have come to a server since, where an invitation gave all of them, "also future ones". plex.tv's
 * own way to say so is not documented (an empty list means everything to some and nothing to others), so Marquee keeps
 * the promise itself. What was there before and has been taken away from the person is not given back.
 */
export async function followAll(deps: RedeemDeps, id: string): Promise<void> {
  const run = deps.book.redemption(id);
  if (run?.stage !== 'done') return;
  for (const [at, step] of run.steps.entries()) {
    const access = run.terms.access.find((one) => one.machineIdentifier === step.machineIdentifier);
    if (step.kind !== 'share' || access?.libraries.kind !== 'all') continue;
    await follow(deps, run, step, at);
  }
}

async function follow(deps: RedeemDeps, run: Redemption, step: RedemptionStep, at: number): Promise<void> {
  const { people, signal, book } = deps;
  const machineIdentifier = step.machineIdentifier ?? '';
  const present = await people.getLibraries(machineIdentifier, signal);
  const fresh = present.map(({ id }) => id).filter((id) => !step.libraries.includes(id));
  if (fresh.length === 0) return;
  const share = sharesOf(await people.listUsers(signal), personOf(run)).find(
    (one) => one.machineIdentifier === machineIdentifier,
  );
  if (!share) return;
  const libraries = [...new Set([...share.libraries.map(({ id }) => id), ...fresh])];
  await people.setLibraryAccess(personOf(run), { machineIdentifier, libraries }, signal);
  const next = {
    ...step,
    libraries: [...step.libraries, ...fresh],
    made: withFresh(step.made, share, fresh),
  };
  await book.update(run.id, (current) => ({
    ...current,
    steps: current.steps.map((one, index) => (index === at ? next : one)),
  }));
}

/** What came later is taken back with the rest. */
function withFresh(made: Made | null, share: Share, fresh: readonly number[]): Made | null {
  if (made?.kind === 'share') return made;
  const added = made?.kind === 'libraries' ? [...made.added, ...fresh] : fresh;
  return { kind: 'libraries', shareId: share.id, added };
}
