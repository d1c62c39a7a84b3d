/** « Historique » by the keyboard: the three views, a visit, the follow-up dates, somebody else's calendar. */
import { cardTitle, dialog, play } from './screens';
import { chosenDay, dayPane, expectCalendar } from './states-calendar';
import { expect, open, test, type Page } from './test';

const title = (page: Page) => page.getByRole('heading', { level: 1 });
const dayOf = (page: Page) => chosenDay(page).getAttribute('data-day');

async function openCalendar(page: Page, scenario: 'normal' | 'admin' = 'normal'): Promise<void> {
  await open(page, '/historique', scenario);
  await expectCalendar(page);
}

test('month, week and list show the same visits, and the day stays', async ({ page }) => {
  await openCalendar(page);
  await expect(title(page)).toHaveText(/novembre 2026/i);
  await page.keyboard.press('PageUp');
  await expect(title(page)).toHaveText(/octobre 2026/i);
  const count = await page
    .getByRole('status')
    .filter({ hasText: /visite/ })
    .innerText();
  const day = await dayOf(page);
  await page.keyboard.press('l');
  await expect(page.locator('[data-day]')).toHaveCount(0);
  const listed = page.getByRole('region', { name: 'Historique des visites' }).locator('[data-visit]');
  await expect(listed).toHaveCount(Number.parseInt(count, 10));
  await page.keyboard.press('s');
  await expect(page.locator('[data-day]')).toHaveCount(7);
  expect(await dayOf(page)).toBe(day);
  await page.keyboard.press('m');
  await expect(page.locator('[data-day]')).not.toHaveCount(7);
  expect(await dayOf(page)).toBe(day);
});

test('arrows walk the days, T comes back to today', async ({ page }) => {
  await openCalendar(page);
  expect(await dayOf(page)).toBe('2026-11-24');
  for (const [key, day] of [
    ['ArrowLeft', '2026-11-23'],
    ['ArrowUp', '2026-11-16'],
    ['ArrowRight', '2026-11-17'],
    ['ArrowDown', '2026-11-24'],
    ['PageUp', '2026-10-24']
  ] as const) {
    await page.keyboard.press(key);
    await expect.poll(() => dayOf(page), key).toBe(day);
  }
  await page.keyboard.press('t');
  await expect.poll(() => dayOf(page)).toBe('2026-11-24');
  await expect(title(page)).toHaveText(/novembre 2026/i);
});

/** How many visits are drawn, and which lie on another or out of their day. */
async function layout(page: Page): Promise<{ drawn: number; wrong: string[] }> {
  const days = await page.locator('[data-day]').evaluateAll((all) => all.map((one) => boxOf(one)));
  const chips = page.getByRole('button', {
    name: /, (lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche) /
  });
  const drawn = await chips.evaluateAll((all) => all.map((one) => boxOf(one)));
  const isOn = (one: Box, other: Box) =>
    one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
  const isIn = (one: Box, day: Box) =>
    one.left >= day.left && one.right <= day.right && one.top >= day.top && one.bottom <= day.bottom;
  const wrong = drawn.filter(
    (one, at) =>
      drawn.some((other, place) => place > at && isOn(one, other)) || !days.some((day) => isIn(one, day))
  );
  return { drawn: drawn.length, wrong: wrong.map(({ name }) => name) };
}
type Box = { name: string; left: number; right: number; top: number; bottom: number };
declare const boxOf: (element: Element) => Box;

test('visits stand one under the other in their day, also after turning the pages', async ({ page }) => {
  await page.addInitScript(() => {
    // Half a pixel is rounding.
    const boxOf = (element: Element) => {
      const { left, right, top, bottom } = element.getBoundingClientRect();
      const name = element.getAttribute('aria-label') ?? '';
      return { name, left: left + 0.5, right: right - 0.5, top: top + 0.5, bottom: bottom - 0.5 };
    };
    Object.assign(window, { boxOf });
  });
  await openCalendar(page);
  for (const key of ['PageUp', 'PageUp', 'PageDown', 's', 'm']) {
    await expect.poll(() => layout(page)).toMatchObject({ wrong: [] });
    await page.keyboard.press(key);
  }
  await page.keyboard.press('t');
  await expect(title(page)).toHaveText(/novembre 2026/i);
  await expect.poll(() => layout(page)).toMatchObject({ wrong: [] });
  const counted = page.getByRole('status').filter({ hasText: /visite/ });
  expect((await layout(page)).drawn).toBeGreaterThanOrEqual(Number.parseInt(await counted.innerText(), 10));
});

test('Enter opens a visit in full, Esc comes back to the day, and its card is one key away', async ({
  page
}) => {
  await openCalendar(page);
  for (let tries = 0; tries < 20 && (await dayPane(page).getByRole('article').count()) === 0; tries += 1) {
    const before = await dayOf(page);
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => dayOf(page)).not.toBe(before);
  }
  const first = dayPane(page).getByRole('article').first().getByRole('button');
  const name = (await first.innerText()).trim();
  await first.focus();
  await page.keyboard.press('Enter');
  const box = dialog(page, name);
  await expect(box).toContainText('Saisie par');
  await page.keyboard.press('Escape');
  await expect(box).toBeHidden();
  await expect(first).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+Enter');
  await expect(page).toHaveURL(/clients|prospects/);
  await expect(cardTitle(page)).toHaveText(name);
});

test('the follow-up dates are shown when they are asked for', async ({ page }) => {
  await openCalendar(page);
  await page.keyboard.press('PageDown');
  const again = page.getByRole('button', { name: /^À revoir/ });
  await expect(title(page)).toHaveText(/décembre 2026/i);
  await expect(again).toHaveCount(0);
  const toggle = page.getByRole('button', { name: 'Afficher les dates de revoir à venir' });
  await toggle.press('Enter');
  await expect(toggle).toHaveAttribute('aria-pressed', 'true');
  await expect(again.first()).toBeVisible();
  await toggle.press('Enter');
  await expect(again).toHaveCount(0);
});

test('a visit that is on its way is marked, and no longer once the bases tell it', async ({ page }) => {
  await openCalendar(page);
  const pending = page.getByRole('button', { name: /pas encore intégrée/ });
  await expect(pending.first()).toBeVisible();
  await play(page, (company) => {
    company.integrate();
    company.arrive();
  });
  await page.getByRole('button', { name: /^Bases du/ }).press('Enter');
  await page.getByRole('button', { name: 'Actualiser' }).press('Enter');
  await page.keyboard.press('Escape');
  await expect(pending).toHaveCount(0);
});

test('an administrator picks a rep and sees his visits', async ({ page }) => {
  await openCalendar(page, 'admin');
  await page.keyboard.press('PageUp');
  const count = page.getByRole('status').filter({ hasText: /visite/ });
  const own = await count.innerText();
  await page.getByRole('button', { name: /^Commercial/ }).press('ArrowDown');
  await expect(page.getByRole('option', { name: 'moi' })).toBeFocused();
  await page.keyboard.type('anne');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: /^Commercial/ })).toContainText('Anne Martin');
  await expect.poll(() => count.innerText()).not.toBe(own);
  await expect(page.getByRole('button', { name: /pas encore intégrée/ })).toHaveCount(0);
});
