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
