/** All elements below, those in open shadow trees too. */
export function allElements(root: ParentNode = document): readonly HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>('*')].flatMap((element) =>
    element.shadowRoot ? [element, ...allElements(element.shadowRoot)] : [element],
  );
}

/** What has the focus, in whichever tree; `null`: nothing has. */
export function focusedElement(): HTMLElement | null {
  let focused = document.activeElement;
  while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
  return focused instanceof HTMLElement && focused !== document.body ? focused : null;
}

/** What can be read in the page. Badges show their labels, which are no text of theirs. */
export function shownText(): string {
  const inside = allElements().flatMap(({ shadowRoot }) => {
    const texts = [...(shadowRoot?.querySelectorAll<HTMLElement>('.panel > *') ?? [])].map(
      (one) => one.innerText,
    );
    const labels = [...(shadowRoot?.querySelectorAll<HTMLElement>('[data-label]') ?? [])];
    return [...texts, ...labels.map((label) => label.dataset.label ?? '')];
  });
  return [document.body.innerText, ...inside].join(' ').replaceAll(/\s+/g, ' ');
}
