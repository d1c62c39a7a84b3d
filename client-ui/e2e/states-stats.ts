/** « Stats » as it is looked at. */
import { play, section } from './screens';
import { choosePeriod } from './stats-page';
import type { State } from './states-kind';
import { expect, type Page, type Scenario } from './test';

export async function expectStats(page: Page): Promise<void> {
  await expect(section(page, 'Part des clients et des prospects visités').first()).toContainText(
    'En portefeuille'
  );
}

const stats = (
  name: string,
  reach: (page: Page) => Promise<void> = async () => undefined,
  scenario: Scenario = 'normal'
): State => ({
  name,
  path: '/stats',
  scenario,
  reach: async (page) => {
    await expectStats(page);
    await reach(page);
  }
});

export const STATS: State[] = [
  stats('stats'),
  stats('stats-visites-seules', async (page) => {
    await page.getByRole('checkbox', { name: 'Visites seules' }).press('Space');
    await expect(page.getByRole('checkbox', { name: 'Visites seules' })).toBeChecked();
  }),
  stats('stats-24-mois', (page) => choosePeriod(page, '01/12/2024', '24/11/2026')),
  stats('stats-periode', async (page) => {
    await page.getByRole('button', { name: /^Période/ }).press('Enter');
    await expect(page.getByRole('button', { name: 'Afficher' })).toBeVisible();
  }),
  stats('stats-chiffres', async (page) => {
    const panel = section(page, 'Visites par grille commerciale et prospects').first();
    await panel.getByRole('button', { name: 'Voir les chiffres' }).press('Enter');
    await expect(panel.getByRole('table')).toBeVisible();
  }),
  stats('stats-vide', (page) => expect(page.getByText(/^Aucune visite du/).first()).toBeVisible(), 'empty'),
  stats(
    'stats-admin',
    async (page) => {
      await page.getByLabel('Commercial', { exact: true }).selectOption({ label: 'Tous' });
      await expect(page.getByText(/5\s000/).first()).toBeVisible();
    },
    'admin'
  ),
  stats('stats-huit-grilles', (page) => choosePeriod(page, '01/12/2024', '24/11/2026'), 'crowded'),
  {
    name: 'stats-panne',
    path: '/accueil',
    reach: async (page) => {
      await expect(page.getByRole('row', { selected: true })).toHaveCount(1);
      await play(page, (company) => company.failNext('figures', 'internal'));
      await page.keyboard.press('Alt+4');
      await expect(page.getByText('Les chiffres n’ont pas pu être calculés')).toBeVisible();
    }
  }
];
