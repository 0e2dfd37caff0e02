/** Where the settings are in the storage. */
export const settingsKey = 'settings';
