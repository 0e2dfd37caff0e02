import type { Remedy } from '../error-text.ts';

/** Does in a form what a remedy names: the field to change gets the focus, everything else is tried again. */
export function applyRemedy(remedy: Remedy, form: HTMLFormElement | null, secretField: string): void {
  const focus = (name: string): void => {
    const field = form?.elements.namedItem(name);
    if (field instanceof HTMLElement) field.focus();
    else if (field instanceof RadioNodeList) focusChecked(field);
  };
  switch (remedy) {
    case 'editAddress':
      focus('address');
      break;
    case 'enterToken':
      requestAnimationFrame(() => focus(secretField)); // the field may only appear with the next drawing
      break;
    case 'changeSignIn':
      focus(form?.elements.namedItem(secretField) ? secretField : 'access');
      break;
    default:
      form?.requestSubmit();
  }
}

function focusChecked(radios: RadioNodeList): void {
  for (const radio of radios) {
    if (radio instanceof HTMLInputElement && radio.checked) radio.focus();
  }
}
