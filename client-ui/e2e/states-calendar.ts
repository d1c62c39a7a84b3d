/** « Historique » as it is looked at. */
import { dialog } from './screens';
import type { State } from './states-kind';
import { expect, type Locator, type Page, type Scenario } from './test';

export const dayPane = (page: Page): Locator => page.getByRole('complementary', { name: 'Visites du jour' });
export const chosenDay = (page: Page): Locator => page.locator('[data-day][aria-pressed="true"]');

/** The visits are there and a day is chosen. */
export async function expectCalendar(page: Page): Promise<void> {
  await expect(page.getByRole('status').filter({ hasText: /visite/ })).toBeVisible();
  await expect(chosenDay(page)).toHaveCount(1);
}

const calendar = (
  name: string,
  reach: (page: Page) => Promise<void> = async () => undefined,
  scenario: Scenario = 'normal'
): State => ({
  name,
  path: '/historique',
  scenario,
  reach: async (page) => {
    await expectCalendar(page);
    await reach(page);
  }
});

export const CALENDAR: State[] = [
  calendar('historique'),
  calendar('historique-semaine', async (page) => {
    await page.keyboard.press('s');
    await expect(page.getByRole('group', { name: /^23 – 29/ })).toBeVisible();
  }),
  calendar('historique-liste', async (page) => {
    await page.keyboard.press('l');
    await expect(page.locator('[data-day]')).toHaveCount(0);
  }),
  calendar('historique-revoir', async (page) => {
    await page.getByRole('button', { name: 'Afficher les dates de revoir à venir' }).press('Enter');
    await expect(page.getByRole('button', { name: /^À revoir/ }).first()).toBeVisible();
  }),
  calendar('historique-visite', async (page) => {
    // A prospect was seen six days ago.
    for (let days = 0; days < 6; days += 1) await page.keyboard.press('ArrowLeft');
    await expect(chosenDay(page)).toHaveAttribute('data-day', '2026-11-18');
    await dayPane(page).getByRole('button').first().press('Enter');
    await expect(dialog(page, /./)).toContainText('Saisie par');
  }),
  calendar('historique-en-attente', async (page) => {
    await expect(dayPane(page).getByRole('article').first()).toBeVisible();
  }),
  calendar(
    'historique-vide',
    (page) => expect(page.getByText(/^Aucune visite en/).first()).toBeVisible(),
    'empty'
  ),
  calendar(
    'historique-vide-liste',
    async (page) => {
      await page.keyboard.press('l');
      await expect(page.getByRole('button', { name: 'Mois précédent' }).last()).toBeVisible();
    },
    'empty'
  ),
  calendar(
    'historique-admin',
    async (page) => {
      await page.getByRole('button', { name: /^Commercial/ }).press('ArrowDown');
      await expect(page.getByRole('option', { name: 'Anne Martin' })).toBeVisible();
    },
    'admin'
  )
];
