/** « Prospects » by the keyboard: creating one who may be known already, changing, visiting and deleting him; filters. */
import { cardTitle, dialog, play, section, selectedRow } from './screens';
import {
  choose,
  editForm,
  field,
  KNOWN_PHONE,
  newForm,
  openProspects,
  press,
  search,
  startNew
} from './prospects-page';
import { expect, test, type Page } from './test';

const NAME = 'Hervé Taudon Motoculture';

async function createDuplicate(page: Page): Promise<void> {
  await startNew(page);
  await page.keyboard.type(NAME);
  await field(page, 'tel_1').focus();
  await page.keyboard.type(KNOWN_PHONE);
  await expect(newForm(page)).toContainText('C00001');
  await expect(newForm(page)).toContainText('Ce numéro est déjà celui d’un client.');
}

test('a duplicate is shown before it is made, and asks for a reason that travels with the file', async ({
  page
}) => {
  await openProspects(page);
  await createDuplicate(page);
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('alert').filter({ hasText: 'Dites pourquoi' })).toBeVisible();
  const reason = page.getByRole('radio', { name: 'numéro repris' });
  await reason.focus();
  await page.keyboard.press('Space');
  await expect(reason).toBeChecked();
  await page.keyboard.press('Control+Enter');
  await expect(newForm(page)).toBeHidden();
  await expect(cardTitle(page)).toHaveText(NAME);
  await expect(selectedRow(page)).toContainText('non intégré');
  const [made] = await page.evaluate(() => window.tournee?.entries() ?? []);
  expect(made?.kind).toBe('CP');
});

test('what is typed is kept when the form is closed, and stands in the list', async ({ page }) => {
  await openProspects(page);
  await startNew(page);
  await page.keyboard.type('Garage à finir');
  await expect(newForm(page)).toContainText('Brouillon gardé');
  await page.keyboard.press('Escape');
  await expect(newForm(page)).toBeHidden();
  const typing = page.getByRole('row').filter({ hasText: 'Garage à finir' });
  await expect(typing).toContainText('en saisie');
  await typing.click();
  await expect(field(page, 'nom_client')).toHaveValue('Garage à finir');
});

test('a prospect is changed twice before anything is integrated, and each field says so', async ({
  page
}) => {
  await openProspects(page);
  await press(page, 'Bellanger', 'm');
  await expect(editForm(page)).toBeVisible();
  await field(page, 'adr1_fac').fill('12 rue du Marché');
  await page.keyboard.press('Control+Enter');
  await expect(editForm(page)).toBeHidden();
  await expect(section(page, 'Fiche prospect')).toContainText('12 rue du Marché');
  await press(page, 'Bellanger', 'm');
  await expect(field(page, 'adr1_fac')).toHaveValue('12 rue du Marché');
  await expect(page.locator('[data-field="adr1_fac"]')).toContainText('pas encore intégré');
  await field(page, 'adr1_fac').fill('14 rue du Marché');
  await field(page, 'tel_2').fill('06 39 98 70 22');
  await page.keyboard.press('Control+Enter');
  await expect(editForm(page)).toBeHidden();
  await expect(section(page, 'Fiche prospect')).toContainText('14 rue du Marché');
  await expect(section(page, 'Fiche prospect')).toContainText('06 39 98 70 22');
  await play(page, (company) => {
    company.integrate();
    company.arrive();
  });
  await page.getByRole('button', { name: /^Bases du/ }).press('Enter');
  await page.getByRole('button', { name: 'Actualiser' }).press('Enter');
  await page.keyboard.press('Escape');
  await expect(section(page, 'Fiche prospect')).toContainText('14 rue du Marché');
  await expect(section(page, 'Fiche prospect').getByText(/pas encore intégré/)).toHaveCount(0);
});

test('a visit is entered as for a customer, and is in the history at once', async ({ page }) => {
  await openProspects(page);
  await press(page, 'Delaunay', 'v');
  const visit = dialog(page, 'Visite ce jour');
  await visit.getByLabel('Commentaire').focus();
  await page.keyboard.type('Premier passage, tarif laissé');
  await page.keyboard.press('Control+Enter');
  await expect(visit).toBeHidden();
  await expect(section(page, 'Fiche prospect')).toContainText('Premier passage, tarif laissé');
  await expect(section(page, 'Fiche prospect')).toContainText('aujourd’hui');
  await press(page, 'Delaunay', 'h');
  const history = dialog(page, 'Historique des visites');
  await expect(history.getByRole('article').first()).toContainText('Premier passage, tarif laissé');
});

test('a deletion asks for its reason, and the prospect is gone', async ({ page }) => {
  await openProspects(page);
  await choose(page, 'Scierie');
  await page.getByRole('button', { name: /^Supprimer/ }).focus();
  await page.keyboard.press('Enter');
  const box = dialog(page, 'Supprimer ce prospect');
  await expect(box.getByRole('button', { name: /^Supprimer/ })).toBeDisabled();
  await expect(box.getByLabel(/Pourquoi le supprimer/)).toBeFocused();
  await page.keyboard.type('Société radiée');
  await page.keyboard.press('Control+Enter');
  await expect(box).toBeHidden();
  await search(page).fill('Scierie');
  await expect(page.getByText('Aucun prospect trouvé').first()).toBeVisible();
});

test('a prospect whose creation is asked cannot be deleted', async ({ page }) => {
  await openProspects(page);
  await choose(page, 'Coquereau');
  await expect(page.getByText(/Création demandée/).first()).toBeVisible();
  await expect(page.getByRole('button', { name: /^Supprimer/ })).toHaveCount(0);
  await expect(page.getByRole('button', { name: /^Transformation en client/ })).toHaveCount(0);
});

test('the stage filters the list, and « perdu » asks why', async ({ page }) => {
  await openProspects(page);
  const stage = page.getByRole('region', { name: 'Prospects' }).getByRole('button', { name: /^Étape\s:/ });
  await stage.press('ArrowDown');
  await page.keyboard.type('perdu');
  await page.keyboard.press('Enter');
  await expect(page.getByText('1 prospect trouvé', { exact: true })).toBeVisible();
  await expect(cardTitle(page)).toHaveText('Auto Pneus Mamers');
  await stage.press('ArrowDown');
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await choose(page, 'Bellanger');
  await section(page, 'Fiche prospect')
    .getByRole('button', { name: /^Étape/ })
    .press('ArrowDown');
  await page.keyboard.type('perdu');
  await page.keyboard.press('Enter');
  const lost = dialog(page, 'Prospect perdu');
  await lost.getByRole('radio', { name: 'prix' }).press('Space');
  await page.keyboard.press('Control+Enter');
  await expect(lost).toBeHidden();
  await expect(section(page, 'Fiche prospect')).toContainText('prix');
  await expect(section(page, 'Fiche prospect').getByRole('button', { name: /^Étape/ })).toContainText(
    'perdu'
  );
});

test('an administrator sees everybody’s, and picks a rep', async ({ page }) => {
  await openProspects(page, 'admin');
  await expect(page.getByText(/prospects de toute l’équipe/)).toBeVisible();
  await page.getByRole('button', { name: /^Commercial/ }).press('ArrowDown');
  await page.keyboard.type('anne');
  await page.keyboard.press('Enter');
  await expect(page.getByText('2 prospects trouvés')).toBeVisible();
  await expect(section(page, 'Fiche prospect')).toContainText('Prospect suivi par Anne Martin');
  await expect(page.getByRole('button', { name: /^Modifier/ })).toHaveCount(0);
  await page.getByRole('button', { name: 'Les miens' }).press('Enter');
  await expect(page.getByText('12 prospects trouvés')).toBeVisible();
});
