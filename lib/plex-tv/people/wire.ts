import '../../http/zod-jitless.ts';
import * as z from 'zod/mini';

/**
 * What plex.tv says about people, in JSON and in XML, as recorded. These answers hold tokens of other people
 * (`accessToken`, `inviteToken`): only what is used is looked at.
 */

const text = z.catch(z.string(), '');
const textOrNull = z.catch(z.nullable(z.string()), null);
/** A number in JSON, its digits in XML. */
const id = z.pipe(
  z.union([z.number().check(z.int(), z.nonnegative()), z.string().check(z.regex(/^\d{1,15}$/))]),
  z.transform(Number),
);
const idOrNull = z.catch(z.nullable(id), null);
const count = z.catch(id, 0);
const flag = z.catch(
  z.pipe(
    z.union([z.boolean(), z.number(), z.string()]),
    z.transform((value) => value === true || value === 1 || value === '1' || value === 'true'),
  ),
  false,
);
const isPresent = z.catch(
  z.pipe(
    z.nullable(z.string()),
    z.transform((value) => value !== null && value !== ''),
  ),
  false,
);

/** Entries that can be read. When there are some and none can, the answer is of a kind we don't know. */
function readable<T>(entry: z.core.$ZodType<T>) {
  return z.pipe(
    z.nullish(z.array(z.unknown())),
    z.transform((entries, context): T[] => {
      const read = (entries ?? []).flatMap((one) => {
        const parsed = z.safeParse(entry, one);
        return parsed.success ? [parsed.data] : [];
      });
      if (read.length === 0 && entries && entries.length > 0) {
        context.issues.push({ code: 'custom', message: 'no readable entry', input: entries });
      }
      return read;
    }),
  );
}

const machineIdentifier = z.string().check(z.regex(/^[\w-]{1,128}$/));
const library = z.object({
  id,
  key: z.pipe(z.union([z.number(), z.string()]), z.transform(String)),
  title: text,
  type: text,
});

export const serverAnswer = z.object({ librarySections: readable(library) });

/** `null` where others have an empty text. */
const settings = z.catch(
  z.object({
    allowSync: flag,
    allowCameraUpload: flag,
    allowChannels: flag,
    allowSubtitleAdmin: flag,
    allowTuners: count,
    filterMovies: text,
    filterTelevision: text,
    filterMusic: text,
    filterPhotos: text,
    filterAll: text,
  }),
  {
    allowSync: false,
    allowCameraUpload: false,
    allowChannels: false,
    allowSubtitleAdmin: false,
    allowTuners: 0,
    filterMovies: '',
    filterTelevision: '',
    filterMusic: '',
    filterPhotos: '',
    filterAll: '',
  },
);

const invited = z.object({
  id,
  title: text,
  username: textOrNull,
  friendlyName: textOrNull,
  email: textOrNull,
  home: flag,
  restricted: flag,
});

const ownedShare = z.object({
  id,
  name: text,
  machineIdentifier,
  invitedId: idOrNull,
  invitedEmail: textOrNull,
  invited: z.catch(z.nullable(invited), null),
  accepted: flag,
  deletedAt: isPresent,
  leftAt: isPresent,
  allLibraries: flag,
  libraries: readable(library),
  sharingSettings: settings,
});
export type WireShare = z.infer<typeof ownedShare>;
export const ownedSharesAnswer = readable(ownedShare);

const listedUser = z.object({
  id,
  title: text,
  username: text,
  email: text,
  home: flag,
  restricted: flag,
  Server: z.catch(readable(z.object({ machineIdentifier, pending: flag })), []),
});
export type WireUser = z.infer<typeof listedUser>;
export const usersAnswer = z.object({ MediaContainer: z.object({ User: readable(listedUser) }) });

const homeMember = z.object({
  id,
  title: text,
  username: textOrNull,
  email: textOrNull,
  friendlyName: textOrNull,
  restricted: flag,
  admin: flag,
});
export type WireMember = z.infer<typeof homeMember>;
export const homeAnswer = z.object({ users: readable(homeMember) });

export const ownerAnswer = z.object({ id, email: textOrNull, username: textOrNull, title: text });

/** The element is `User` in one version and `user` in another. */
export const newMemberAnswer = z.union([
  z.pipe(
    z.object({ User: z.object({ id }) }),
    z.transform(({ User }) => User),
  ),
  z.pipe(
    z.object({ user: z.object({ id }) }),
    z.transform(({ user }) => user),
  ),
]);

export const receivedAnswer = readable(
  z.object({
    owner: z.catch(z.nullable(z.object({ id })), null),
    sharedServers: readable(z.object({ id, machineIdentifier })),
  }),
);
