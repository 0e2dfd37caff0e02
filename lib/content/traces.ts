import { blockCss, cellCss, cellMark } from './badge-room.ts';
import { badgeTag, menuTag } from './badge-style.ts';

/** The rules that make room in cells; the page's own sheets are left as they are. */
export function addCellStyle(document: Document, nameBlock: string | undefined): HTMLStyleElement {
  const style = document.createElement('style');
  style.dataset.marquee = '';
  style.textContent = nameBlock ? `${cellCss}\n${blockCss(nameBlock)}` : cellCss;
  document.head.append(style);
  return style;
}

/** Takes out what an older script left behind when its extension was updated under it. */
export function removeLeftovers(document: Document): void {
  for (const left of document.querySelectorAll(`${badgeTag}, ${menuTag}, style[data-marquee]`)) left.remove();
  for (const cell of document.querySelectorAll(`[${cellMark}]`)) cell.removeAttribute(cellMark);
}
