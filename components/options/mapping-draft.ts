import { useCallback, useMemo, useRef, useState } from 'react';
import { type PathMapping, parsePath } from '../../lib/domain/media-path.ts';
import { withMapping } from '../../lib/domain/with-mapping.ts';

export interface MappingRow extends PathMapping {
  readonly key: number;
}

export interface MappingDraft {
  readonly rows: readonly MappingRow[];
  /** Rows that are whole and make sense; what is checked while the others are being typed. */
  readonly mappings: readonly PathMapping[];
  /** Every row that was begun makes sense. */
  readonly isComplete: boolean;
  readonly isChanged: boolean;
  /** Key of the row that was added last, for the focus. */
  readonly added: number | null;
  readonly canUndo: boolean;
  /** How many rows were removed so far. */
  readonly removals: number;
  readonly add: (mapping: PathMapping) => void;
  /** Takes over what was stored in the meantime, in the place of what was said of the same folder; moves no focus. */
  readonly keep: (mappings: readonly PathMapping[]) => void;
  readonly change: (key: number, part: Partial<PathMapping>) => void;
  readonly remove: (key: number) => void;
  readonly undo: () => void;
}

const isBlank = ({ from, to }: PathMapping): boolean => from.trim() === '' && to.trim() === '';
const isWhole = ({ from, to }: PathMapping): boolean =>
  parsePath(from.trim()) !== undefined && parsePath(to.trim()) !== undefined;
const asMapping = ({ clientId, from, to }: PathMapping): PathMapping => ({
  clientId,
  from: from.trim(),
  to: to.trim(),
});
const listed = (mappings: readonly PathMapping[]): string => JSON.stringify(mappings.map(asMapping));

/** The mappings while they are edited. `stored` is what they are compared with; those of a client that is gone go with it. */
export function useMappingDraft(
  stored: readonly PathMapping[],
  clients: readonly { readonly id: string }[],
): MappingDraft {
  const nextKey = useRef(stored.length);
  const [allRows, setRows] = useState<readonly MappingRow[]>(() =>
    stored.map((mapping, key) => ({ ...mapping, key })),
  );
  const [added, setAdded] = useState<number | null>(null);
  const [removed, setRemoved] = useState<{ readonly row: MappingRow; readonly at: number } | null>(null);
  const add = useCallback((mapping: PathMapping) => {
    const key = nextKey.current++;
    setRows((before) => [...before, { ...mapping, key }]);
    setAdded(key);
  }, []);
  const keep = useCallback((mappings: readonly PathMapping[]) => {
    const kept = mappings.map((mapping) => ({ ...mapping, key: nextKey.current++ }));
    setRows((before) => kept.reduce<readonly MappingRow[]>(withMapping, before));
  }, []);
  const rows = useMemo(
    () => allRows.filter(({ clientId }) => clientId === null || clients.some(({ id }) => id === clientId)),
    [allRows, clients],
  );
  const change = (key: number, part: Partial<PathMapping>): void =>
    setRows((before) => before.map((row) => (row.key === key ? { ...row, ...part } : row)));
  const [removals, setRemovals] = useState(0);
  const remove = (key: number): void => {
    const at = rows.findIndex((row) => row.key === key);
    const row = rows[at];
    if (!row) return;
    setRemoved({ row, at });
    setRemovals(removals + 1);
    setRows(rows.filter((other) => other.key !== key));
  };
  const undo = (): void => {
    if (!removed) return;
    setRows(rows.toSpliced(removed.at, 0, removed.row));
    setAdded(removed.row.key);
    setRemoved(null);
  };
  const begun = rows.filter((row) => !isBlank(row));
  const mappings = useMemo(() => rows.filter(isWhole).map(asMapping), [rows]);
  return {
    rows,
    mappings,
    isComplete: begun.every(isWhole),
    isChanged: listed(begun) !== listed(stored),
    added,
    canUndo: removed !== null,
    removals,
    ...{ add, keep, change, remove, undo },
  };
}
