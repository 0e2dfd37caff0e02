import { describe, expect, it } from 'vitest';
import { errorText, remedyLabel } from '../../components/error-text.ts';
import { errorCodes } from '../../lib/domain/errors.ts';
import { messages } from './support/messages.ts';

const textOf = (key: string): string | undefined => messages[key.replaceAll('.', '_')]?.message;

describe('what is said when something goes wrong', () => {
  it.each(errorCodes)('%s has a sentence, and a remedy that has a name', (code) => {
    const { sentence, remedy } = errorText(code);
    expect(textOf(sentence)).toMatch(/^["“{A-Z].*[.?]$|https?:\/\/\S+$/);
    if (remedy) expect(textOf(remedyLabel(remedy))).toMatch(/\S/);
  });

  it('shows no code, and fills in nothing but a server, a path or a folder', () => {
    for (const code of errorCodes) {
      const text = textOf(errorText(code).sentence) ?? '';
      if (code !== 'DNS') expect(text).not.toContain(code); // that one is a word of routers too
      for (const [, slot] of text.matchAll(/\{(\w+)\}/g))
        expect(['server', 'path', 'folder']).toContain(slot);
    }
  });

  it('has no message for a code that does not exist', () => {
    const named = Object.keys(messages).filter((name) => name.startsWith('error_'));
    expect(named.toSorted()).toEqual(errorCodes.map((code) => `error_${code}`).toSorted());
  });

  it('leaves only the ban without a remedy', () => {
    expect(errorCodes.filter((code) => errorText(code).remedy === null)).toEqual(['CLIENT_BANNED']);
  });
});
