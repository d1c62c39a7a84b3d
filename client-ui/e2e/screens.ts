/** Where things are on the screens, by what a person or a screen reader calls them. */
import type { Hooks } from '../src/lib/backend/memory/hooks';
import { expect, type Locator, type Page } from './test';

export const list = (page: Page, name: string | RegExp = /./): Locator => page.getByRole('grid', { name });
export const selectedRow = (page: Page): Locator => page.getByRole('row', { selected: true });
export const dialog = (page: Page, name: string | RegExp): Locator => page.getByRole('dialog', { name });
export const cardTitle = (page: Page): Locator => page.getByRole('heading', { level: 1 });
export const section = (page: Page, title: string): Locator => page.getByRole('region', { name: title });

/** The list is there, with its first row selected and the card of it beside. */
export async function expectHome(page: Page): Promise<void> {
  await expect(selectedRow(page)).toHaveCount(1);
  await expect(cardTitle(page)).toBeVisible();
}

/** The name that the selected row has in its second cell. */
export async function selectedName(page: Page): Promise<string> {
  return (await selectedRow(page).getByRole('gridcell').nth(1).innerText()).trim();
}

/** Goes to the n-th row by the keyboard, the list having the focus; answers its name once the card is that of it. */
export async function walkDown(page: Page, rows: number): Promise<string> {
  for (let row = 0; row < rows; row += 1) {
    const before = await selectedName(page);
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => selectedName(page)).not.toBe(before);
  }
  const name = await selectedName(page);
  await expect(cardTitle(page)).toHaveText(name);
  return name;
}

/** What the invented company does while one looks. */
export async function play(page: Page, what: (company: Hooks) => void): Promise<void> {
  await page.evaluate(`(${String(what)})(window.tournee)`);
}
