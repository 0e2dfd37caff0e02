/** Where the last overview is stored. */
export const overviewKey = 'overview';
