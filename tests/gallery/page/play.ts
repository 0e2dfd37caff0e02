import userEvent from '@testing-library/user-event';

/** Waits until something is on the screen: sections that are not looked at are in the document, hidden. */
const find = <T extends Element>(selector: string): Promise<T> =>
  new Promise((resolve) => {
    const look = (): void => {
      const all = [...document.querySelectorAll<T>(selector)];
      const found = all.find((one) => one.getClientRects().length > 0);
      if (found) resolve(found);
      else requestAnimationFrame(look);
    };
    look();
  });

export const type = async (selector: string, text: string): Promise<void> => {
  const field = await find<HTMLInputElement>(selector);
  await userEvent.clear(field);
  await userEvent.type(field, text);
};

export const click = async (selector: string): Promise<void> => userEvent.click(await find(selector));

/** A whole time at once: typed key by key it is none for a while. */
export const setTime = async (selector: string, time: string): Promise<void> => {
  const field = await find<HTMLInputElement>(selector);
  // React listens to the event and reads the value; it overlooks one that was set through its own property
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field, time);
  field.dispatchEvent(new Event('input', { bubbles: true }));
};

/** A file, as if it came from the browser's own window for files. */
export const choose = async (selector: string, text: string): Promise<void> => {
  await find('main section');
  const input = document.querySelector<HTMLInputElement>(selector);
  if (input) await userEvent.upload(input, new File([text], 'marquee.json', { type: 'application/json' }));
};

/** Fills in the form for a Plex server and sends it. */
export const tryPlex = (address: string) => async (): Promise<void> => {
  await type('[name=address]', address);
  await type('[name=token]', 'a token that nobody sees');
  await click('form button[type=submit]');
};

/** Fills in the form for a torrent page and sends it. */
export const tryClient = async (): Promise<void> => {
  await type('[name=address]', 'http://192.168.1.20:8080');
  await click('form button[type=submit]');
};

/** Waits for a text for two seconds at most: a scene that lacks it is told of elsewhere, and other languages have others. */
export const seen = async (text: string): Promise<void> => {
  for (let frames = 0; frames < 60 && !document.body.innerText.includes(text); frames++) {
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
};
