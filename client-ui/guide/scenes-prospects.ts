/** The pictures of « Prospects » and « Transformation en client ». */
import { cardTitle, expectHome, list, selectedRow } from '../e2e/screens';
import { expect, type Page } from '../e2e/test';
import type { Scene } from './scene';

/** Finds a prospect by its name; its card stands beside the list, which has the focus. */
async function choose(page: Page, name: string): Promise<void> {
  await expectHome(page);
  await page.getByRole('searchbox', { name: 'Rechercher un prospect' }).fill(name);
  await expect(selectedRow(page)).toContainText(name);
  await expect(cardTitle(page)).toContainText(name);
  await list(page).focus();
}

const step = (page: Page, name: RegExp) =>
  page.getByRole('navigation', { name: 'Étapes' }).getByRole('button', { name });
const field = (page: Page, column: string) => page.locator(`[data-field="${column}"]`);

export const PROSPECTS: Scene[] = [
  {
    name: 'prospects',
    path: '/prospects',
    reach: async (page) => {
      await expectHome(page);
      await list(page).focus();
      for (let row = 0; row < 3; row += 1) await page.keyboard.press('ArrowDown');
      await expect(selectedRow(page)).toContainText('EARL du Petit Anjou');
      await expect(cardTitle(page)).toHaveText('EARL du Petit Anjou');
    }
  },
  {
    name: 'nouveau-prospect',
    path: '/prospects',
    reach: async (page) => {
      await expectHome(page);
      await list(page).focus();
      await page.keyboard.press('n');
      await field(page, 'nom_client').getByRole('textbox').fill('Hervé Taudon Motoculture');
      await field(page, 'tel_1').getByRole('textbox').fill('+33 2 61 91 33 88');
      await expect(page.getByText(/Ce numéro est déjà celui d’un client/)).toBeVisible();
      await page.getByRole('radio', { name: 'autre société, même standard' }).press('Space');
      await field(page, 'dep_fac').getByRole('textbox').first().fill('72300');
      const towns = field(page, 'ville_fac').getByRole('combobox');
      await towns.focus();
      await towns.press('ArrowDown');
      await expect(page.getByRole('option', { name: 'Sablé-sur-Sarthe' })).toBeVisible();
      // The list shows what the form has kept, a moment later.
      await expect(selectedRow(page)).toContainText('Hervé Taudon');
    }
  },
  {
    name: 'prospect-non-integre',
    path: '/prospects',
    reach: async (page) => {
      await choose(page, 'Garage Bellanger');
      await page.keyboard.press('m');
      await field(page, 'tel_1').getByRole('textbox').fill('02 61 92 14 30');
      await field(page, 'adr1_fac').getByRole('textbox').fill('12 route du Mans');
      await page.keyboard.press('Control+Enter');
      await expect(cardTitle(page)).toHaveText('Garage Bellanger');
      await expect(page.getByText('non intégré').first()).toBeVisible();
    }
  },
  {
    name: 'creation-demandee',
    path: '/prospects',
    reach: async (page) => {
      await choose(page, 'Transports Coquereau');
      await expect(page.getByText(/^Création demandée/).first()).toBeVisible();
    }
  },
  {
    name: 'creation-refusee',
    path: '/prospects',
    reach: async (page) => {
      await choose(page, 'LOC’ENGINS 72');
      await expect(page.getByText('La comptabilité a refusé la création')).toBeVisible();
    }
  }
];

/** The head of the screen says so once, and then for good: the invented company's clock stands still. */
const expectKept = (page: Page) => expect(page.getByText('Brouillon gardé à 14:10')).toBeVisible();

/** « Transformation en client » of a garage that wants to pay by « LCR directe », up to its IBAN. */
async function convert(page: Page, iban: string): Promise<void> {
  await choose(page, 'Ambulances de l’Oudon');
  await page.keyboard.press('t');
  await expect(page.getByRole('heading', { name: 'Transformation en client' })).toBeVisible();
  await step(page, /Règlement/).press('Enter');
  await page.getByRole('radio', { name: /LCR directe/ }).press('Space');
  await field(page, 'iban').locator('input').fill(iban);
  await field(page, 'bic').locator('input').fill('AGRIFRPP');
}

/** The pad draws a fast pen thin: the page's clock goes on by as much for every point, however long the browser takes. */
async function sign(page: Page): Promise<void> {
  const pad = page.locator('[data-pad] canvas');
  const box = await pad.boundingBox();
  if (!box) throw new Error('nothing to sign on');
  const at = (x: number, y: number) => [box.x + box.width * x, box.y + box.height * y] as const;
  await page.clock.setFixedTime(0);
  await page.mouse.move(...at(0.2, 0.5));
  await page.mouse.down();
  for (let point = 1; point <= 60; point += 1) {
    const along = point / 60;
    await page.clock.setFixedTime(point * 20);
    await page.mouse.move(...at(0.2 + along * 0.55, 0.5 + Math.sin(along * 22) * 0.28 * (1 - along * 0.6)));
  }
  await page.mouse.up();
  await field(page, 'signer').locator('input').fill('Nadège Chauvin, gérante');
}

export const CONVERSION: Scene[] = [
  {
    name: 'transformation-reglement',
    path: '/prospects',
    reach: async (page) => {
      await convert(page, 'FR14 2004 1010 0505 0001 3M02 660');
      await expect(page.getByText(/L’IBAN ne passe pas le contrôle/)).toBeVisible();
      await expectKept(page);
    }
  },
  {
    name: 'transformation-signature',
    path: '/prospects',
    reach: async (page) => {
      await convert(page, 'FR14 2004 1010 0505 0001 3M02 606');
      await step(page, /Signature/).press('Enter');
      await sign(page);
      await expect(page.getByText('Tout y est.')).toBeVisible();
      await expectKept(page);
    }
  },
  {
    name: 'transformation-recapitulatif',
    path: '/prospects',
    reach: async (page) => {
      await convert(page, 'FR14 2004 1010 0505 0001 3M02 606');
      await sign(page);
      await expect(page.getByText('Tout y est.')).toBeVisible();
      await page.keyboard.press('Control+Enter');
      await expect(page.getByText(/La comptabilité recevra cette fiche/)).toBeVisible();
      await expectKept(page);
    }
  }
];
