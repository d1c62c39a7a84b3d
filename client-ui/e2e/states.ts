/** Every state of the screens that is looked at: how to come to it. */
import { cardTitle, dialog, expectHome, list, play, section } from './screens';
import { expect, open, type Page, type Scenario } from './test';

import { CALENDAR } from './states-calendar';
import { CONVERSION, PROSPECTS } from './states-prospects';
import { STATS } from './states-stats';
import type { State } from './states-kind';

export type { State } from './states-kind';

const home = (name: string, reach: (page: Page) => Promise<void> = async () => undefined): State => ({
  name,
  path: '/accueil',
  reach: async (page) => {
    await expectHome(page);
    await reach(page);
  }
});

const setup = (scenario: Scenario, words: RegExp): State => ({
  name: `debut-${scenario}`,
  path: '/accueil',
  scenario,
  reach: (page) => expect(page.getByText(words).first()).toBeVisible()
});

async function visit(page: Page): Promise<ReturnType<typeof dialog>> {
  await page.keyboard.press('v');
  const box = dialog(page, 'Visite ce jour');
  await expect(box.getByLabel('Commentaire')).toBeVisible();
  return box;
}

async function request(page: Page, field: string, value: string): Promise<void> {
  const box = dialog(page, 'Demande de modification');
  await box.getByRole('searchbox', { name: 'Chercher un champ' }).fill(field);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+a');
  await page.keyboard.type(value);
}

const HOME: State[] = [
  home('accueil'),
  home('accueil-derniere-visite', async (page) => {
    await page.getByRole('tab', { name: /Dernière visite/ }).press('Enter');
    await expect(page.getByText('Jamais vus').first()).toBeVisible();
  }),
  {
    name: 'accueil-vide',
    path: '/accueil',
    scenario: 'empty',
    reach: (page) => expect(page.getByText('Rien à revoir pour l’instant')).toBeVisible()
  },
  home('accueil-en-route', async (page) => {
    const box = await visit(page);
    await box.getByLabel('Commentaire').fill('Compare avec son fournisseur, décision vendredi.');
    await page.keyboard.press('Control+Enter');
    await expect(page.getByRole('article').first()).toContainText('Déposée');
  }),
  home('accueil-date-de-revoir', async (page) => {
    await section(page, 'Date de revoir')
      .getByRole('button', { name: 'Une autre date de revoir' })
      .press('Enter');
    await expect(page.getByRole('textbox', { name: 'Autre date' })).toBeVisible();
  }),
  home('accueil-parc', async (page) => {
    await section(page, 'Type de parc').getByRole('button', { name: 'Relever le parc' }).press('Enter');
    await expect(page.getByRole('button', { name: 'Valider le relevé' })).toBeVisible();
  })
];

const VISIT: State[] = [
  home('visite', async (page) => void (await visit(page))),
  home('visite-remplie', async (page) => {
    const box = await visit(page);
    await page.keyboard.press('1');
    await box.getByRole('radio', { name: 'Visite commerciale sans rdv' }).press('Space');
    await box.getByRole('checkbox', { name: 'Remise de proposition' }).press('Space');
    await box.getByRole('checkbox', { name: 'Agraire' }).press('Space');
    await box.getByRole('button', { name: '2 sem.' }).press('Enter');
    await box.getByLabel('Commentaire').fill('Proposition remise pour quatre 650/65 R38 et deux trains PL.');
    await expect(box).toContainText('Brouillon gardé');
  }),
  home('visite-parc', async (page) => {
    const box = await visit(page);
    await box.getByRole('button', { name: /Type de parc/ }).press('Enter');
    await expect(box.getByLabel('Nombre de véhicules VUL')).toBeVisible();
  }),
  home('visite-refus', async (page) => {
    const box = await visit(page);
    await box.getByLabel('Date de visite').fill('25/12/2026');
    await page.keyboard.press('Control+Enter');
    await expect(box).toContainText('Choisissez un jour du 10/11/2026 au 24/11/2026.');
  }),
  {
    name: 'visite-disque-plein',
    path: '/accueil',
    scenario: 'disk-full',
    reach: async (page) => {
      await expectHome(page);
      const box = await visit(page);
      await page.keyboard.press('Control+Enter');
      await expect(box).toContainText('Le disque est plein');
    }
  }
];

const REQUEST: State[] = [
  home('modification', async (page) => {
    await page.keyboard.press('m');
    await expect(dialog(page, 'Demande de modification')).toBeVisible();
  }),
  home('modification-remplie', async (page) => {
    await page.keyboard.press('m');
    await request(page, 'téléphone', '02 61 91 40 21');
    await request(page, 'adresse 2', 'ZONE DU GRAND PRÉ');
    await expect(page.getByText('La comptabilité lira')).toBeVisible();
  }),
  home('modification-refus', async (page) => {
    await page.keyboard.press('m');
    await request(page, 'iban', 'FR76');
    await page.keyboard.press('Control+Enter');
    await expect(dialog(page, 'Demande de modification')).toContainText('L’IBAN ne passe pas le contrôle');
  }),
  home('modification-en-route', async (page) => {
    await page.keyboard.press('m');
    await request(page, 'téléphone', '02 61 91 40 21');
    await page.keyboard.press('Control+Enter');
    await expect(page.getByText(/Demande de modification du 24\/11\/2026/).first()).toBeVisible();
  })
];

const HISTORY: State[] = [
  home('historique-client', async (page) => {
    await page.keyboard.press('h');
    await expect(dialog(page, 'Historique des visites').getByRole('article').first()).toBeVisible();
  }),
  home('historique-client-lit', async (page) => {
    await page.keyboard.press('h');
    const box = dialog(page, 'Historique des visites');
    await box.getByRole('checkbox', { name: 'Afficher les LIT' }).press('Space');
    await expect(box.getByTitle('Origine LIT').first()).toBeVisible();
  })
];

const CUSTOMERS: State[] = [
  { name: 'clients', path: '/clients', reach: expectHome },
  {
    name: 'clients-recherche',
    path: '/clients',
    reach: async (page) => {
      await expectHome(page);
      await page.getByRole('searchbox', { name: 'Rechercher un client' }).fill('*ch?ne*');
      await expect(list(page).getByText('CHÊNE').first()).toBeVisible();
      await page.keyboard.press('ArrowDown');
      await expect(cardTitle(page)).toContainText(/CHÊNE/);
    }
  },
  {
    name: 'clients-aucun',
    path: '/clients',
    reach: async (page) => {
      await expectHome(page);
      await page.getByRole('searchbox', { name: 'Rechercher un client' }).fill('zzzz');
      await expect(page.getByText('Aucun client trouvé')).toBeVisible();
    }
  },
  { name: 'clients-200000', path: '/clients', scenario: 'big', reach: expectHome }
];

const ENTRIES: State[] = [
  {
    name: 'envois',
    path: '/envois',
    reach: (page) => expect(page.getByText('Offre remise').first()).toBeVisible()
  },
  {
    name: 'envois-vide',
    path: '/envois',
    scenario: 'empty',
    reach: (page) => expect(page.getByText('Rien n’est encore parti d’ici')).toBeVisible()
  },
  {
    name: 'envois-corriger',
    path: '/envois',
    reach: async (page) => {
      await page.getByRole('button', { name: 'Corriger et renvoyer' }).first().press('Enter');
      await expect(dialog(page, 'Corriger la visite').getByLabel('Commentaire')).toBeVisible();
    }
  },
  {
    name: 'envois-laisser',
    path: '/envois',
    reach: async (page) => {
      await page.getByRole('button', { name: 'Abandonner' }).first().press('Enter');
      await expect(dialog(page, 'Abandonner cet envoi ?')).toBeVisible();
    }
  }
];

async function panel(page: Page, words: RegExp): Promise<void> {
  await page.getByRole('button', { name: /^Bases du/ }).press('Enter');
  await expect(page.getByTestId('freshness-panel')).toContainText(words);
}

const FRAME: State[] = [
  home('bases-a-jour', (page) => panel(page, /Vos bases sont à jour/)),
  {
    name: 'bases-perimees',
    path: '/clients',
    scenario: 'expired',
    reach: async (page) => {
      await expectHome(page);
      await panel(page, /Elles ont 81 heures/);
    }
  },
  {
    name: 'bases-nouvelles',
    path: '/accueil',
    scenario: 'newer',
    reach: async (page) => {
      await expectHome(page);
      await panel(page, /Des bases plus récentes/);
    }
  },
  ...(['clock-behind', 'later-schema'] as const).map((scenario): State => ({
    name: `bases-${scenario}`,
    path: '/accueil',
    scenario,
    reach: async (page) => {
      await expectHome(page);
      await panel(page, /horloge|Nouvelle version/);
    }
  })),
  home('palette', async (page) => {
    await page.keyboard.press('Control+k');
    await expect(page.getByRole('option').first()).toBeVisible();
  }),
  home('palette-recherche', async (page) => {
    await page.keyboard.press('Control+k');
    await page.keyboard.type('chene');
    await expect(page.getByRole('option').filter({ hasText: 'CHÊNE' }).first()).toBeVisible();
  }),
  home('palette-rien', async (page) => {
    await page.keyboard.press('Control+k');
    await page.keyboard.type('zzzz');
    await expect(page.getByText(/Rien ne correspond à/).last()).toBeVisible();
  }),
  home('compte', async (page) => {
    await page.getByRole('button', { name: /compte et réglages/ }).press('Enter');
    await expect(page.getByText('Demander de l’aide')).toBeVisible();
  }),
  home('aide', async (page) => {
    await page.keyboard.press('Control+k');
    await page.keyboard.type('demander de l');
    await page.keyboard.press('Enter');
    await expect(dialog(page, 'Demander de l’aide')).toBeVisible();
  }),
  home('refus-en-cours', async (page) => {
    await play(page, (company) => {
      const [latest] = company.entries().filter((entry) => entry.integrated_at === null);
      if (latest) company.reject(latest.name, 'unknown-customer');
    });
    await expect(page.getByRole('link', { name: /2 à corriger/ })).toBeVisible();
  })
];

const SETUP: State[] = [
  setup('not-set-up', /Mise en service de ce poste/),
  setup('unknown-user', /demandez à l’administrateur de vous ajouter/),
  setup('receiving', /Réception des bases/),
  setup('no-base', /Rien n’est encore arrivé/),
  setup('no-folder', /introuvable/),
  setup('in-use', /Tournée est déjà ouvert/)
];

const GALLERY: State[] = [
  {
    name: 'galerie',
    path: '/galerie',
    reach: (page) => expect(page.getByRole('heading').first()).toBeVisible()
  }
];

export const STATES: State[] = [
  ...HOME,
  ...VISIT,
  ...REQUEST,
  ...HISTORY,
  ...CUSTOMERS,
  ...ENTRIES,
  ...FRAME,
  ...SETUP,
  ...PROSPECTS,
  ...CONVERSION,
  ...STATS,
  ...CALENDAR,
  ...GALLERY
];

export async function reach(page: Page, state: State): Promise<void> {
  await open(page, state.path, state.scenario);
  await state.reach(page);
}
