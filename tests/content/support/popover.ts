/** What a browser does with a popover, as far as a script can see it: happy-dom has none. Gives a call that ends it. */
export function stubPopovers(): () => void {
  const prototype = HTMLElement.prototype as Partial<Pick<HTMLElement, 'showPopover' | 'hidePopover'>>;
  const toggle = (element: HTMLElement, newState: 'open' | 'closed'): void => {
    element.dispatchEvent(Object.assign(new Event('beforetoggle'), { newState }));
  };
  prototype.showPopover = function (this: HTMLElement) {
    if (!this.isConnected) throw new DOMException('not in the page', 'InvalidStateError');
    toggle(this, 'open');
  };
  prototype.hidePopover = function (this: HTMLElement) {
    toggle(this, 'closed');
  };
  return () => {
    delete prototype.showPopover;
    delete prototype.hidePopover;
  };
}
