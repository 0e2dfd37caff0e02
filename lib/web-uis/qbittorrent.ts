import type { WebUi } from '../ports/web-ui.ts';

export const qbittorrent: WebUi<'qbittorrent'> = {
  id: 'qbittorrent',
  client: 'qbittorrent',
  rowIdentityAttributes: ['data-row-id'],
  matches: () => false,
  list: () => null,
  scroller: () => null,
  rows: () => [],
  infoHashOf: () => undefined,
  nameCell: () => null,
};
