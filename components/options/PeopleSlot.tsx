import { lazy, Suspense, useState } from 'react';
import { i18n } from '#i18n';
import type { HostAccess } from '../host-access.ts';
import { useOptionsSection } from './location-hash.ts';

// said here, where the import is, so that a build without people does not hold them either
const PeopleSection =
  import.meta.env.WXT_PEOPLE === '0'
    ? () => null
    : lazy(async () => {
        const { PeopleSection: section } = await import('../people/PeopleSection.tsx');
        return { default: section };
      });

/** People are a module of their own: read when somebody first looks, so that everything else opens as fast without. */
export function PeopleSlot({ access }: { readonly access: HostAccess }) {
  const isLookedAt = useOptionsSection() === 'people';
  const [wasOpened, setOpened] = useState(isLookedAt);
  if (isLookedAt && !wasOpened) setOpened(true);
  if (!wasOpened) return null;
  return (
    <Suspense fallback={<p role="status">{i18n.t('people.loading')}</p>}>
      <PeopleSection access={access} />
    </Suspense>
  );
}
