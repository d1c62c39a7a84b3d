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

/** What is drawn of the days in sight, in one look: a sheet that is not answered yet has nothing of it. */
async function layout(
  page: Page
): Promise<{ title: string; counted: number; drawn: number; wrong: string[] }> {
  return page.evaluate(() => {
    const all = <Of extends Element>(selector: string) => [...document.querySelectorAll<Of>(selector)];
    const days = all<HTMLElement>('.calendar-sheet [data-day]');
    const chips = all('.calendar-sheet .ec-event button');
    const more = all('.calendar-sheet .ec-day button').filter((one) => /^\+\d/.test(one.textContent));
    const middle = ({ left, right, top, bottom }: DOMRect) =>
      [(left + right) / 2, (top + bottom) / 2] as const;
    /** Half a pixel is rounding. */
    const holds = (day: Element, one: Element) => {
      const [out, inner] = [day.getBoundingClientRect(), one.getBoundingClientRect()];
      const isWide = inner.left > out.left - 0.5 && inner.right < out.right + 0.5;
      return isWide && inner.top > out.top - 0.5 && inner.bottom < out.bottom + 0.5;
    };
    const lieOnEachOther = (one: Element, other: Element) => {
      const [[x, y], rect] = [middle(one.getBoundingClientRect()), other.getBoundingClientRect()];
      return x > rect.left && x < rect.right && y > rect.top && y < rect.bottom;
    };
    const dayOf = (one: Element) => days.find((day) => holds(day, one))?.dataset['day'];
    const wrong = chips.filter(
      (one) => !dayOf(one) || chips.some((other) => other !== one && lieOnEachOther(one, other))
    );
    // The month counts its own days, the week all of them.
    const month = days.length > 7 ? (days[10]?.dataset['day'] ?? '').slice(0, 7) : '';
    const own = (one: Element) => dayOf(one)?.startsWith(month) ?? false;
    const hidden = more.filter(own).reduce((sum, one) => sum + Number(one.textContent), 0);
    const status = all('[role="status"]').find((one) => /visite/.test(one.textContent));
    return {
      title: document.querySelector('h1')?.textContent.trim() ?? '',
      counted: Number.parseInt(status?.textContent ?? '', 10),
      drawn: chips.filter(own).length + hidden,
      wrong: wrong.map((one) => one.getAttribute('aria-label') ?? '')
    };
  });
}

test('visits stand one under the other in their day, also after turning the pages', async ({ page }) => {
  await openCalendar(page);
  for (const [key, name] of [
    ['PageUp', /^Octobre/],
    ['PageUp', /^Septembre/],
    ['PageDown', /^Octobre/],
    ['t', /^Novembre/],
    ['s', /^23 – 29/],
    ['m', /^Novembre/]
  ] as const) {
    await page.keyboard.press(key);
    await expect(async () => {
      const { title, counted, drawn, wrong } = await layout(page);
      expect(title).toMatch(name);
      expect(counted).toBeGreaterThan(0);
      expect({ drawn, wrong }).toEqual({ drawn: counted, wrong: [] });
    }).toPass({ timeout: 10_000 });
  }
});

test('a week needs no scrolling', async ({ page }) => {
  await openCalendar(page);
  await page.keyboard.press('s');
  const hours = page.locator('.calendar-sheet .ec-time-grid .ec-main');
  await expect(async () => {
    const { counted, drawn } = await layout(page);
    expect(counted).toBeGreaterThan(0);
    expect(drawn).toBe(counted);
    expect(await hours.evaluate(({ scrollHeight, clientHeight }) => scrollHeight - clientHeight)).toBe(0);
  }).toPass({ timeout: 10_000 });
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
