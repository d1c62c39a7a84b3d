/** The pictures of « Stats » and « Historique ». */
import { expect, type Page } from '../e2e/test';
import type { Scene } from './scene';

async function expectFigures(page: Page): Promise<void> {
  await expect(page.getByText('Visites par grille commerciale et prospects').first()).toBeVisible();
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
}

export const FIGURES: Scene[] = [
  { name: 'stats', path: '/stats', reach: expectFigures },
  {
    name: 'stats-imprimees',
    path: '/stats',
    reach: async (page) => {
      await expectFigures(page);
      await page.emulateMedia({ media: 'print', colorScheme: 'light' });
      // A4 lying, at 96 points an inch, without its margins.
      await page.setViewportSize({ width: 1047, height: 715 });
    }
  }
];

async function expectVisits(page: Page): Promise<void> {
  await expect(page.getByRole('region', { name: 'Historique des visites' })).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: /\d+ visites/ })).toBeVisible();
}

async function show(page: Page, view: string): Promise<void> {
  await expectVisits(page);
  await page.getByRole('radio', { name: view }).press('Space');
  await expect(page.getByRole('radio', { name: view })).toBeChecked();
}

export const CALENDAR: Scene[] = [
  { name: 'historique-mois', path: '/historique', reach: expectVisits },
  {
    name: 'historique-semaine',
    path: '/historique',
    reach: async (page) => {
      await show(page, 'Semaine');
      await page.getByRole('button', { name: 'Semaine précédente' }).press('Enter');
      await expect(page.getByRole('heading', { level: 1 })).toContainText('16');
    }
  },
  { name: 'historique-liste', path: '/historique', reach: (page) => show(page, 'Liste') }
];
