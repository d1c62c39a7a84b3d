/** What the pictures of the user guide show, in the order of the guide, and how to come to it. */
import { cardTitle, dialog, expectHome, list, section, selectedRow, walkDown } from '../e2e/screens';
import { expect, type Page, type Scenario } from '../e2e/test';

export type Scene = {
  /** The picture's file, without its ending. */
  name: string;
  path: string;
  scenario?: Scenario;
  reach: (page: Page) => Promise<void>;
};

const CUSTOMERS: Scene[] = [
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
  },
  {
    name: 'bases-perimees',
    path: '/clients',
    scenario: 'expired',
    reach: async (page) => {
      await expectHome(page);
      await page.getByRole('button', { name: /^Bases du/ }).press('Enter');
      await expect(page.getByTestId('freshness-panel')).toContainText('Elles ont 81 heures');
    }
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
}

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

const PROSPECTS: Scene[] = [
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

async function sign(page: Page): Promise<void> {
  const pad = page.locator('[data-pad] canvas');
  const box = await pad.boundingBox();
  if (!box) throw new Error('nothing to sign on');
  const at = (x: number, y: number) => [box.x + box.width * x, box.y + box.height * y] as const;
  await page.mouse.move(...at(0.2, 0.6));
  await page.mouse.down();
  for (let point = 0; point <= 60; point += 1) {
    const along = point / 60;
    await page.mouse.move(...at(0.2 + along * 0.55, 0.5 + Math.sin(along * 22) * 0.28 * (1 - along * 0.6)));
  }
  await page.mouse.up();
  await field(page, 'signer').locator('input').fill('Nadège Chauvin, gérante');
}

const CONVERSION: Scene[] = [
  {
    name: 'transformation-reglement',
    path: '/prospects',
    reach: async (page) => {
      await convert(page, 'FR14 2004 1010 0505 0001 3M02 660');
      await expect(page.getByText(/L’IBAN ne passe pas le contrôle/)).toBeVisible();
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
    }
  }
];

async function expectFigures(page: Page): Promise<void> {
  await expect(page.getByText('Visites par grille commerciale et prospects').first()).toBeVisible();
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
}

const FIGURES: Scene[] = [
  { name: 'stats', path: '/stats', reach: expectFigures },
  {
    name: 'stats-imprimees',
    path: '/stats',
    reach: async (page) => {
      await expectFigures(page);
      await page.emulateMedia({ media: 'print', colorScheme: 'light' });
      // A4 lying, at 96 points an inch, without its margins.
      await page.setViewportSize({ width: 1047, height: 715 });
    }
  }
];

async function expectVisits(page: Page): Promise<void> {
  await expect(page.getByRole('region', { name: 'Historique des visites' })).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: /\d+ visites/ })).toBeVisible();
}

async function show(page: Page, view: string): Promise<void> {
  await expectVisits(page);
  await page.getByRole('radio', { name: view }).press('Space');
  await expect(page.getByRole('radio', { name: view })).toBeChecked();
}

const CALENDAR: Scene[] = [
  { name: 'historique-mois', path: '/historique', reach: expectVisits },
  {
    name: 'historique-semaine',
    path: '/historique',
    reach: async (page) => {
      await show(page, 'Semaine');
      await page.getByRole('button', { name: 'Semaine précédente' }).press('Enter');
      await expect(page.getByRole('heading', { level: 1 })).toContainText('16');
    }
  },
  { name: 'historique-liste', path: '/historique', reach: (page) => show(page, 'Liste') }
];

export const SCENES: readonly Scene[] = [...CUSTOMERS, ...PROSPECTS, ...CONVERSION, ...FIGURES, ...CALENDAR];
