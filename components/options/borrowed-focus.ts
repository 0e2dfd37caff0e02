import { type RefObject, useEffect, useRef } from 'react';

/**
 * Takes the focus into a form that a button opened, and gives it back to that button when the form goes away, unless
 * it is wanted elsewhere by then.
 */
export function useBorrowedFocus(form: RefObject<HTMLFormElement | null>, isOpened: boolean): void {
  const opener = useRef<Element | null>(null);
  useEffect(() => {
    if (isOpened && opener.current === null) {
      opener.current = document.activeElement;
      form.current?.querySelector<HTMLElement>('input, select')?.focus();
    }
    return () => {
      const { current } = opener;
      if (document.activeElement === document.body && current instanceof HTMLElement) current.focus();
    };
  }, [form, isOpened]);
}
