import { isSamePath, type PathMapping } from './media-path.ts';

/**
 * The mappings with one more. It takes the place of what was said before of the same folder: by the same client, or by
 * anybody when it is for all of them, since a client's own would go before it.
 */
export function withMapping<M extends PathMapping>(mappings: readonly M[], mapping: M): readonly M[] {
  const isReplaced = ({ clientId, from }: M): boolean =>
    (mapping.clientId === null || clientId === mapping.clientId) && isSamePath(from, mapping.from);
  const at = mappings.findIndex(isReplaced);
  if (at < 0) return [...mappings, mapping];
  return mappings.flatMap((one, place) => (place === at ? [mapping] : isReplaced(one) ? [] : [one]));
}
