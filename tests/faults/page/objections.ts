import { allElements } from '../../gallery/page/look-inside.ts';
import { executedMark } from '../hostile-strings.ts';

const forbidden =
  'script, style:not([data-ours]), iframe, frame, object, embed, base, meta, form[action], math, template';
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;
/** Texts of ours are no longer than a paragraph; strangers' are cut at 200. */
const longest = 700;

const isOurLink = (url: string): boolean =>
  url.startsWith('#') ||
  /^https:\/\/app\.plex\.tv\/desktop\/#!\//.test(url) ||
  /^\/?options\.html(?:#|$)/.test(url);

function objectionsToElement(element: HTMLElement, isOurs: (element: Element) => boolean): readonly string[] {
  const wrong: string[] = [];
  const name = element.localName;
  if (element.matches(forbidden)) wrong.push(`an element ${name}`);
  for (const { name: attribute, value } of element.attributes) {
    if (/^on/i.test(attribute)) wrong.push(`${name} has ${attribute}`);
    if (/^(?:src|srcset|srcdoc|action|formaction|data)$/i.test(attribute) && !/^data:image\//.test(value))
      wrong.push(`${name} has ${attribute}=${value.slice(0, 60)}`);
    if (attribute === 'href' && !isOurLink(value) && !value.startsWith('http://nas.test'))
      wrong.push(`a link to ${value.slice(0, 60)}`);
    if (/^(?:title|aria-label|alt|data-label)$/.test(attribute) && isOurs(element)) {
      if (invisible.test(value) || !value.isWellFormed()) wrong.push(`${name} ${attribute} is not plain`);
      if (value.length > longest) wrong.push(`${name} ${attribute} has ${value.length} characters`);
    }
  }
  for (const node of element.childNodes) {
    const text = node.nodeType === Node.TEXT_NODE && isOurs(element) ? (node.nodeValue ?? '') : '';
    if (invisible.test(text.replaceAll('\n', '')) || !text.isWellFormed())
      wrong.push(`text in ${name} is not plain`);
    if (text.length > longest) wrong.push(`text in ${name} has ${text.length} characters`);
  }
  return wrong;
}

/** What hostile texts did to what is on the screen; empty when they are texts and nothing else. */
export function objections(isOurs: (element: Element) => boolean = () => true): readonly string[] {
  const elements = allElements(document.body).filter(
    (element) => element.localName !== 'script' || !isBundle(element),
  );
  const found = elements.flatMap((element) => objectionsToElement(element, isOurs));
  if (executedMark in globalThis) found.push('something was executed');
  if (document.head.querySelector('base, meta[http-equiv]')) found.push('the head has changed');
  return [...new Set(found)];
}

/** The page's own scripts. */
const isBundle = (element: Element): boolean => element.getAttribute('type') === 'module';

/** Every text that is set apart as a stranger's, and what can be chosen from a list. */
export const strangersTexts = (): readonly string[] =>
  allElements(document.body)
    .filter((element) => ['bdi', 'option'].includes(element.localName))
    .map((element) => element.textContent || (element.getAttribute('value') ?? ''));
