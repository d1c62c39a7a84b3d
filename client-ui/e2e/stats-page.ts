/** What is done on « Stats », by the keyboard. */
import { expect, type Page } from './test';

/** Both days, and « Afficher ». */
export async function choosePeriod(page: Page, from: string, to: string): Promise<void> {
  await page.getByRole('button', { name: /^Période/ }).press('Enter');
  const show = page.getByRole('button', { name: 'Afficher' });
  await page.getByRole('textbox', { name: 'Du', exact: true }).fill(from);
  await page.getByRole('textbox', { name: 'Au', exact: true }).fill(to);
  await show.press('Enter');
  await expect(show).toBeHidden();
  await expect(page.getByRole('button', { name: `Période : ${from} au ${to}` })).toBeVisible();
}
