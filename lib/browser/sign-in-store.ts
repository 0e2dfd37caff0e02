import * as z from 'zod/mini';
import { errorCodes } from '../domain/errors.ts';
import { emptySignIn, type SignInRecord, type SignInStore } from '../ports/sign-in-store.ts';
import { signInKey, type Vault } from '../ports/vault.ts';

const Text = z.string().check(z.maxLength(4096));
const pin = z.object({ id: Text, code: Text, expiresAtMs: z.number(), url: Text });
/** What the job goes by is checked; the servers are only shown, and made anew with every sign-in. */
const Stored = z.object({
  stage: z.union([
    z.object({ kind: z.enum(['idle', 'done', 'expired', 'cancelled']) }),
    z.object({ kind: z.literal('waiting'), pin, agreed: z.boolean() }),
    z.object({ kind: z.literal('finishing'), sinceMs: z.number() }),
    z.object({ kind: z.literal('failed'), code: z.enum(errorCodes) }),
  ]),
  account: z.nullable(
    z.object({
      user: z.object({ id: Text, name: Text, thumb: z.nullable(Text) }),
      servers: z.array(z.looseObject({ machineIdentifier: Text, addresses: z.array(z.unknown()) })),
    }),
  ),
  isLost: z.exactOptional(z.boolean()),
});

/** A sign-in as text in the vault: what it waits for can be turned into a token by whoever reads it. */
export function createSignInStore(vault: Vault): SignInStore {
  return {
    async read() {
      const text = await vault.get(signInKey);
      return text === null ? emptySignIn : parse(text);
    },
    write: (record) => vault.set(signInKey, JSON.stringify(record)),
  };
}

function parse(text: string): SignInRecord {
  try {
    const parsed = Stored.safeParse(JSON.parse(text));
    return parsed.success ? (parsed.data as unknown as SignInRecord) : emptySignIn;
  } catch {
    return emptySignIn; // the person signs in again; whoever is signed in stays so
  }
}
