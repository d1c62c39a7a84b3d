/** What is done on « Prospects » and in « Transformation en client », by the keyboard where a hand could. */
import { cardTitle, selectedRow } from './screens';
import { expect, open, type Locator, type Page, type Scenario } from './test';

/** The telephone of the customer C00001. */
export const KNOWN_PHONE = '+33 2 61 91 30 48';
export const IBAN = 'FR76 3000 6000 0112 3456 7890 189';

export const search = (page: Page): Locator =>
  page.getByRole('searchbox', { name: 'Rechercher un prospect' });
export const newForm = (page: Page): Locator => page.getByRole('region', { name: 'Nouveau prospect' });
export const editForm = (page: Page): Locator => page.getByRole('region', { name: 'Modifier le prospect' });
/** A field by its column: labels are shared with what stands beside. */
export const field = (page: Page, column: string): Locator =>
  page.locator(`[data-field="${column}"]`).locator('input, select, textarea').first();

export async function openProspects(page: Page, scenario: Scenario = 'normal'): Promise<void> {
  await open(page, '/prospects', scenario);
  await expect(selectedRow(page)).toHaveCount(1);
  await expect(cardTitle(page)).toBeVisible();
}

/** Finds one by his name; his card is beside. */
export async function choose(page: Page, name: string): Promise<void> {
  await search(page).focus();
  await search(page).fill(name);
  await expect(selectedRow(page)).toContainText(name);
  await expect(cardTitle(page)).toContainText(name);
}

/** Chooses him, goes to his card and presses one of its keys. */
export async function press(page: Page, name: string, key: string): Promise<void> {
  await choose(page, name);
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-first-action]')).toBeFocused();
  await page.keyboard.press(key);
}

export async function startNew(page: Page): Promise<void> {
  await search(page).press('Enter');
  await expect(page.locator('[data-first-action]')).toBeFocused();
  await page.keyboard.press('n');
  await expect(newForm(page)).toBeVisible();
  await expect(field(page, 'nom_client')).toBeFocused();
}

export async function convert(page: Page, name: string): Promise<void> {
  await press(page, name, 't');
  await expect(page.getByRole('heading', { level: 1, name: 'Transformation en client' })).toBeVisible();
}

export const step = (page: Page, name: string): Locator =>
  page
    .getByRole('navigation', { name: 'Étapes' })
    .getByRole('button', { name: new RegExp(`^(\\d\\W+)?${name}`) });
export const meter = (page: Page): Locator =>
  page.getByRole('status').filter({ hasText: 'champs obligatoires sur' });
export const todo = (page: Page, column: string): Locator => page.locator(`[data-todo="${column}"]`);

export async function goTo(page: Page, name: string): Promise<void> {
  await step(page, name).press('Enter');
  await expect(step(page, name)).toHaveAttribute('aria-current', 'step');
}

export async function payBy(page: Page, mode: string): Promise<void> {
  await goTo(page, 'Règlement');
  await page.getByRole('radio', { name: new RegExp(`^${mode}`) }).press('Space');
}

/** Draws something in the box with the mouse. */
export async function draw(page: Page): Promise<void> {
  const canvas = page.locator('[data-pad] canvas');
  // Waits until the box stands still: what stood above it may just have gone.
  await canvas.hover();
  const box = await canvas.boundingBox();
  if (!box) throw new Error('no box to sign in');
  const at = (x: number, y: number) => [box.x + box.width * x, box.y + box.height * y] as const;
  await page.mouse.move(...at(0.15, 0.6));
  await page.mouse.down();
  for (const [x, y] of [
    [0.25, 0.25],
    [0.35, 0.7],
    [0.5, 0.3],
    [0.65, 0.65],
    [0.85, 0.4]
  ] as const)
    await page.mouse.move(...at(x, y), { steps: 6 });
  await page.mouse.up();
}

/** LD with a right account, everything else is there: only the signature is missing. */
export async function fillAccount(page: Page, iban = IBAN): Promise<void> {
  await payBy(page, 'LD');
  await field(page, 'iban').fill(iban);
  await field(page, 'bic').fill('AGRIFRPP');
  await field(page, 'bic').press('Tab');
}

export async function sign(page: Page): Promise<void> {
  await goTo(page, 'Signature');
  await draw(page);
  await page.getByRole('textbox', { name: 'Signataire' }).fill('Paul Oudon, gérant');
  await page.getByRole('textbox', { name: 'Fait à' }).fill('Craon');
}
