import { isObject, type Json, type JsonObject } from './json.ts';

/** Element names that Plex uses in XML for what JSON calls `Metadata`, by `type`. Folders have no type. */
const elementOf: Record<string, string> = {
  movie: 'Video',
  episode: 'Video',
  clip: 'Video',
  track: 'Track',
  photo: 'Photo',
  playlist: 'Playlist',
};

const escapes: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
};
const escaped = (text: string): string => text.replaceAll(/[&<>"\n]/g, (found) => escapes[found] ?? found);

function attribute(value: Json): string {
  if (value === null) return '';
  if (typeof value === 'boolean') return value ? '1' : '0';
  return escaped(String(value));
}

function element(name: string, value: JsonObject): string {
  const attributes: string[] = [];
  const children: string[] = [];
  for (const [key, field] of Object.entries(value)) {
    if (Array.isArray(field)) {
      for (const entry of field) children.push(child(key, entry));
    } else if (isObject(field)) children.push(child(key, field));
    else attributes.push(` ${key}="${attribute(field as Json)}"`);
  }
  const open = `<${name}${attributes.join('')}`;
  return children.length === 0 ? `${open}/>` : `${open}>${children.join('')}</${name}>`;
}

function child(key: string, value: Json): string {
  if (!isObject(value)) return `<${key}>${attribute(value)}</${key}>`;
  const name = key === 'Metadata' ? (elementOf[String(value.type)] ?? 'Directory') : key;
  return element(name, value);
}

/** Scalars become attributes, lists become child elements: the rule behind every answer of a Plex server. */
export function toXml(document: JsonObject): string {
  const [root] = Object.entries(document);
  if (!root || !isObject(root[1])) throw new TypeError('A document has one root object.');
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element(root[0], root[1])}\n`;
}
