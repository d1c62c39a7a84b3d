/** « Stats »: that the panels show the figures, and that the page is one. */
import type { Figures, FiguresQuery } from '../src/lib/backend/types';
import { play, section } from './screens';
import { expectStats } from './states-stats';
import { choosePeriod } from './stats-page';
import { expect, open, test, type Page } from './test';

const YEAR: FiguresQuery = { from: '2026-01-01', to: '2026-11-24', author: null, all: false };
const VISITS = 'Visites par grille commerciale et prospects';
const QUOTES = 'Devis remis par type';
const REVENUE = 'CA généré';
const SHARE = 'Part des clients et des prospects visités';

const figures = (page: Page, query: FiguresQuery): Promise<Figures> =>
  page.evaluate<Figures, FiguresQuery>((asked) => {
    const { tournee } = window;
    if (!tournee) throw new Error('no hooks');
    return tournee.figures(asked);
  }, query);

const sum = (numbers: number[]): number => numbers.reduce((all, it) => all + it, 0);
const visitsOf = (known: Figures, which: 'all' | 'in_person') =>
  sum(known.months.flatMap((it) => [it.prospects[which], ...it.customers.map((grid) => grid.visits[which])]));

/** Blanks of any width as one. */
const written = (text: string) => text.replace(/\s+/g, ' ');
const french = (number: number) => written(new Intl.NumberFormat('fr-FR').format(number));
const euros = (cents: number) =>
  written(new Intl.NumberFormat('fr-FR', { style: 'currency', currency: 'EUR' }).format(cents / 100));
const panel = (page: Page, title: string) => section(page, title).first();

async function expectIn(page: Page, title: string, words: string): Promise<void> {
  await expect.poll(async () => written(await panel(page, title).innerText())).toMatch(new RegExp(words));
}

async function expectPanels(
  page: Page,
  query: FiguresQuery,
  which: 'all' | 'in_person' = 'all'
): Promise<void> {
  const known = await figures(page, query);
  const { share, revenue } = known;
  await expectIn(page, VISITS, `${french(visitsOf(known, which))} visites?`);
  const quotes = sum(known.months.flatMap((it) => it.quotes.map(({ count }) => count)));
  await expectIn(page, QUOTES, `${french(quotes)} devis`);
  await expectIn(page, REVENUE, euros(revenue.ytd_cents));
  await expectIn(page, SHARE, `${french(share.customer_visits[which])} visites? de clients`);
  await expectIn(page, SHARE, `${french(share.prospect_visits[which])} visites? de prospects`);
  const rows = panel(page, SHARE).getByRole('row');
  const cells = async (name: string) =>
    (await rows.filter({ hasText: name }).getByRole('cell').allInnerTexts()).map(written);
  expect((await cells('Clients'))[1]).toBe(french(share.portfolio));
  expect((await cells('Clients'))[0]).toContain(french(share.portfolio_visited[which]));
  expect((await cells('Prospects'))[1]).toBe(french(share.prospects));
  expect((await cells('Prospects'))[0]).toContain(french(share.prospects_visited[which]));
}

test('the panels say what the laptop counts, with every contact and with visits alone', async ({ page }) => {
  await open(page, '/stats');
  await expectStats(page);
  await expectPanels(page, YEAR);
  await page.getByRole('checkbox', { name: 'Visites seules' }).press('Space');
  await expectPanels(page, YEAR, 'in_person');
});

test('a grid of a month has its number in the table', async ({ page }) => {
  await open(page, '/stats');
  await expectStats(page);
  const { months } = await figures(page, YEAR);
  await panel(page, VISITS).getByRole('button', { name: 'Voir les chiffres' }).press('Enter');
  const march = panel(page, VISITS).getByRole('row').filter({ hasText: /mars/i });
  const third = months[2];
  const total = (third?.prospects.all ?? 0) + sum(third?.customers.map((it) => it.visits.all) ?? []);
  await expect(march.getByRole('cell').last()).toContainText(String(total));
  for (const { visits } of third?.customers ?? []) await expect(march).toContainText(String(visits.all));
});

test('another period, a quarter and a month ask anew', async ({ page }) => {
  await open(page, '/stats');
  await expectStats(page);
  await choosePeriod(page, '01/03/2026', '15/04/2026');
  await expectPanels(page, { ...YEAR, from: '2026-03-01', to: '2026-04-15' });
  await page.getByRole('radio', { name: 'Mois' }).press('Space');
  await expectPanels(page, { ...YEAR, from: '2026-11-01' });
});

test('an administrator asks for anybody, and for all', async ({ page }) => {
  await open(page, '/stats', 'admin');
  await expectStats(page);
  await page.getByLabel('Commercial', { exact: true }).selectOption({ label: 'Anne Martin' });
  await expectPanels(page, { ...YEAR, author: 'amartin' });
  await page.getByLabel('Commercial', { exact: true }).selectOption({ label: 'Tous' });
  await expectPanels(page, { ...YEAR, all: true });
});

test('a visit that was just entered is counted and marked as pending', async ({ page }) => {
  await open(page, '/stats');
  await expectStats(page);
  const before = visitsOf(await figures(page, YEAR), 'all');
  await page.keyboard.press('Alt+1');
  await expect(page.getByRole('row', { selected: true })).toHaveCount(1);
  await page.keyboard.press('v');
  await page.getByRole('dialog').getByLabel('Commentaire').fill('Vu au dépôt.');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('Alt+4');
  await expectIn(page, VISITS, `${french(before + 1)} visites?`);
  await expectIn(page, VISITS, 'pas encore intégrée');
  await play(page, (company) => company.integrate());
});

/** Chromium writes the objects of the pages as they are. */
async function printed(page: Page): Promise<{ pages: number; boxes: number[][] }> {
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
  const pages = pdf.match(/\/Type\s*\/Page(?![a-z])/g) ?? [];
  const boxes = [...pdf.matchAll(/\/MediaBox\s*\[([\d.\s]+)\]/g)].map(([, box]) =>
    (box ?? '').trim().split(/\s+/).map(Number)
  );
  return { pages: pages.length, boxes };
}

for (const [months, from] of [
  [1, '01/11/2026'],
  [12, '01/12/2025'],
  [24, '01/12/2024']
] as const) {
  for (const scenario of ['normal', 'crowded'] as const) {
    test(`${months} months are printed on exactly one A4 page (${scenario})`, async ({ page }) => {
      await open(page, '/stats', scenario);
      await expectStats(page);
      await choosePeriod(page, from, '24/11/2026');
      if (scenario === 'crowded') {
        await page
          .getByLabel('Commercial', { exact: true })
          .selectOption({ label: 'Marie-Ange DE LA ROCHEFOUCAULD-BREY' });
        await expectPanels(page, {
          from: from.split('/').reverse().join('-'),
          to: '2026-11-24',
          author: 'mdelarochefoucauld',
          all: false
        });
      }
      const { pages, boxes } = await printed(page);
      expect(pages).toBe(1);
      const [box] = boxes;
      const sides = [(box?.[2] ?? 0) - (box?.[0] ?? 0), (box?.[3] ?? 0) - (box?.[1] ?? 0)].sort(
        (a, b) => a - b
      );
      // A4 in points; Chromium rounds to its own pixels.
      expect(sides[0]).toBeCloseTo(595, -1);
      expect(sides[1]).toBeCloseTo(842, -1);
    });
  }
}
