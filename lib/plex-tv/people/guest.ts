import { displayName } from '../../domain/text.ts';
import type { GuestSignIn } from '../../ports/guest-sign-in.ts';
import type { GuestAccount } from '../../ports/plex-people.ts';
import type { PlexTvConnection } from '../connection.ts';
import { checkPin, createPin } from '../pin.ts';
import { ownerAnswer, receivedAnswer } from './wire.ts';

export const createGuestSignIn = (plexTv: PlexTvConnection, now: () => number): GuestSignIn => ({
  create: (signal) => createPin(plexTv, now(), signal),
  check: (id, signal) => checkPin(plexTv, { id }, signal),
});

/** What is done in the name of a guest, whose token is given to each request and kept by none. */
export function createGuestAccount(plexTv: PlexTvConnection): GuestAccount {
  const host = 'clients.plex.tv';
  return {
    async identity(token, signal) {
      const request = { operation: 'people.guest', path: 'api/v2/user', token, signal };
      const { id, email, title, username } = await plexTv.json(request, ownerAnswer);
      return { id, email: email || null, name: displayName(title || username || '') };
    },
    async accept(token, { ownerId, machineIdentifiers }, signal) {
      const path = 'api/v2/shared_servers/invites/received/pending';
      const request = { operation: 'people.guest.invites', host, path, token, signal } as const;
      const invites = (await plexTv.json(request, receivedAnswer))
        .filter(({ owner }) => owner?.id === ownerId)
        .flatMap(({ sharedServers }) => sharedServers)
        .filter(({ machineIdentifier }) => machineIdentifiers.includes(machineIdentifier));
      for (const { id } of invites) {
        const one = {
          operation: 'people.guest.accept',
          host,
          path: `api/v2/shared_servers/${id}/accept`,
        } as const;
        await plexTv.send({ ...one, method: 'POST', token, signal });
      }
      return invites.map(({ machineIdentifier }) => machineIdentifier);
    },
    signOut: (token, signal) =>
      plexTv.send({
        operation: 'people.guest.sign-out',
        path: 'api/v2/users/signout',
        method: 'DELETE',
        token,
        signal,
      }),
  };
}
