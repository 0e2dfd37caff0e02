import type { ReactNode } from 'react';
import { i18n } from '#i18n';
import type { BadgeView } from '../lib/domain/badge.ts';
import { messageOf } from './message.ts';
import { LinkButton } from './ui/Button.tsx';

/**
 * Opens an item in Plex: the same model as the badge in a torrent page. A real link, so that middle click, copy and
 * keyboard work; while there is nothing to open it says why in two words, and nothing at all for `unknown`.
 */
export function ViewInPlexButton({ view }: { readonly view: BadgeView }): ReactNode {
  switch (view.state) {
    case 'available':
      return (
        <LinkButton href={view.href} icon="outward" small newTab>
          {view.found !== null && view.found < view.expected
            ? i18n.t('viewInPlex.part', { found: view.found, expected: view.expected })
            : i18n.t('viewInPlex.label')}
        </LinkButton>
      );
    case 'working':
      return <span>{messageOf(`stage.${view.stage}`)}</span>;
    case 'choose':
      return <span>{i18n.t('viewInPlex.choose', { count: view.count })}</span>;
    case 'waiting':
    case 'attention':
    case 'absent':
      return <span>{i18n.t(`viewInPlex.${view.state}`)}</span>;
    case 'unknown':
      return null;
  }
}
