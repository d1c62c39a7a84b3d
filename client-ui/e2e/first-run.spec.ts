/** Before there is anything to work with: folders, the account, the first bases; and why it may not begin at all. */
import { expect, open, test } from './test';

test('two folders are chosen, and the program begins', async ({ page }) => {
  await open(page, '/accueil', 'not-set-up');
  await expect(page.getByRole('heading', { name: 'Mise en service de ce poste' })).toBeVisible();
  const choose = page.getByRole('button', { name: /Choisir le dossier/ });
  await choose.first().press('Enter');
  await expect(page.getByText(/C:\\/).first()).toBeVisible();
  await page.getByRole('button', { name: 'Commencer' }).press('Enter');
  await expect(
    page
      .getByText('Réception des bases')
      .or(page.getByRole('tab', { name: /À revoir/ }))
      .first()
  ).toBeVisible();
});

test('somebody unknown is told whom to ask, and which name to give', async ({ page }) => {
  await open(page, '/accueil', 'unknown-user');
  await expect(page.getByText(/demandez à l’administrateur de vous ajouter/)).toBeVisible();
  await expect(page.getByText(/Donnez-lui ce nom de dossier/)).toBeVisible();
});

test('the first bases are received with how much and how long', async ({ page }) => {
  await open(page, '/accueil', 'receiving');
  await expect(page.getByRole('progressbar')).toBeVisible();
  await expect(page.getByText(/\d+\sMo/).first()).toBeVisible();
});

test('nothing has arrived yet', async ({ page }) => {
  await open(page, '/accueil', 'no-base');
  await expect(page.getByText(/Rien n’est encore arrivé/)).toBeVisible();
});

test('a synced folder that is gone is named', async ({ page }) => {
  await open(page, '/accueil', 'no-folder');
  await expect(page.getByText(/introuvable/).first()).toBeVisible();
});

test('a second window says that there is a first one', async ({ page }) => {
  await open(page, '/accueil', 'in-use');
  await expect(page.getByRole('heading', { name: 'Tournée est déjà ouvert' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Réessayer' })).toBeVisible();
});
