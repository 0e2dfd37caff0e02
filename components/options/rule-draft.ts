import { useRef, useState } from 'react';
import { longestDelayMinutes, type Rule } from '../../lib/domain/rules.ts';

/** A rule while it is edited: its texts as they were typed. */
export interface RuleRow extends Omit<Rule, 'label' | 'delayMinutes'> {
  readonly key: number;
  readonly isForAll: boolean;
  readonly label: string;
  readonly delay: string;
  /** Its label was left once: if it is empty, that is pointed out. */
  readonly isLeft: boolean;
}

export interface RuleDraft {
  readonly rows: readonly RuleRow[];
  /** Key of the row that was added last, for the focus. */
  readonly added: number | null;
  readonly canUndo: boolean;
  readonly removals: number;
  readonly add: () => void;
  /** Shows what was changed; with `save` it is also stored. A text is stored when its field is left. */
  readonly change: (key: number, part: Partial<RuleRow>, save: boolean) => void;
  readonly remove: (key: number) => void;
  readonly undo: () => void;
}

const rowOf = (rule: Rule, key: number): RuleRow => ({
  ...rule,
  key,
  isForAll: rule.label === null,
  label: rule.label ?? '',
  delay: rule.delayMinutes === 0 ? '' : String(rule.delayMinutes),
  isLeft: false,
});

/** Minutes as they were typed; `null` when that is no number of minutes up to a week. */
export function delayOf(typed: string): number | null {
  const text = typed.trim();
  if (text === '') return 0;
  return /^\d{1,5}$/.test(text) && Number(text) <= longestDelayMinutes ? Number(text) : null;
}

export const lacksLabel = ({ isForAll, label }: RuleRow): boolean => !isForAll && label.trim() === '';

/** `null` while it is not whole: half a rule could be one for every download. */
function ruleOf(row: RuleRow): Rule | null {
  const { clientId, isForAll, ignore, library } = row;
  const delayMinutes = delayOf(row.delay) ?? (ignore ? 0 : null);
  if (delayMinutes === null || lacksLabel(row)) return null;
  return { clientId, label: isForAll ? null : row.label.trim(), ignore, delayMinutes, library };
}

/** The rules as rows. Those that are whole are handed to `save`, and only when that changes something. */
export function useRuleDraft(stored: readonly Rule[], save: (rules: readonly Rule[]) => void): RuleDraft {
  const nextKey = useRef(stored.length);
  const [rows, setRows] = useState<readonly RuleRow[]>(() => stored.map(rowOf));
  const saved = useRef(JSON.stringify(rows.map(ruleOf)));
  const [added, setAdded] = useState<number | null>(null);
  const [removed, setRemoved] = useState<{ readonly row: RuleRow; readonly at: number } | null>(null);
  const [removals, setRemovals] = useState(0);
  const set = (next: readonly RuleRow[], isToBeSaved: boolean): void => {
    setRows(next);
    const rules = next.map(ruleOf).filter((rule) => rule !== null);
    const written = JSON.stringify(rules);
    if (!isToBeSaved || written === saved.current) return;
    saved.current = written;
    save(rules);
  };
  return {
    ...{ rows, added, removals },
    canUndo: removed !== null,
    add: () => {
      const key = nextKey.current++;
      const blank = { clientId: null, label: '', ignore: false, delayMinutes: 0, library: null };
      set([...rows, rowOf(blank, key)], false);
      setAdded(key);
    },
    change: (key, part, isToBeSaved) =>
      set(
        rows.map((row) => (row.key === key ? { ...row, ...part } : row)),
        isToBeSaved,
      ),
    remove: (key) => {
      const at = rows.findIndex((row) => row.key === key);
      const row = rows[at];
      if (!row) return;
      setRemoved({ row, at });
      setRemovals(removals + 1);
      set(rows.toSpliced(at, 1), true);
    },
    undo: () => {
      if (!removed) return;
      set(rows.toSpliced(removed.at, 0, removed.row), true);
      setAdded(removed.row.key);
      setRemoved(null);
    },
  };
}
