/** Envois: where an entry is, and what to do with one that was refused. */
import { cardTitle, dialog, expectHome, play, selectedName } from './screens';
import { expect, open, test, type Page } from './test';

/** Enters a visit by the keyboard, and goes to Envois by it. */
async function enterVisit(page: Page, comment: string): Promise<string> {
  await open(page, '/accueil');
  await expectHome(page);
  const name = await selectedName(page);
  await page.keyboard.press('v');
  const visit = dialog(page, 'Visite ce jour');
  await visit.getByLabel('Commentaire').focus();
  await page.keyboard.type(comment);
  await page.keyboard.press('Control+Enter');
  await expect(visit).toBeHidden();
  await page.keyboard.press('Alt+6');
  await expect(page).toHaveURL(/\/envois/);
  return name;
}

const entry = (page: Page, text: string) => page.getByRole('row').filter({ hasText: text });

test('an entry is dropped, then integrated, then told by the bases', async ({ page }) => {
  const name = await enterVisit(page, 'Rendez-vous pris pour mardi');
  const row = entry(page, 'Rendez-vous pris');
  await expect(row).toContainText(name);
  await expect(row).toContainText('en attente');
  await play(page, (company) => company.integrate());
  await expect(row).not.toContainText('en attente');

  await play(page, (company) => company.arrive());
  await page.getByRole('button', { name: /^Bases du/ }).press('Enter');
  await page.getByRole('button', { name: 'Actualiser' }).press('Enter');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Alt+1');
  await expect(cardTitle(page)).toBeVisible();
  const first = page.getByRole('article').first();
  await expect(first).toContainText('Rendez-vous pris pour mardi');
  await expect(first).not.toContainText('Déposée');
});

test('a refused visit says why, is corrected with Enter, and the correction tells what it corrects', async ({
  page
}) => {
  await open(page, '/envois');
  const refused = entry(page, 'Offre remise');
  await expect(refused).toContainText('La date de la visite est dans le futur ou trop ancienne.');
  await expect(refused).toContainText('Refusée');
  await refused.getByRole('button', { name: 'Corriger et renvoyer' }).press('Enter');
  const correction = dialog(page, 'Corriger la visite');
  await expect(correction.getByLabel('Commentaire')).toHaveValue('Offre remise.');
  await correction.getByLabel('Date de visite').fill('24/11/2026');
  await page.keyboard.press('Control+Enter');
  await expect(correction).toBeHidden();
  await expect(page.getByText('Visite corrigée et renvoyée').first()).toBeVisible();
  await expect(page.getByText(/Corrige l’envoi n°/)).toBeVisible();
  await expect(page.getByText(/Corrigé par l’envoi n°/)).toBeVisible();
});

test('a refused visit can be let be', async ({ page }) => {
  await open(page, '/envois');
  const refused = entry(page, 'Offre remise');
  await refused.getByRole('button', { name: 'Abandonner' }).press('Enter');
  const question = dialog(page, 'Abandonner cet envoi ?');
  await question.getByRole('button', { name: 'Abandonner' }).press('Enter');
  await expect(question).toBeHidden();
  await expect(page.getByText(/Abandonné/)).toBeVisible();
});

test('a refusal that arrives while one works is seen on the pill', async ({ page }) => {
  await enterVisit(page, 'Passage rapide au dépôt');
  await page.keyboard.press('Alt+1');
  await expect(cardTitle(page)).toBeVisible();
  await play(page, (company) => company.reject(company.entries()[0]?.name ?? '', 'unknown-customer'));
  await expect(page.getByRole('link', { name: /2 à corriger/ })).toBeVisible();
  await page.keyboard.press('Alt+6');
  await expect(entry(page, 'Passage rapide au dépôt')).toContainText('Ce code client n’existe pas.');
});

test('the list is narrowed by state and by words', async ({ page }) => {
  await open(page, '/envois');
  await expect(page.getByRole('row').first()).toBeVisible();
  await page.getByRole('button', { name: /^En route/ }).press('Enter');
  await expect(entry(page, 'Offre remise')).toHaveCount(0);
  await page.getByRole('button', { name: /^Tous/ }).press('Enter');
  await page.keyboard.press('/');
  await page.keyboard.type('Moulin');
  await expect(entry(page, 'MOULIN NEUF')).toBeVisible();
  await expect(entry(page, 'Offre remise')).toHaveCount(0);
});
