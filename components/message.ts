import { type GeneratedI18nStructure, i18n } from '#i18n';

export type MessageKey = Exclude<keyof GeneratedI18nStructure, `@@${string}`>;

/** A message by a key that is only known when it is shown. Its `{slots}` stay in it, for `<Sentence>` to fill. */
export function messageOf(key: MessageKey): string {
  const { t } = i18n as unknown as { t(key: string): string };
  return t(key);
}
