/** The pictures of what stands around the screens: the first run, the account, the bases. */
import { expectHome } from '../e2e/screens';
import { expect } from '../e2e/test';
import type { Scene } from './scene';

export const BEGINNING: Scene[] = [
  {
    name: 'mise-en-service',
    path: '/accueil',
    scenario: 'not-set-up',
    reach: async (page) => {
      await expect(page.getByRole('heading', { name: 'Mise en service de ce poste' })).toBeVisible();
      await page.getByTestId('choose-bases').press('Enter');
      await expect(page.getByText(/C:\\/)).toHaveCount(2);
      await expect(page.getByText(/Proposé d’après l’autre dossier/)).toBeVisible();
    }
  }
];

export const REFRESHING: Scene[] = [
  {
    name: 'bases-perimees',
    path: '/clients',
    scenario: 'expired',
    reach: async (page) => {
      await expectHome(page);
      await page.getByRole('button', { name: /^Bases du/ }).press('Enter');
      await expect(page.getByTestId('freshness-panel')).toContainText('Elles ont 81 heures');
    }
  },
  {
    name: 'compte',
    path: '/accueil',
    reach: async (page) => {
      await expectHome(page);
      await page.getByRole('button', { name: /compte et réglages/ }).press('Enter');
      await expect(page.getByText('Demander de l’aide')).toBeVisible();
    }
  }
];
