import type { DoctorStep } from '../lib/messages/contract.ts';
import type { MessageKey } from './message.ts';

/** What each step of a check is called, be it a connection test's or the doctor's. */
export const stepLabels: Record<DoctorStep['step'], MessageKey> = {
  address: 'step.address',
  permission: 'step.permission',
  reachable: 'step.reachable',
  'is-plex': 'step.isPlex',
  'same-server': 'step.sameServer',
  token: 'step.token',
  owner: 'step.owner',
  libraries: 'step.libraries',
  'is-client': 'step.isClient',
  'signed-in': 'step.signedIn',
  torrents: 'step.torrents',
  version: 'step.version',
  paths: 'step.paths',
  events: 'step.events',
  'set-up': 'step.setUp',
};
