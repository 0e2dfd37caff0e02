/** Which keys an answer has where, and of which types: everything about it but the values. */
export interface Shape {
  /** Path of an object → how often it occurred, and its keys with how often and as what. */
  readonly objects: ReadonlyMap<
    string,
    { count: number; keys: Map<string, { count: number; types: Set<string> }> }
  >;
}

/** Lists whose entries differ by kind, and the key that tells the kind. */
const kinds: Record<string, string> = { Metadata: 'type', Setting: 'type', Stream: 'streamType' };

const typeOf = (value: unknown): string =>
  value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;

export function shapeOf(...answers: readonly unknown[]): Shape {
  const objects: Map<string, { count: number; keys: Map<string, { count: number; types: Set<string> }> }> =
    new Map();
  const visit = (value: unknown, path: string, name: string): void => {
    if (Array.isArray(value)) {
      for (const entry of value) visit(entry, path, name);
      return;
    }
    if (typeof value !== 'object' || value === null) return;
    const fields = value as Record<string, unknown>;
    const kind = kinds[name];
    const at = kind === undefined ? path : `${path}:${fields[kind] ?? 'folder'}`;
    const seen = objects.get(at) ?? { count: 0, keys: new Map() };
    objects.set(at, seen);
    seen.count += 1;
    for (const [key, field] of Object.entries(fields)) {
      const entry = seen.keys.get(key) ?? { count: 0, types: new Set() };
      seen.keys.set(key, entry);
      entry.count += 1;
      entry.types.add(typeOf(field));
      visit(field, `${at}.${key}`, key);
    }
  };
  for (const answer of answers) visit(answer, '$', '');
  return { objects };
}

/**
 * How `ours` differs from `recorded`: a key that was never recorded, a type that was never recorded, a key that every
 * recording has and we don't. Keys that only some recordings have may be missing.
 */
export function differences(ours: Shape, recorded: Shape): string[] {
  const found: string[] = [];
  for (const [path, { count, keys }] of ours.objects) {
    const other = recorded.objects.get(path);
    if (!other) {
      // Objects below an extra key are told by that key; a kind of entry that was never recorded is told here.
      if (/:[^.]+$/.test(path)) found.push(`unknown ${path}`);
      continue;
    }
    for (const [key, { types }] of keys) {
      const known = other.keys.get(key);
      if (!known) found.push(`extra ${path}.${key}`);
      else for (const type of types) if (!known.types.has(type)) found.push(`type ${path}.${key} is ${type}`);
    }
    for (const [key, { count: times }] of other.keys) {
      if (times === other.count && (keys.get(key)?.count ?? 0) < count) found.push(`missing ${path}.${key}`);
    }
  }
  return found;
}

interface Element {
  readonly [key: string]: string | Element[];
}

/** Elements as lists, attributes as text: enough XML to compare answers. */
export function parseXml(text: string): Element {
  const root: Record<string, string | Element[]> = {};
  const stack = [root];
  for (const [, close, name = '', attributes = '', single] of text.matchAll(
    /<(\/?)([A-Za-z][\w]*)((?:\s+[\w-]+="[^"]*")*)\s*(\/?)>/g,
  )) {
    if (close) {
      stack.pop();
      continue;
    }
    const element: Record<string, string | Element[]> = {};
    for (const [, key = '', value = ''] of attributes.matchAll(/([\w-]+)="([^"]*)"/g)) element[key] = value;
    const parent = stack.at(-1) ?? root;
    const list = parent[name];
    if (Array.isArray(list)) list.push(element);
    else parent[name] = [element];
    if (!single) stack.push(element);
  }
  return root;
}
