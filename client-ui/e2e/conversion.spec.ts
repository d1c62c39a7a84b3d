/** « Transformation en client »: from a sheet to the accountants, and back when they refuse. */
import { cardTitle, dialog, list, play, section } from './screens';
import {
  choose,
  convert,
  field,
  fillAccount,
  goTo,
  IBAN,
  meter,
  openProspects,
  payBy,
  press,
  sign,
  step,
  todo
} from './prospects-page';
import { expect, test, type Page } from './test';

const send = (page: Page) =>
  page.getByRole('button', { name: /^(Envoyer à la comptabilité|Relire avant d’envoyer)/ });

/** Corrects the creation that the accountants refused, and sends it. */
async function askAnew(page: Page): Promise<void> {
  await openProspects(page);
  await choose(page, 'LOC’ENGINS');
  await expect(page.getByText(/Le SIRET est celui de l’ancien établissement/).first()).toBeVisible();
  await page.getByRole('button', { name: /^Corriger et redemander/ }).press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Transformation en client' })).toBeVisible();
  await goTo(page, 'Identité');
  await field(page, 'contact_divers_2').fill('732 829 320 00074');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByLabel('Commentaire pour la comptabilité')).toBeVisible();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText(/^Création demandée le/)).toBeVisible();
}

test('the meter names each missing field, and leads there', async ({ page }) => {
  await openProspects(page);
  await convert(page, 'Delaunay');
  const before = await meter(page).innerText();
  await expect(todo(page, 'adr1_fac')).toBeVisible();
  await todo(page, 'adr1_fac').press('Enter');
  await expect(field(page, 'adr1_fac')).toBeFocused();
  await expect(step(page, 'Adresse')).toHaveAttribute('aria-current', 'step');
  await page.keyboard.type('8 chemin des Serres');
  await expect(todo(page, 'adr1_fac')).toHaveCount(0);
  await expect(meter(page)).not.toHaveText(before);
  await page.keyboard.press('F8');
  await expect(page.locator('[data-field="adr1_fac"] :focus')).toHaveCount(0);
  await expect(page.locator('[data-field] :focus')).toHaveCount(1);
  await expect(send(page)).toBeDisabled();
});

test('what was begun is found again after a reload', async ({ page }) => {
  await openProspects(page);
  await convert(page, 'Delaunay');
  await goTo(page, 'Adresse');
  await field(page, 'adr1_fac').fill('8 chemin des Serres');
  await expect(page.getByText(/Brouillon gardé/)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(cardTitle(page)).toContainText('Delaunay');
  await expect(page.getByRole('button', { name: /^Reprendre la création/ })).toBeVisible();
  await page.reload();
  await convert(page, 'Delaunay');
  await goTo(page, 'Adresse');
  await expect(field(page, 'adr1_fac')).toHaveValue('8 chemin des Serres');
});

test('LD: a wrong IBAN, then the right one, signed, read again and sent', async ({ page }) => {
  await openProspects(page);
  await convert(page, 'Oudon');
  await fillAccount(page, IBAN.replace('189', '188'));
  await expect(page.getByText(/L’IBAN ne passe pas le contrôle/).first()).toBeVisible();
  await expect(step(page, 'Règlement')).toHaveAttribute('data-state', 'wrong');
  await expect(send(page)).toBeDisabled();
  await fillAccount(page);
  await expect(step(page, 'Règlement')).toHaveAttribute('data-state', 'complete');
  await expect(step(page, 'Signature')).toHaveAttribute('data-state', 'missing');
  await sign(page);
  await expect(section(page, 'Texte à signer')).toContainText(IBAN);
  await expect(step(page, 'Signature')).toHaveAttribute('data-state', 'complete');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByLabel('Commentaire pour la comptabilité')).toBeVisible();
  await expect(page.getByRole('img', { name: /Signature de Paul Oudon/ })).toBeVisible();
  await page.getByLabel('Commentaire pour la comptabilité').fill('Remise de fin d’année convenue.');
  await page.keyboard.press('Control+Enter');
  await expect(page).toHaveURL(/\/prospects$/);
  await expect(page.getByText(/^Création demandée le/)).toBeVisible();
  const [asked] = await page.evaluate(() => window.tournee?.entries() ?? []);
  expect(asked).toMatchObject({ kind: 'CC', to_accountant: true });
});

test('the account changes after the signature: it has to be signed again', async ({ page }) => {
  await openProspects(page);
  await convert(page, 'Oudon');
  await fillAccount(page);
  await sign(page);
  await expect(step(page, 'Signature')).toHaveAttribute('data-state', 'complete');
  await goTo(page, 'Règlement');
  await field(page, 'iban').fill('FR14 2004 1010 0505 0001 3M02 606');
  await expect(step(page, 'Signature')).toHaveAttribute('data-state', 'wrong');
  await expect(send(page)).toBeDisabled();
  await goTo(page, 'Signature');
  await page.getByRole('button', { name: 'Faire signer de nouveau' }).press('Enter');
  await sign(page);
  await expect(step(page, 'Signature')).toHaveAttribute('data-state', 'complete');
});

test('a farmer may pay by cheque, at twenty days and no other', async ({ page }) => {
  await openProspects(page);
  await convert(page, 'Oudon');
  await goTo(page, 'Règlement');
  await expect(page.getByRole('radio', { name: /^VI/ })).toBeVisible();
  await expect(page.getByRole('radio', { name: /^CH/ })).toHaveCount(0);
  await page.keyboard.press('Escape');
  await convert(page, 'Hardouin');
  await payBy(page, 'CH');
  await expect(field(page, 'nb_jour_1')).toHaveValue('20');
  await expect(field(page, 'nb_jour_1')).toHaveAttribute('readonly', '');
  await expect(field(page, 'jour_1')).toHaveAttribute('readonly', '');
  await expect(step(page, 'Règlement')).toHaveAttribute('data-state', 'complete');
  await expect(step(page, 'Signature')).toHaveAttribute('data-state', 'not-asked');
});

test('refused, corrected, asked again and validated', async ({ page }) => {
  await askAnew(page);
  await play(page, (company) => {
    const asked = company.entries().find((it) => it.kind === 'CC');
    if (asked) company.validate(asked.name, 'C05001');
  });
  await expect(page.getByText('C’est maintenant le client C05001.')).toBeVisible();
});

test('a creation that was sent leaves one at the prospect, where the keys work', async ({ page }) => {
  await askAnew(page);
  await expect(list(page)).toBeFocused();
  await page.keyboard.press('v');
  await expect(dialog(page, 'Visite ce jour')).toContainText('LOC’ENGINS');
});

test('what the accountants have cannot be asked twice', async ({ page }) => {
  await openProspects(page);
  await press(page, 'Coquereau', 't');
  await expect(cardTitle(page)).toHaveText('Transports Coquereau Frères');
  await expect(page.getByRole('heading', { name: 'Transformation en client' })).toHaveCount(0);
});
