import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mapPath, type PathMapping } from '../../lib/domain/media-path.ts';
import { withMapping } from '../../lib/domain/with-mapping.ts';

const mapping = (from: string, to: string, clientId: string | null = null): PathMapping => ({
  clientId,
  from,
  to,
});

describe('a mapping that is added', () => {
  it('goes behind the others', () => {
    const before = [mapping('/a', '/x')];
    expect(withMapping(before, mapping('/a/b', '/y'))).toEqual([...before, mapping('/a/b', '/y')]);
  });

  it('takes the place of what was said of the same folder, however that was written', () => {
    const before = [mapping('/a', '/x'), mapping('/b', '/x'), mapping('/c', '/x')];
    expect(withMapping(before, mapping('/b', '/y'))).toEqual([
      mapping('/a', '/x'),
      mapping('/b', '/y'),
      mapping('/c', '/x'),
    ]);
    expect(withMapping([mapping('d:/films/', '/x')], mapping('D:\\Films', '/y'))).toHaveLength(1);
  });

  it('of one client leaves that of all and of others', () => {
    const before = [mapping('/a', '/x'), mapping('/a', '/x', 'other')];
    expect(withMapping(before, mapping('/a', '/y', 'qb'))).toEqual([...before, mapping('/a', '/y', 'qb')]);
  });

  it('holds from then on, whatever was said before', () => {
    const path = fc.constantFrom('/a', '/a/', '/a/b', '/c', 'C:\\x', 'c:/X', 'relative', '');
    const client = fc.constantFrom(null, 'qb', 'other');
    const any = fc.record({ clientId: client, from: path, to: path });
    const sane = fc.record({
      clientId: client,
      from: fc.constantFrom('/a', '/a/b', 'C:\\x'),
      to: fc.constant('/to'),
    });
    fc.assert(
      fc.property(
        fc.array(any, { maxLength: 6 }),
        sane,
        (before: readonly PathMapping[], added: PathMapping) => {
          const after = withMapping(before, added);
          for (const id of added.clientId === null ? ['qb', 'other'] : [added.clientId]) {
            expect(mapPath(added.from, id, after)).toBe('/to');
          }
          expect(withMapping(after, added)).toEqual(after);
        },
      ),
    );
  });
});
