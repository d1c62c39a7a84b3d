/** Clients: finding somebody, his history, and what can be told of him without a visit. */
import { cardTitle, dialog, expectHome, list, section, selectedName, selectedRow } from './screens';
import { expect, open, test, type Page } from './test';

async function search(page: Page, typed: string): Promise<void> {
  await page.keyboard.press('/');
  const box = page.getByRole('searchbox', { name: 'Rechercher un client' });
  await expect(box).toBeFocused();
  await box.fill(typed);
}

test('*gar?ge* finds the garages, and marks why', async ({ page }) => {
  await open(page, '/clients');
  await expectHome(page);
  await search(page, '*gar?ge*');
  await expect.poll(() => selectedName(page)).toMatch(/GARAGE/);
  await expect(list(page).getByRole('row').nth(1).locator('mark, u').first()).toHaveText('GARAGE');
  const names = list(page).getByRole('row', { name: /C\d{5}/ });
  for (const name of await names.allInnerTexts()) expect(name).toContain('GARAGE');
  await page.keyboard.press('ArrowDown');
  await expect(cardTitle(page)).toHaveText(await selectedName(page));
});

test('accents and case do not matter', async ({ page }) => {
  await open(page, '/clients');
  await expectHome(page);
  await search(page, 'menard');
  await expect.poll(() => selectedName(page)).toContain('MÉNARD');
});

test('Enter at once after typing opens the customer typed, not the one found before', async ({ page }) => {
  await open(page, '/clients');
  await expectHome(page);
  await search(page, 'menard');
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-first-action]')).toBeFocused();
  expect(await selectedName(page)).toContain('MÉNARD');
});

test('a customer asked for from another screen is there although the search hid him', async ({ page }) => {
  await open(page, '/clients');
  await expectHome(page);
  await list(page).focus();
  await page.keyboard.press('End');
  await expect(selectedRow(page)).toBeInViewport();
  const code = (await selectedRow(page).getByRole('gridcell').first().innerText()).trim();
  await search(page, 'zzzz');
  await expect(page.getByText('Aucun client trouvé')).toBeVisible();
  await page.keyboard.press('Alt+1');
  await expectHome(page);
  await page.keyboard.press('Control+k');
  await page.keyboard.type(code);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('searchbox', { name: 'Rechercher un client' })).toHaveValue('');
  // Far down in the list, and yet in sight.
  await expect(selectedRow(page)).toBeInViewport();
  await expect(selectedRow(page)).toContainText(code);
  await expect(cardTitle(page)).toHaveText(await selectedName(page));
});

test('the panel of the fleet has the keys for itself: the customer stays', async ({ page }) => {
  await open(page, '/accueil');
  await expectHome(page);
  const name = await selectedName(page);
  const fleet = section(page, 'Type de parc');
  await fleet.getByRole('button', { name: 'Relever le parc' }).press('Enter');
  await expect(fleet.getByRole('checkbox').first()).toBeFocused();
  for (const key of ['ArrowDown', 'ArrowUp', 'ArrowDown', 'v', 'm', 'h']) await page.keyboard.press(key);
  expect(await selectedName(page)).toBe(name);
  await expect(cardTitle(page)).toHaveText(name);
  await expect(page.getByRole('dialog')).toHaveCount(1);
  await page.keyboard.press('Escape');
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => selectedName(page)).not.toBe(name);
});

test('nobody found says what to try', async ({ page }) => {
  await open(page, '/clients');
  await expectHome(page);
  await search(page, 'zzzz');
  await expect(page.getByText('Aucun client trouvé')).toBeVisible();
  await page.getByRole('button', { name: 'Effacer la recherche' }).press('Enter');
  await expect(selectedRow(page)).toHaveCount(1);
});

test('two hundred thousand customers are walked through to the last', async ({ page }) => {
  await open(page, '/clients', 'big');
  await expectHome(page);
  await page.getByRole('button', { name: 'Tous les clients, pas seulement les miens' }).press('Enter');
  await expect(page.getByRole('status').filter({ hasText: /200.000 clients/ })).toBeVisible();
  await list(page).focus();
  await page.keyboard.press('End');
  await expect.poll(() => selectedRow(page).getAttribute('aria-rowindex')).toBe('200001');
  await expect(cardTitle(page)).toHaveText(await selectedName(page));
});

test('the history hides LIT rows until they are asked for', async ({ page }) => {
  await open(page, '/accueil');
  await expectHome(page);
  await page.keyboard.press('h');
  const history = dialog(page, 'Historique des visites');
  const rows = history.getByRole('article');
  await expect(rows.first()).toBeVisible();
  await expect(history.getByTitle('Origine LIT')).toHaveCount(0);
  const before = await rows.count();
  await history.getByRole('checkbox', { name: 'Afficher les LIT' }).press('Space');
  await expect(history.getByTitle('Origine LIT').first()).toBeVisible();
  await expect.poll(() => rows.count()).toBeGreaterThan(before);
  await page.keyboard.press('Escape');
  await expect(history).toBeHidden();
});

test('a date of follow-up is told by one chip, and taken back', async ({ page }) => {
  await open(page, '/accueil');
  await expectHome(page);
  const name = await selectedName(page);
  const followUp = section(page, 'Date de revoir');
  const before = await followUp.locator('p').first().innerText();
  await followUp.getByRole('button', { name: '1 mois' }).press('Enter');
  await expect(followUp).toContainText('24/12/2026');
  await expect(cardTitle(page)).toHaveText(name);
  await expect(page.getByText('Date de revoir : 24/12/2026').first()).toBeVisible();
  await page.getByRole('button', { name: 'Annuler' }).press('Enter');
  await expect(followUp.locator('p').first()).toHaveText(before);
});

test('vehicles are counted', async ({ page }) => {
  await open(page, '/accueil');
  await expectHome(page);
  const fleet = section(page, 'Type de parc');
  await fleet.getByRole('button', { name: 'Relever le parc' }).press('Enter');
  await page.getByRole('textbox', { name: 'Nombre de VUL' }).fill('17');
  await page.getByRole('button', { name: 'Valider le relevé' }).press('Enter');
  await expect(fleet).toContainText('17');
  await expect(fleet).toContainText('24/11/2026');
});

test('a request shows the old value beside the new one, and goes to the accountants', async ({ page }) => {
  await open(page, '/accueil');
  await expectHome(page);
  await page.keyboard.press('m');
  const request = dialog(page, 'Demande de modification');
  await expect(request.getByRole('searchbox', { name: 'Chercher un champ' })).toBeFocused();
  await page.keyboard.press('Control+Enter');
  await expect(request).toContainText('Rien n’est modifié');

  await page.keyboard.type('portable');
  await page.keyboard.press('Enter');
  await page.keyboard.type('0639984299');
  await expect(request.getByText('La comptabilité lira')).toBeVisible();
  await page.keyboard.press('Control+Enter');
  await expect(request).toBeHidden();
  await expect(page.getByText(/Demande enregistrée/).first()).toBeVisible();
  await expect(page.getByText(/Demande de modification du 24\/11\/2026/).first()).toBeVisible();
});

test('an IBAN that cannot be one is told under its field', async ({ page }) => {
  await open(page, '/accueil');
  await expectHome(page);
  await page.keyboard.press('m');
  const request = dialog(page, 'Demande de modification');
  await expect(request.getByRole('searchbox', { name: 'Chercher un champ' })).toBeFocused();
  await page.keyboard.type('iban');
  await page.keyboard.press('Enter');
  await page.keyboard.type('FR76 1234');
  await page.keyboard.press('Control+Enter');
  await expect(request).toContainText('L’IBAN ne passe pas le contrôle');
  await expect(request).toBeVisible();
});
