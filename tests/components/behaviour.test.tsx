// @vitest-environment happy-dom
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { OperationError } from '../../lib/domain/errors.ts';
import type { Rule } from '../../lib/domain/rules.ts';
import type { RuleChoices, SettingsView } from '../../lib/messages/contract.ts';
import { drawOptions } from './support/draw.tsx';
import type { Answers } from './support/fake-ask.ts';
import { useRealMessages } from './support/messages.ts';
import { client, machineIdentifier, settings } from './support/samples.ts';

useRealMessages();

const choices: RuleChoices = {
  labels: [{ clientId: client.id, label: 'tv' }],
  libraries: [
    { machineIdentifier, sectionKey: '1', serverName: 'Basement Pictures', title: 'Films' },
    { machineIdentifier, sectionKey: '2', serverName: 'Basement Pictures', title: 'Series' },
  ],
  failures: [],
};
const rule: Rule = { clientId: null, label: 'tv', ignore: false, delayMinutes: 0, library: null };

/** The section over settings that take changes, as the background does. */
function draw(stored: Partial<SettingsView> = {}, answers: Answers = {}) {
  let now: SettingsView = { ...settings, ...stored };
  const drawn = drawOptions(
    'behaviour',
    {
      'settings.change': ({ change }) => {
        now = { ...now, ...change };
        return now;
      },
      'rules.choices': () => choices,
      ...answers,
    },
    { stored: now },
  );
  const panel = async (name: string) => within(await screen.findByRole('region', { name }));
  const changes = () => drawn.of('settings.change').map(({ change }) => change);
  return { ...drawn, panel, changes };
}

describe('theme and language', () => {
  it('are saved at once, and that is said', async () => {
    const { user, panel, changes } = draw();
    const looks = await panel('Appearance and language');
    await user.click(looks.getByRole('radio', { name: 'Dark' }));
    expect(looks.getByRole('status').textContent).toBe('Saved');
    await user.selectOptions(looks.getByRole('combobox', { name: 'Language' }), 'Deutsch');
    expect(changes()).toEqual([{ theme: 'dark' }, { language: 'de' }]);
    expect(looks.getByRole<HTMLInputElement>('radio', { name: 'Dark' }).checked).toBe(true);
  });

  it('that could not be saved are shown as they are stored, with the reason', async () => {
    const { user, panel } = draw(
      {},
      {
        'settings.change': () => {
          throw new OperationError('STORAGE_BROKEN', { operation: 'settings.write' });
        },
      },
    );
    const looks = await panel('Appearance and language');
    await user.click(looks.getByRole('radio', { name: 'Dark' }));
    expect((await looks.findByRole('alert')).textContent).toMatch(/saved data could not be read/);
    expect(looks.getByRole<HTMLInputElement>('radio', { name: 'As the browser' }).checked).toBe(true);
  });

  it('changed while one is being saved go with the next, and none is lost', async () => {
    const answers: (() => void)[] = [];
    const { user, panel, changes } = draw(
      {},
      {
        'settings.change': ({ change }) =>
          new Promise((resolve) => answers.push(() => resolve({ ...settings, ...change }))),
      },
    );
    const looks = await panel('Appearance and language');
    await user.click(looks.getByRole('radio', { name: 'Dark' }));
    await user.click(looks.getByRole('radio', { name: 'Light' }));
    await user.selectOptions(looks.getByRole('combobox', { name: 'Language' }), 'fr');
    expect(changes()).toEqual([{ theme: 'dark' }]);
    answers[0]?.();
    await waitFor(() => expect(changes()).toEqual([{ theme: 'dark' }, { theme: 'light', language: 'fr' }]));
  });
});

describe('quiet hours', () => {
  it('are switched on with a usual night, changed, and switched off', async () => {
    const { user, panel, changes } = draw();
    const quiet = await panel('When to wait');
    const box = quiet.getByRole('checkbox', { name: 'Quiet hours' });
    await user.click(box);
    const to = quiet.getByLabelText('To');
    await user.clear(to);
    await user.type(to, '06:30');
    await user.click(box);
    expect(changes()).toContainEqual({ quietHours: { fromMinute: 1380, toMinute: 420 } });
    expect(changes()).toContainEqual({ quietHours: { fromMinute: 1380, toMinute: 390 } });
    expect(changes().at(-1)).toEqual({ quietHours: null });
    expect(quiet.queryByLabelText('To')).toBeNull();
  });

  it('of no length are pointed out and not saved', async () => {
    const { user, panel, changes } = draw({ quietHours: { fromMinute: 60, toMinute: 120 } });
    const quiet = await panel('When to wait');
    const to = quiet.getByLabelText('To');
    await user.clear(to);
    await user.type(to, '01:00');
    expect(quiet.getByText('Choose two different times.')).toBeDefined();
    expect(changes()).toEqual([]);
  });
});

describe('rules', () => {
  it('are saved when they are whole: half a rule could be one for every download', async () => {
    const { user, panel, changes } = draw();
    const rules = await panel('Rules');
    await user.click(rules.getByRole('button', { name: 'Add rule' }));
    await user.selectOptions(rules.getByRole('combobox', { name: 'What to do' }), 'Never scan');
    await user.type(rules.getByRole('combobox', { name: 'Category or label' }), 'kids');
    expect(changes()).toEqual([]);
    await user.tab();
    expect(changes().at(-1)).toEqual({ rules: [{ ...rule, label: 'kids', ignore: true }] });
  });

  it('take a library from those there are, and keep one that is not there', async () => {
    const gone = { machineIdentifier, sectionKey: '9' };
    const { user, panel, changes } = draw({ rules: [{ ...rule, library: gone }] });
    const rules = await panel('Rules');
    const library = rules.getByRole<HTMLSelectElement>('combobox', { name: 'Library' });
    expect(library.selectedOptions[0]?.textContent).toBe('A library that is not there now');
    await rules.findByRole('option', { name: 'Series' });
    await user.selectOptions(library, 'Series');
    expect(changes()).toEqual([{ rules: [{ ...rule, library: { machineIdentifier, sectionKey: '2' } }] }]);
  });

  it('take a delay in minutes and nothing else', async () => {
    const { user, panel, changes } = draw({ rules: [rule] });
    const rules = await panel('Rules');
    const delay = rules.getByRole('textbox', { name: 'Wait, in minutes' });
    await user.type(delay, 'soon');
    expect(rules.getByText(/Write a whole number/)).toBeDefined();
    await user.clear(delay);
    await user.type(delay, '90');
    await user.tab();
    expect(changes().at(-1)).toEqual({ rules: [{ ...rule, delayMinutes: 90 }] });
  });

  it('that were removed come back in their place, and are saved again', async () => {
    const [first, second] = [rule, { ...rule, label: 'films' }];
    const { user, panel, changes } = draw({ rules: [first, second] });
    const rules = await panel('Rules');
    await user.click(rules.getByRole('button', { name: 'Remove Rule 1' }));
    expect(changes()).toEqual([{ rules: [second] }]);
    const undo = rules.getByRole('button', { name: 'Undo' });
    expect(document.activeElement).toBe(undo);
    await user.click(undo);
    expect(changes().at(-1)).toEqual({ rules: [first, second] });
    expect(rules.getAllByRole('group')).toHaveLength(2);
  });

  it('ask nobody for choices while there is no rule', async () => {
    const { panel, of } = draw();
    await panel('Rules');
    expect(of('rules.choices')).toEqual([]);
  });
});
