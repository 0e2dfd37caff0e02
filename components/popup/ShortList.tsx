import type { Key, ReactNode } from 'react';
import { i18n } from '#i18n';
import { Disclosure } from '../ui/Disclosure.tsx';

/** The first few of a list; the others open on demand. */
export function ShortList<T>({
  items,
  first,
  className,
  keyOf,
  children,
}: {
  readonly items: readonly T[];
  readonly first: number;
  readonly className: string | undefined;
  readonly keyOf: (item: T) => Key;
  readonly children: (item: T) => ReactNode;
}) {
  const list = (part: readonly T[]) => (
    <ul className={className}>
      {part.map((item) => (
        <li key={keyOf(item)}>{children(item)}</li>
      ))}
    </ul>
  );
  const more = items.length - first;
  return (
    <>
      {list(items.slice(0, first))}
      {more > 0 && <Disclosure label={i18n.t('popup.more', more)}>{list(items.slice(first))}</Disclosure>}
    </>
  );
}
