/** « Prospects » and « Transformation en client » as they are looked at. */
import { dialog, play } from './screens';
import {
  choose,
  convert,
  editForm,
  field,
  fillAccount,
  goTo,
  IBAN,
  KNOWN_PHONE,
  newForm,
  openProspects,
  payBy,
  press,
  search,
  sign,
  startNew,
  step
} from './prospects-page';
import type { State } from './states-kind';
import { expect, type Page, type Scenario } from './test';

const prospects = (
  name: string,
  reach: (page: Page) => Promise<void> = async () => undefined,
  scenario: Scenario = 'normal'
): State => ({
  name,
  path: '/prospects',
  scenario,
  reach: async (page) => {
    await openProspects(page, scenario);
    await reach(page);
  }
});

async function duplicate(page: Page): Promise<void> {
  await startNew(page);
  await field(page, 'nom_client').fill('Hervé Taudon Motoculture');
  await field(page, 'tel_1').fill(KNOWN_PHONE);
  await expect(newForm(page)).toContainText('C00001');
}

export const PROSPECTS: State[] = [
  prospects('prospects'),
  {
    name: 'prospects-vide',
    path: '/prospects',
    scenario: 'empty',
    reach: (page) => expect(page.getByText('Aucun prospect pour l’instant')).toBeVisible()
  },
  prospects('prospects-aucun', async (page) => {
    await search(page).fill('zzzz');
    await expect(page.getByText('Aucun prospect trouvé').first()).toBeVisible();
  }),
  prospects(
    'prospects-admin',
    async (page) => {
      await expect(page.getByText(/prospects de toute l’équipe/)).toBeVisible();
      await choose(page, 'Garage du Maine');
    },
    'admin'
  ),
  prospects('prospect-nouveau', startNew),
  prospects('prospect-doublon', async (page) => {
    await duplicate(page);
    await page.getByRole('radio', { name: 'autre société, même standard' }).press('Space');
  }),
  prospects('prospect-doublon-motif', async (page) => {
    await duplicate(page);
    await page.keyboard.press('Control+Enter');
    await expect(page.getByText(/Dites pourquoi ce n’est pas le même/)).toBeVisible();
  }),
  prospects('prospect-modifier', async (page) => {
    await press(page, 'Bellanger', 'm');
    await expect(editForm(page)).toBeVisible();
    await field(page, 'adr1_fac').fill('12 rue du Marché');
    await expect(editForm(page)).toContainText('1 modification');
  }),
  prospects('prospect-en-attente', (page) => choose(page, 'Petit Anjou')),
  prospects('prospect-non-integre', (page) => choose(page, 'Sarthe Amont')),
  prospects('prospect-conflit', (page) => choose(page, 'Lubin')),
  prospects('prospect-perdu', (page) => choose(page, 'Mamers')),
  prospects('prospect-creation-demandee', (page) => choose(page, 'Coquereau')),
  prospects('prospect-creation-refusee', (page) => choose(page, 'LOC’ENGINS')),
  prospects('prospect-creation-validee', async (page) => {
    await choose(page, 'Coquereau');
    await play(page, (company) => {
      const asked = company.entries().find((it) => it.kind === 'CC' && it.state === 'integrated');
      if (asked) company.validate(asked.name, 'C05001');
    });
    await expect(page.getByText('Création validée')).toBeVisible();
  }),
  prospects('prospect-rejete', async (page) => {
    await choose(page, 'Sarthe Amont');
    await play(page, (company) => {
      const made = company.entries().find((it) => it.kind === 'CP');
      if (made) company.reject(made.name, 'bad-value');
    });
    await expect(page.getByRole('button', { name: 'Corriger et renvoyer' })).toBeVisible();
  }),
  prospects('prospect-suppression', async (page) => {
    await choose(page, 'Scierie');
    await page.getByRole('button', { name: /^Supprimer/ }).press('Enter');
    await expect(dialog(page, 'Supprimer ce prospect')).toBeVisible();
  }),
  prospects('prospect-visite', async (page) => {
    await press(page, 'Bellanger', 'v');
    await expect(dialog(page, 'Visite ce jour').getByLabel('Commentaire')).toBeVisible();
  }),
  prospects('prospect-historique', async (page) => {
    await press(page, 'Coquereau', 'h');
    await expect(dialog(page, 'Historique des visites').getByRole('article').first()).toBeVisible();
  })
];

const conversion = (name: string, who: string, reach: (page: Page) => Promise<void>): State =>
  prospects(name, async (page) => {
    await convert(page, who);
    await reach(page);
  });

const steps: State[] = (
  [
    ['identite', 'Identité'],
    ['adresse', 'Adresse'],
    ['conditions', 'Conditions'],
    ['reglement', 'Règlement'],
    ['signature', 'Signature']
  ] as const
).map(([name, label]) => conversion(`transformation-${name}`, 'Delaunay', (page) => goTo(page, label)));

export const CONVERSION: State[] = [
  ...steps,
  conversion('transformation-ld', 'Oudon', (page) => fillAccount(page)),
  conversion('transformation-iban-faux', 'Oudon', async (page) => {
    await fillAccount(page, IBAN.replace('189', '188'));
    await expect(page.getByText(/L’IBAN ne passe pas le contrôle/).first()).toBeVisible();
  }),
  conversion('transformation-cheque', 'Hardouin', async (page) => {
    await payBy(page, 'CH');
    await expect(page.getByText(/20 jours date de facture/).first()).toBeVisible();
  }),
  conversion('transformation-signee', 'Oudon', async (page) => {
    await fillAccount(page);
    await sign(page);
    await expect(step(page, 'Signature')).toHaveAttribute('data-state', 'complete');
  }),
  conversion('transformation-signature-perimee', 'Oudon', async (page) => {
    await fillAccount(page);
    await sign(page);
    await goTo(page, 'Règlement');
    await field(page, 'iban').fill('FR14 2004 1010 0505 0001 3M02 606');
    await expect(step(page, 'Signature')).toHaveAttribute('data-state', 'wrong');
    await goTo(page, 'Signature');
  }),
  conversion('transformation-recapitulatif', 'Oudon', async (page) => {
    await fillAccount(page);
    await sign(page);
    await expect(step(page, 'Signature')).toHaveAttribute('data-state', 'complete');
    await page.keyboard.press('Control+Enter');
    await expect(page.getByLabel('Commentaire pour la comptabilité')).toBeVisible();
  }),
  prospects('transformation-refusee', async (page) => {
    await press(page, 'LOC’ENGINS', 't');
    await expect(page.getByText(/ancien établissement/).first()).toBeVisible();
  })
];
