/** Rows as typed columns: a few bytes each, saved and loaded as they are. */

export type Column = Uint8Array | Uint16Array | Uint32Array | Float64Array;
type ColumnKind =
  | Uint8ArrayConstructor
  | Uint16ArrayConstructor
  | Uint32ArrayConstructor
  | Float64ArrayConstructor;

export type Layout = Readonly<Record<string, ColumnKind>>;
export type Columns<L extends Layout> = { readonly [K in keyof L]: InstanceType<L[K]> };
export type Row<L extends Layout> = { readonly [K in keyof L]: number };

/** Columns that grow: twice as long whenever they are full. */
export interface GrowingColumns<L extends Layout> {
  readonly length: number;
  /** Appends a row and says its number. */
  push(row: Row<L>): number;
  /** The columns, cut to their length. */
  cut(): Columns<L>;
}

export function growingColumns<L extends Layout>(layout: L): GrowingColumns<L> {
  const names: (keyof L & string)[] = Object.keys(layout);
  let capacity = 256;
  let length = 0;
  const columns = new Map<keyof L, Column>();
  for (const name of names) {
    const Kind = layout[name];
    if (Kind) columns.set(name, new Kind(capacity));
  }
  const grow = () => {
    capacity *= 2;
    for (const name of names) {
      const [Kind, old] = [layout[name], columns.get(name)];
      if (!Kind || !old) continue;
      const wider = new Kind(capacity);
      wider.set(old);
      columns.set(name, wider);
    }
  };
  return {
    get length() {
      return length;
    },
    push(row) {
      if (length === capacity) grow();
      for (const [name, column] of columns) column[length] = row[name];
      return length++;
    },
    cut: () =>
      Object.fromEntries([...columns].map(([name, column]) => [name, column.slice(0, length)])) as Columns<L>,
  };
}
