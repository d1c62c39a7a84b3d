/** The rep's morning, by the keyboard alone: nothing here clicks. */
import { cardTitle, dialog, expectHome, list, section, selectedName, selectedRow, walkDown } from './screens';
import { expect, open, test } from './test';

test('opens on whom to see again, the most overdue first', async ({ page }) => {
  await open(page, '/');
  await expect(page).toHaveURL(/\/accueil/);
  await expectHome(page);
  await expect(page.getByRole('tab', { name: /À revoir/ })).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByText('En retard').first()).toBeVisible();
  await expect(selectedRow(page)).toContainText('\u2212');
  await expect(cardTitle(page)).toHaveText(await selectedName(page));
});

test('a visit of today: arrow down, V, what was said, Ctrl+Enter, and its life line stands on the card', async ({
  page
}) => {
  await open(page, '/accueil');
  await expectHome(page);
  const name = await walkDown(page, 2);

  await page.keyboard.press('v');
  const visit = dialog(page, 'Visite ce jour');
  await expect(visit).toBeVisible();
  await page.keyboard.press('1');
  await expect(visit.getByRole('radio', { name: 'Visite', exact: true })).toBeChecked();
  await visit.getByRole('checkbox', { name: 'Remise de proposition' }).focus();
  await page.keyboard.press('Space');
  await expect(visit.getByRole('checkbox', { name: 'Agraire' })).toBeVisible();
  await visit.getByRole('checkbox', { name: 'Agraire' }).focus();
  await page.keyboard.press('Space');
  await visit.getByLabel('Commentaire').focus();
  await page.keyboard.type('Compare avec son fournisseur, décision vendredi.');
  await page.keyboard.press('Alt+r');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await expect(visit).toContainText('08/12/2026');
  await page.keyboard.press('Control+Enter');

  await expect(visit).toBeHidden();
  await expect(page.getByText(/Visite enregistrée/).first()).toBeVisible();
  await expect(cardTitle(page)).toHaveText(name);
  const first = page.getByRole('article').first();
  await expect(first).toContainText('24/11/2026');
  await expect(first).toContainText('Compare avec son fournisseur');
  await expect(first).toContainText('Agraire');
  await expect(first).toContainText('Déposée');
  await expect(section(page, 'Date de revoir')).toContainText('08/12/2026');
});

test('a visit may say nothing at all', async ({ page }) => {
  await open(page, '/accueil');
  await expectHome(page);
  await page.keyboard.press('v');
  await expect(dialog(page, 'Visite ce jour')).toBeVisible();
  await page.keyboard.press('Control+Enter');
  await expect(dialog(page, 'Visite ce jour')).toBeHidden();
  await expect(page.getByRole('article').first()).toContainText('24/11/2026');
});

test('a visit of tomorrow is refused where its date stands', async ({ page }) => {
  await open(page, '/accueil');
  await expectHome(page);
  await page.keyboard.press('v');
  const visit = dialog(page, 'Visite ce jour');
  await visit.getByLabel('Date de visite').fill('25/11/2026');
  await page.keyboard.press('Control+Enter');
  await expect(visit).toContainText('Choisissez un jour du 10/11/2026 au 24/11/2026.');
  await expect(visit.getByLabel('Date de visite')).toHaveAttribute('aria-invalid', 'true');
  await visit.getByLabel('Date de visite').fill('23/11/2026');
  await page.keyboard.press('Control+Enter');
  await expect(visit).toBeHidden();
  await expect(page.getByRole('article').first()).toContainText('23/11/2026');
});

test('Esc keeps what was typed, and opening again brings it back', async ({ page }) => {
  await open(page, '/accueil');
  await expectHome(page);
  const name = await selectedName(page);
  await page.keyboard.press('v');
  const visit = dialog(page, 'Visite ce jour');
  await visit.getByLabel('Commentaire').focus();
  await page.keyboard.type('À finir ce soir');
  await page.keyboard.press('Escape');
  await expect(visit).toBeHidden();
  await expect(selectedRow(page)).toContainText(name);

  await page.keyboard.press('v');
  await expect(visit.getByLabel('Commentaire')).toHaveValue('À finir ce soir');
  await expect(visit).toContainText('Brouillon gardé');
  await page.keyboard.press('Control+Enter');
  await expect(visit).toBeHidden();
  await page.keyboard.press('v');
  await expect(visit.getByLabel('Commentaire')).toHaveValue('');
});

test('a draft survives closing the lid', async ({ page }) => {
  await open(page, '/accueil');
  await expectHome(page);
  await page.keyboard.press('v');
  const visit = dialog(page, 'Visite ce jour');
  await visit.getByLabel('Commentaire').focus();
  await page.keyboard.type('Rappeler Nadège');
  await expect(visit).toContainText('Brouillon gardé');
  await page.reload();
  await expectHome(page);
  await page.keyboard.press('v');
  await expect(visit.getByLabel('Commentaire')).toHaveValue('Rappeler Nadège');
});

test('a full disk loses nothing of what was typed', async ({ page }) => {
  await open(page, '/accueil', 'disk-full');
  await expectHome(page);
  await page.keyboard.press('v');
  const visit = dialog(page, 'Visite ce jour');
  await visit.getByLabel('Commentaire').focus();
  await page.keyboard.type('Deux tracteurs de plus');
  await page.keyboard.press('Control+Enter');
  await expect(visit).toContainText('Le disque est plein');
  await expect(visit.getByLabel('Commentaire')).toHaveValue('Deux tracteurs de plus');
});

test('the other list: who was not seen for long', async ({ page }) => {
  await open(page, '/accueil');
  await expectHome(page);
  await page.getByRole('tab', { name: /Dernière visite/ }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText('Jamais vus').first()).toBeVisible();
  await expect(selectedRow(page)).toHaveCount(1);
  await expect(list(page)).toBeVisible();
});
