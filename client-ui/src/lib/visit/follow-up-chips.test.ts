import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import FollowUpChips from './FollowUpChips.svelte';

async function typing(text: string, today = '2026-11-24') {
  const user = userEvent.setup();
  const said: unknown[] = [];
  render(FollowUpChips, { today, value: undefined, onchange: (value) => said.push(value) });
  await user.click(screen.getByRole('button', { name: /^(Date|Choisir la date de revoir)$/ }));
  const field = screen.getByRole('textbox', { name: 'Choisir la date de revoir' });
  await user.type(field, text);
  await user.tab();
  return { field, last: () => said.at(-1) };
}

it('lets a day be typed that a chip would give, too', async () => {
  // In a month: the year is not typed yet when the day is already that of a chip.
  const { field, last } = await typing('24/12/2026');
  expect(last()).toBe('2026-12-24');
  expect(field).toHaveProperty('value', '24/12/2026');
});

it('takes the next day of that name when no year is typed', async () => {
  const { field, last } = await typing('15/01');
  expect(last()).toBe('2027-01-15');
  expect(field).toHaveProperty('value', '15/01/2027');
});

it.each([
  ['31/02/2027', 'Ce n’est pas une date'],
  ['23/11/2026', 'Choisissez un jour à partir du 24/11/2026.']
])('says why %s cannot be taken', async (typed, words) => {
  const { field } = await typing(typed);
  const text = await screen.findByText(new RegExp(words));
  expect(field.getAttribute('aria-describedby')).toBe(text.id);
  expect(field.getAttribute('aria-invalid')).toBe('true');
});
