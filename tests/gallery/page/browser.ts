import messages from 'virtual:messages';
import { type Locale, pseudo } from './pseudo.ts';

const locale = (new URLSearchParams(location.search).get('locale') ?? 'en') as Locale;

/** Also `de`, `fr`, `es`: then what is not translated yet is missing. */
const own = messages[locale] ?? messages.en ?? {};

/** The only part of the browser's extension interface that components reach: messages. */
export const browser = {
  i18n: {
    getMessage(name: string, substitutions: readonly string[] = []): string {
      const text = pseudo(name, own[name]?.message ?? '', locale);
      return text.replace(/\$(\d)/g, (_, at: string) => substitutions[Number(at) - 1] ?? '');
    },
  },
};
