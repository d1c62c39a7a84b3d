/** What is around every screen: the tabs, the palette, how fresh the bases are, the look. */
import { cardTitle, dialog, expectHome, list, play, selectedName, walkDown } from './screens';
import { expect, open, test } from './test';

test('every tab opens by its key', async ({ page }) => {
  await open(page, '/accueil');
  await expectHome(page);
  for (const [key, path] of [
    ['Alt+2', 'clients'],
    ['Alt+3', 'prospects'],
    ['Alt+4', 'stats'],
    ['Alt+5', 'historique'],
    ['Alt+6', 'envois'],
    ['Alt+1', 'accueil']
  ] as const) {
    await page.keyboard.press(key);
    await expect(page).toHaveURL(new RegExp(`/${path}`));
  }
  await expect(page.getByRole('link', { name: 'Accueil' })).toHaveAttribute('aria-current', 'page');
});

test('the palette finds a customer and opens his card, where its keys work at once', async ({ page }) => {
  await open(page, '/accueil');
  await expectHome(page);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('chene vert');
  const found = page.getByRole('option').filter({ hasText: 'CHÊNE VERT' });
  await expect(found.first()).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/clients/);
  await expect(cardTitle(page)).toContainText('CHÊNE VERT');
  await page.keyboard.press('v');
  await expect(dialog(page, 'Visite ce jour')).toBeVisible();
});

test('the palette finds another customer where one is shown already, and his keys work at once', async ({
  page
}) => {
  await open(page, '/clients');
  await expect(cardTitle(page)).toBeVisible();
  await expect(page.getByRole('searchbox')).toBeFocused();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('chene vert');
  await expect(page.getByRole('option').filter({ hasText: 'CHÊNE VERT' }).first()).toHaveAttribute(
    'aria-selected',
    'true'
  );
  await page.keyboard.press('Enter');
  await expect(cardTitle(page)).toContainText('CHÊNE VERT');
  await expect(page.getByRole('grid')).toBeFocused();
  await page.keyboard.press('v');
  await expect(dialog(page, 'Visite ce jour')).toBeVisible();
});

test('the palette does what the open screen offers', async ({ page }) => {
  await open(page, '/accueil');
  await expectHome(page);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('visite ce jour');
  await page.keyboard.press('Enter');
  await expect(dialog(page, 'Visite ce jour')).toBeVisible();
});

test('Esc closes the palette and gives the focus back', async ({ page }) => {
  await open(page, '/accueil');
  await expectHome(page);
  await list(page).focus();
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('combobox')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('combobox')).toBeHidden();
  await expect(list(page)).toBeFocused();
});

test('bases past their limit say so in the words of the commission', async ({ page }) => {
  await open(page, '/accueil', 'expired');
  const pill = page.getByRole('button', { name: /périmées/ });
  await pill.press('Enter');
  const panel = page.getByTestId('freshness-panel');
  await expect(panel).toContainText(
    'Vos bases ne sont pas à jour, merci de vous connecter pour les actualiser.'
  );
  await expect(panel).toContainText('Elles ont 81 heures, la limite est de 48 heures.');
});

test('« Actualiser » swaps newer bases in and keeps the draft, the selection and the scroll', async ({
  page
}) => {
  await open(page, '/clients', 'newer');
  await expectHome(page);
  await list(page).focus();
  await page.keyboard.press('PageDown');
  await page.keyboard.press('PageDown');
  await page.keyboard.press('PageDown');
  const name = await walkDown(page, 1);
  const scroll = () =>
    list(page).evaluate((grid) =>
      Math.max(grid.scrollTop, ...[...grid.querySelectorAll('*')].map((e) => e.scrollTop))
    );
  const scrolled = await scroll();
  expect(scrolled).toBeGreaterThan(0);
  await page.keyboard.press('v');
  const visit = dialog(page, 'Visite ce jour');
  await visit.getByLabel('Commentaire').focus();
  await page.keyboard.type('Brouillon du matin');
  await page.keyboard.press('Escape');
  await expect(visit).toBeHidden();

  await page.getByRole('button', { name: /^Bases du/ }).press('Enter');
  const panel = page.getByTestId('freshness-panel');
  await expect(panel).toContainText('Des bases plus récentes viennent d’arriver');
  await panel.getByRole('button', { name: 'Actualiser' }).press('Enter');
  await expect(page.getByText('Les bases reçues sont en service.').first()).toBeVisible();
  await expect(panel).toBeHidden();
  await expect(page.getByRole('button', { name: /^Bases du/ })).not.toContainText('nouvelles bases');

  expect(await selectedName(page)).toBe(name);
  await expect(cardTitle(page)).toHaveText(name);
  expect(await scroll()).toBe(scrolled);
  await page.keyboard.press('v');
  await expect(visit.getByLabel('Commentaire')).toHaveValue('Brouillon du matin');
});

test('bases that arrive meanwhile are seen at once', async ({ page }) => {
  await open(page, '/accueil');
  await expectHome(page);
  await expect(page.getByRole('button', { name: /nouvelles bases/ })).toHaveCount(0);
  await play(page, (company) => company.arrive());
  await expect(page.getByRole('button', { name: /^Bases du/ })).toContainText('nouvelles bases');
});

test('the look is chosen and kept', async ({ page }) => {
  await open(page, '/accueil');
  await expectHome(page);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('passer en sombre');
  await page.keyboard.press('Enter');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});

for (const [scenario, title] of [
  ['clock-behind', 'L’horloge de ce poste retarde'],
  ['later-schema', 'Nouvelle version de Tournée nécessaire']
] as const) {
  test(`${scenario}: what is wrong can be read in the panel`, async ({ page }) => {
    await open(page, '/accueil', scenario);
    await expectHome(page);
    await page.getByRole('button', { name: /^Bases du/ }).press('Enter');
    await expect(page.getByTestId('freshness-panel')).toContainText(title);
  });
}
