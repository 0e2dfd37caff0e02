import type { Settings, SettingsPart } from '../domain/settings.ts';
import { ruleKey } from './import-plan.ts';

/** A change that an import would make. Texts are as they are in the settings: untrusted. */
export interface Difference {
  readonly part: SettingsPart;
  readonly kind: 'added' | 'changed' | 'removed';
  /** Which one: a server's name, a client's address, a folder, a label; `null` for a field that is one value. */
  readonly name: string | null;
  /** Where it leads before and after, for what leads somewhere: an address, a folder in Plex. */
  readonly before: string | null;
  readonly after: string | null;
}

interface Entry {
  readonly key: string;
  readonly name: string | null;
  readonly leadsTo: string | null;
  readonly whole: string;
}

/** Refusals come and go by themselves; the rest of two entries is compared. */
const listed = {
  servers: ({ servers }: Settings): Entry[] =>
    servers.map((one) => entry(one.machineIdentifier, one.name, one.address, one)),
  clients: ({ clients }: Settings): Entry[] =>
    clients.map((one) => entry(one.id, one.address, one.address, { ...one, refusal: null })),
  mappings: ({ mappings }: Settings): Entry[] =>
    mappings.map((one) => entry(JSON.stringify([one.clientId, one.from]), one.from, one.to, one)),
  rules: ({ rules }: Settings): Entry[] => rules.map((one) => entry(ruleKey(one), one.label, null, one)),
} as const;

const single = [
  'openIn',
  'theme',
  'language',
  'quietHours',
  'waitWhileWatched',
  'notifications',
] as const satisfies readonly SettingsPart[];

const entry = (key: string, name: string | null, leadsTo: string | null, whole: object): Entry => ({
  ...{ key, name, leadsTo },
  whole: written(whole),
});

/** The order of an object's fields says nothing. */
const written = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );

/** What is different after, by the parts of the settings. Empty: nothing would change that a person could see. */
export function differencesOf(before: Settings, after: Settings): readonly Difference[] {
  const parts = Object.keys(listed) as (keyof typeof listed)[];
  const inLists = parts.flatMap((part) => differentEntries(part, listed[part](before), listed[part](after)));
  const inFields = single
    .filter((part) => written(before[part]) !== written(after[part]))
    .map((part): Difference => ({ part, kind: 'changed', name: null, before: null, after: null }));
  return [...inLists, ...inFields];
}

function differentEntries(
  part: SettingsPart,
  before: readonly Entry[],
  after: readonly Entry[],
): readonly Difference[] {
  const gone = before.filter(({ key }) => !after.some((one) => one.key === key));
  const fresh = after.filter(({ key }) => !before.some((one) => one.key === key));
  const changed = after.flatMap((one) => {
    const old = before.find(({ key }) => key === one.key);
    return old && old.whole !== one.whole ? [{ old, one }] : [];
  });
  return [
    ...fresh.map(
      ({ name, leadsTo }): Difference => ({ part, kind: 'added', name, before: null, after: leadsTo }),
    ),
    ...changed.map(
      ({ old, one }): Difference => ({
        ...{ part, kind: 'changed', name: old.name },
        before: old.leadsTo,
        after: one.leadsTo,
      }),
    ),
    ...gone.map(
      ({ name, leadsTo }): Difference => ({ part, kind: 'removed', name, before: leadsTo, after: null }),
    ),
  ];
}
