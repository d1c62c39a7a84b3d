/** The pictures of « Accueil », « Clients » and « Envois ». */
import { cardTitle, dialog, expectHome, list, section, walkDown } from '../e2e/screens';
import { expect, type Page } from '../e2e/test';
import type { Scene } from './scene';

export const CUSTOMERS: Scene[] = [
  {
    name: 'accueil',
    path: '/accueil',
    reach: async (page) => {
      await expectHome(page);
      await walkDown(page, 3);
    }
  },
  {
    name: 'derniere-visite',
    path: '/accueil',
    reach: async (page) => {
      await expectHome(page);
      await page.getByRole('tab', { name: /Dernière visite/ }).press('Enter');
      await expect(page.getByText('Jamais vus').first()).toBeVisible();
    }
  },
  {
    name: 'palette',
    path: '/accueil',
    reach: async (page) => {
      await expectHome(page);
      await page.keyboard.press('Control+k');
      await page.keyboard.type('chene');
      await expect(page.getByRole('option').filter({ hasText: 'CHÊNE' }).first()).toBeVisible();
    }
  },
  {
    name: 'clients',
    path: '/clients',
    reach: async (page) => {
      await expectHome(page);
      await page.getByRole('searchbox', { name: 'Rechercher un client' }).fill('*ch?ne*');
      await expect(list(page).getByText('CHÊNE').first()).toBeVisible();
      await page.keyboard.press('ArrowDown');
      await expect(cardTitle(page)).toContainText('CHÊNE');
    }
  },
  { name: 'visite', path: '/accueil', reach: fillVisit },
  { name: 'demande-de-modification', path: '/accueil', reach: fillRequest },
  {
    name: 'date-de-revoir',
    path: '/accueil',
    reach: async (page) => {
      await expectHome(page);
      const part = section(page, 'Date de revoir');
      await part.getByRole('button', { name: 'Une autre date de revoir' }).press('Enter');
      await expect(page.getByRole('textbox', { name: 'Autre date' })).toBeVisible();
    }
  },
  {
    name: 'type-de-parc',
    path: '/accueil',
    reach: async (page) => {
      await expectHome(page);
      await section(page, 'Type de parc').getByRole('button', { name: 'Relever le parc' }).press('Enter');
      await expect(page.getByRole('button', { name: 'Valider le relevé' })).toBeVisible();
    }
  },
  {
    name: 'envois',
    path: '/envois',
    reach: (page) => expect(page.getByRole('button', { name: 'Corriger et renvoyer' }).first()).toBeVisible()
  }
];

async function fillVisit(page: Page): Promise<void> {
  await expectHome(page);
  await page.keyboard.press('v');
  const box = dialog(page, 'Visite ce jour');
  await expect(box.getByLabel('Commentaire')).toBeVisible();
  await page.keyboard.press('1');
  await box.getByRole('radio', { name: 'Visite commerciale sans rdv' }).press('Space');
  await box.getByRole('checkbox', { name: 'Remise de proposition' }).press('Space');
  await box.getByRole('checkbox', { name: 'Agraire' }).press('Space');
  await box.getByRole('button', { name: '2 sem.' }).press('Enter');
  await box.getByLabel('Commentaire').fill('Proposition remise pour quatre 650/65 R38 et deux trains PL.');
  await expect(box).toContainText('Brouillon gardé');
}

async function fillRequest(page: Page): Promise<void> {
  await expectHome(page);
  await page.keyboard.press('m');
  const box = dialog(page, 'Demande de modification');
  for (const [field, value] of [
    ['téléphone', '02 61 91 40 21'],
    ['adresse 2', 'ZONE DU GRAND PRÉ']
  ] as const) {
    await box.getByRole('searchbox', { name: 'Chercher un champ' }).fill(field);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Control+a');
    await page.keyboard.type(value);
  }
  await expect(box.getByText('La comptabilité lira')).toBeVisible();
  // What the rules said of a number that was half typed is gone with their next answer.
  await expect(box.getByText('comptez les chiffres')).toHaveCount(0);
}
