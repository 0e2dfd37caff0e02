/** `long`: texts two fifths longer, as German or Finnish can be. `rtl`: the letters and direction of Hebrew. */
export type Locale = 'en' | 'long' | 'rtl' | 'de' | 'fr' | 'es';

const accents: Readonly<Record<string, string>> = {
  a: 'á',
  e: 'é',
  i: 'í',
  o: 'ö',
  u: 'ü',
  A: 'Å',
  E: 'É',
  O: 'Ø',
};
const hebrew = [...'אבגדהוזחטיכלמנסעפצקרשת'];

/** A message as a translator might have left it. Slots (`{name}`, `$1`) and the bar between plurals stay. */
export function pseudo(name: string, text: string, locale: Locale): string {
  if (name === 'direction') return locale === 'rtl' ? 'rtl' : 'ltr';
  if ((locale !== 'long' && locale !== 'rtl') || name === 'language' || name === 'extName') return text;
  return text
    .split(' | ')
    .map((form) => (locale === 'long' ? longer(form) : form.replace(/\{\w+\}|\$\d|[a-z]/gi, toHebrew)))
    .join(' | ');
}

function longer(text: string): string {
  const accented = text.replace(/\{\w+\}|\$\d|[aeiouAEO]/g, (part) => accents[part] ?? part);
  const filler = 'lorem ipsum dolor sit amet consetetur '.repeat(9);
  return `${accented} ${filler.slice(0, Math.ceil(text.length * 0.4)).trim()}`;
}

const toHebrew = (part: string): string =>
  part.length > 1 ? part : (hebrew[part.toLowerCase().charCodeAt(0) % hebrew.length] ?? part);
