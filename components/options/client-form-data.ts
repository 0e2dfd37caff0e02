import type { NewClient, Requests } from '../../lib/messages/contract.ts';

/** What a filled form asks to be saved. The form holds only the fields that the chosen way to sign in has a use for. */
export function readClientForm(
  form: HTMLFormElement | null,
  chosen: Pick<NewClient, 'kind' | 'address' | 'access'>,
): Requests['client.save']['request'] {
  const data = form ? new FormData(form) : null;
  const read = (name: string): string | null => {
    const value = data?.get(name);
    return typeof value === 'string' && value !== '' ? value : null;
  };
  return { client: { ...chosen, username: read('username')?.trim() ?? null }, secret: read('secret') };
}
