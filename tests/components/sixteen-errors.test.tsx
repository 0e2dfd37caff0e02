// @vitest-environment happy-dom
import { screen, within } from '@testing-library/react';
import { expect, it } from 'vitest';
import { type ErrorCode, OperationError } from '../../lib/domain/errors.ts';
import type { CheckStep, SettingsView } from '../../lib/messages/contract.ts';
import { drawOptions, drawPopup } from './support/draw.tsx';
import { useRealMessages } from './support/messages.ts';
import {
  failedAt,
  notAppeared,
  onlineServer,
  overview,
  passedClientSteps,
  passedPlexSteps,
  settings,
  unmapped,
} from './support/samples.ts';

useRealMessages();

const noClients: SettingsView = { ...settings, clients: [] };

/** Connects a Plex server whose test fails at a step. */
async function tryPlex(
  step: CheckStep['step'],
  code: ErrorCode,
  address = 'nas:32400',
): Promise<HTMLElement> {
  const { user } = drawOptions('plex', {
    'plex.save': () => ({ steps: failedAt(passedPlexSteps, step, code), server: null }),
  });
  await user.type(await screen.findByRole('textbox', { name: 'Address' }), address);
  await user.click(screen.getByRole('button', { name: 'Test and save' }));
  return noticeOf(await screen.findByRole('alert'));
}

/** Adds a torrent page whose test fails at a step. */
async function tryClient(step: CheckStep['step'], code: ErrorCode): Promise<HTMLElement> {
  const { user } = drawOptions(
    'clients',
    { 'client.save': () => ({ steps: failedAt(passedClientSteps, step, code), ok: false }) },
    { stored: noClients },
  );
  await user.type(await screen.findByRole('textbox', { name: 'Address' }), 'nas:8080');
  await user.click(screen.getByRole('button', { name: 'Test and save' }));
  return noticeOf(await screen.findByRole('alert'));
}

/** The sentence and the buttons beside it. */
const noticeOf = (alert: HTMLElement): HTMLElement => alert.parentElement ?? alert;

async function openPopup(shown: typeof overview, sentence: RegExp): Promise<HTMLElement> {
  drawPopup(shown);
  const said = await screen.findByText(sentence);
  return said.closest<HTMLElement>('article, section, li') ?? said;
}

interface Shown {
  readonly where: () => Promise<HTMLElement>;
  /** What stands there, names filled in. */
  readonly says: string;
  /** What the button or link is called; `null` where only waiting helps. */
  readonly helps: string | null;
}

const shown: { readonly [Code in ErrorCode]?: Shown } = {
  URL_INVALID: {
    where: () => tryPlex('address', 'URL_INVALID', 'ftp://nas'),
    says: 'That is not a web address. Example: http://192.168.1.20:32400',
    helps: 'Change address',
  },
  PERMISSION_MISSING: {
    where: () => tryPlex('permission', 'PERMISSION_MISSING'),
    says: 'The browser has not allowed access to nas:32400 yet.',
    helps: 'Allow',
  },
  UNREACHABLE: {
    where: () => tryPlex('reachable', 'UNREACHABLE'),
    says: 'Nothing answered at nas:32400. Is the computer on, and is the port right?',
    helps: 'Try again',
  },
  DNS: {
    where: () => tryPlex('reachable', 'DNS'),
    says: 'This network probably can not find nas:32400. Routers with DNS rebind protection block names of plex.direct: use the IP address instead.',
    helps: 'Change address',
  },
  TLS: {
    where: () => tryPlex('reachable', 'TLS'),
    says: 'The secure connection to nas:32400 failed, probably because its certificate does not fit this name.',
    helps: 'Change address',
  },
  NOT_PLEX: {
    where: () => tryPlex('is-plex', 'NOT_PLEX'),
    says: 'nas:32400 answered, but it is not a Plex server.',
    helps: 'Change address',
  },
  WRONG_SERVER: {
    where: () =>
      openPopup(
        { ...overview, servers: [{ ...onlineServer, state: 'wrong-server', code: 'WRONG_SERVER' }] },
        /Another Plex server/,
      ),
    says: 'Another Plex server answers here than the one you set up.',
    helps: 'Use this server',
  },
  TOKEN_INVALID: {
    where: () => tryPlex('token', 'TOKEN_INVALID'),
    says: 'Plex did not accept the token. It may have been signed out.',
    helps: 'Enter token',
  },
  NO_LIBRARY_RIGHT: {
    where: () => tryPlex('libraries', 'NO_LIBRARY_RIGHT'),
    says: 'This account may not scan this server. Only its owner can.',
    helps: 'Enter token',
  },
  NO_LIBRARIES: {
    where: () => tryPlex('libraries', 'NO_LIBRARIES'),
    says: 'nas:32400 is connected, but it has no film, show or music library yet.',
    helps: 'Try again',
  },
  CLIENT_LOGIN: {
    where: () => tryClient('signed-in', 'CLIENT_LOGIN'),
    says: 'nas:8080 wants you to sign in.',
    helps: 'Open the page',
  },
  CLIENT_BANNED: {
    where: () => tryClient('signed-in', 'CLIENT_BANNED'),
    says: 'nas:8080 blocked this computer after failed sign-ins. It opens again when its ban time is over.',
    helps: null,
  },
  CLIENT_UNKNOWN: {
    where: () => tryClient('is-client', 'CLIENT_UNKNOWN'),
    says: 'nas:8080 does not look like a supported torrent page.',
    helps: 'Change address',
  },
  UNMAPPED: {
    where: () => openPopup({ ...overview, downloads: [unmapped] }, /It was saved to/),
    says: 'It was saved to /mnt/incoming/Nosferatu.1922.2160p.WEB-DL. No Plex library contains that folder.',
    helps: 'Map folder',
  },
  NOT_APPEARED: {
    where: () => openPopup({ ...overview, downloads: [notAppeared] }, /Plex scanned/),
    says: 'Plex scanned /data/media/films/Metropolis (1927), but it did not show up.',
    helps: 'Scan again',
  },
  UPDATED: {
    where: async () => {
      drawPopup(overview, {
        'overview.refresh': () => {
          throw new OperationError('UPDATED', { operation: 'overview.refresh' });
        },
      });
      return noticeOf(await screen.findByRole('alert'));
    },
    says: 'The extension was updated. Reload this page.',
    helps: 'Reload',
  },
};

it('all sixteen are looked for', () => expect(Object.keys(shown)).toHaveLength(16));

it.each(Object.entries(shown))('%s is shown on a page with its names and its remedy', async (_, one) => {
  const place = await one.where();
  expect(place.textContent?.replaceAll(/\s+/g, ' ')).toContain(one.says);
  const controls = [...within(place).queryAllByRole('button'), ...within(place).queryAllByRole('link')];
  const labels = controls.map((control) => control.textContent?.trim());
  if (one.helps === null) expect(labels).toEqual([]);
  else expect(labels).toContain(one.helps);
});
