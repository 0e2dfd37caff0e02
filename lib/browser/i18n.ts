import type { GeneratedI18nStructure } from '@@/.wxt/i18n/structure';
import type { createI18n } from '@wxt-dev/i18n';
import { browser } from 'wxt/browser';

export type { GeneratedI18nStructure };

/** Messages of one language by their names in `messages.json`, where a dot is an underscore. */
export type Catalogue = Readonly<Record<string, string>>;

/** What `t` takes after the key: a number for plural forms, values for `$1`, or values for `{name}`. */
type Argument = number | readonly (string | number)[] | Readonly<Record<string, unknown>> | undefined;

let chosen: Catalogue = {};

/** From now on texts come from these, and from the browser where one is missing. `{}`: all from the browser. */
export function speak(catalogue: Catalogue): void {
  chosen = catalogue;
}

/** A message by its name, from the chosen language. */
export function messageText(name: string, values: readonly string[] = []): string {
  const text = chosen[name];
  if (text === undefined) {
    // the types of the browser's function know no names but those of the manifest
    return (browser.i18n.getMessage as (name: string, values: readonly string[]) => string)(name, values);
  }
  return text.replace(/\$(\d)/g, (_, at: string) => values[Number(at) - 1] ?? '');
}

/** Plural forms stand side by side as the locale files have them: one, then all others. */
function pluralOf(message: string, count: number): string {
  const forms = message.split(' | ');
  const isOne = new Intl.PluralRules(messageText('language')).select(count) === 'one';
  return forms[isOne ? 0 : forms.length - 1] ?? message;
}

function t(key: string, ...args: readonly Argument[]): string {
  const count = args.find((one) => typeof one === 'number');
  const values = args.find((one): one is readonly (string | number)[] => Array.isArray(one));
  const slots = args.find((one) => typeof one === 'object' && !Array.isArray(one));
  const given = values ?? (count === undefined ? [] : [count]);
  const message = messageText(key.replaceAll('.', '_'), given.map(String));
  const text = count === undefined ? message : pluralOf(message, count);
  return slots ? withSlots(text, slots as Readonly<Record<string, unknown>>) : text;
}

/** A slot nobody filled stays, for `<Sentence>`. */
const withSlots = (text: string, slots: Readonly<Record<string, unknown>>): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(slots, name) ? String(slots[name]) : whole,
  );

/** Stands in for `#i18n` of `@wxt-dev/i18n`, which knows only the browser's language. */
export const i18n = { t } as ReturnType<typeof createI18n<GeneratedI18nStructure>>;
