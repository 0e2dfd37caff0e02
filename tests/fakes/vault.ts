import type { Vault } from '../../lib/ports/vault.ts';

/** A vault that can be looked into. */
export function memoryVault(initial: Readonly<Record<string, string>> = {}) {
  const secrets = new Map(Object.entries(initial));
  const vault: Vault = {
    get: async (key) => secrets.get(key) ?? null,
    set: async (key, secret) => {
      secrets.set(key, secret);
    },
    remove: async (key) => {
      secrets.delete(key);
    },
  };
  return { ...vault, secrets };
}
