import type { ServerAccess } from '../../../lib/domain/invitation.ts';
import { ask } from '../../stand-in/support/ask.ts';
import { anInvitation, type PeopleWorld, serverIds, type Worker } from './people-world.ts';

/** What there is before somebody redeems an invitation, and how they do. */
export interface Scene {
  readonly way: 'link' | 'address' | 'unknown-address' | 'managed';
  readonly access: readonly { readonly server: string; readonly keys: readonly string[] }[];
  /** What the guest has already. */
  readonly prior: readonly {
    readonly server: string;
    readonly keys: readonly string[];
    readonly isAccepted: boolean;
  }[];
  readonly isFriend: boolean;
  readonly wantsAll: boolean;
}

export interface Stage {
  readonly guestId: number | null;
  readonly email: string;
}

export const keysOf = (world: PeopleWorld, server: string, keys: readonly string[]): number[] =>
  keys.map((key) => world.libraryId(server, key));

const send = (world: PeopleWorld, path: string, body: unknown, token?: string) =>
  ask(world.standIn, path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    ...(token && { token }),
  });

interface Given {
  readonly server: string;
  readonly email: string;
  readonly keys: readonly string[];
  /** Who accepts it. */
  readonly token?: string;
}

/** Shares by other means than Marquee's, with settings that must outlive everything. */
export async function share(world: PeopleWorld, { server, email, keys, token }: Given): Promise<void> {
  const made = await send(world, '/api/v2/shared_servers', {
    machineIdentifier: server,
    librarySectionIds: keysOf(world, server, keys),
    invitedEmail: email,
    settings: { allowSync: true, filterMovies: 'contentRating=G%2CPG|label=kids' },
  });
  if (token && made.status === 201)
    await send(world, `/api/v2/shared_servers/${made.json().id}/accept`, {}, token);
}

/** An earlier friend, the guest and what they have, and the invitation. */
export async function arrange(world: PeopleWorld, scene: Scene): Promise<Stage> {
  const { plexTv } = world.standIn;
  const friend = plexTv.addAccount({ username: 'earlier', email: 'earlier@example.org' });
  await share(world, {
    server: serverIds[0],
    email: 'earlier@example.org',
    keys: ['3'],
    token: friend.token,
  });
  plexTv.addAccount({ title: 'Small one', home: true, restricted: true });
  const email = 'guest.person@example.org';
  const isUnknown = scene.way === 'unknown-address' || scene.way === 'managed';
  const guest = isUnknown ? null : plexTv.addAccount({ username: 'guestperson', email });
  if (scene.isFriend && guest) {
    await share(world, { server: serverIds[2], email, keys: ['1'], token: guest.token });
    const at = plexTv.shares.find(({ invitedId }) => invitedId === guest.account.id);
    await ask(world.standIn, `/api/servers/${serverIds[2]}/shared_servers/${at?.id}`, { method: 'DELETE' });
  }
  for (const { server, keys, isAccepted } of scene.way === 'managed' ? [] : scene.prior) {
    await share(world, { server, email, keys, ...(isAccepted && guest && { token: guest.token }) });
  }
  return { guestId: guest?.account.id ?? null, email };
}

const accessOf = (world: PeopleWorld, { access, wantsAll }: Scene): ServerAccess[] =>
  access.map(({ server, keys }) => ({
    machineIdentifier: server,
    serverName: server,
    libraries: wantsAll ? { kind: 'all' } : { kind: 'chosen', ids: keysOf(world, server, keys) },
  }));

/** Up to where the owner says yes. */
export async function arrangedRun(worker: Worker, scene: Scene, stage: Stage): Promise<string> {
  const { book, redeemer, world } = worker;
  const kind = scene.way === 'managed' ? 'home' : 'friend';
  await book.putInvitation(anInvitation({ kind, access: accessOf(world, scene), uses: 1 }));
  if (scene.way === 'link') {
    const asked = await redeemer.startLink('invitation-1');
    if (!('id' in asked)) throw new Error(asked.refused);
    const guest = world.standIn.plexTv.accounts.find(({ id }) => id === stage.guestId);
    world.standIn.plexTv.pins.approve(book.redemption(asked.id)?.pin?.code ?? '', guest);
    await redeemer.tick();
    return asked.id;
  }
  const email = scene.way === 'managed' ? null : stage.email;
  const asked = await redeemer.prepareFor('invitation-1', { name: 'New one', email });
  if (!('id' in asked)) throw new Error(asked.refused);
  return asked.id;
}
