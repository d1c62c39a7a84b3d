/**
 * Every state in light and dark, at the size that it was designed for and at the smallest: pictures for people in test-results/shots. No
 * pixel is compared; what is asserted is that axe finds nothing grave, and that nothing sticks out or is cut off.
 */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { COLOURS, expectAccessible } from './axe';
import { reach, STATES } from './states';
import { expect, test, type Page } from './test';

const shots = join(import.meta.dirname, '../test-results/shots');
const SIZES = [
  { width: 1366, height: 768 },
  { width: 1024, height: 768 }
];

/** Controls and dialogs that are not wholly on the page, unless one can scroll to them. */
async function expectNothingCutOff(page: Page): Promise<void> {
  const cut = await page.evaluate(() => {
    const scrolls = (element: Element) => /auto|scroll/.test(getComputedStyle(element).overflow);
    const reachable = (element: Element) => {
      for (let at = element.parentElement; at; at = at.parentElement) if (scrolls(at)) return true;
      return false;
    };
    const told = (element: Element) =>
      `${element.tagName} ${element.getAttribute('aria-label') ?? element.textContent?.trim().slice(0, 40) ?? ''}`;
    const outside = [
      ...document.querySelectorAll('button, a, input, select, textarea, [role=dialog], dialog[open]')
    ]
      .filter((element) => element.checkVisibility() && !element.closest('[inert]') && !reachable(element))
      .filter((element) => {
        const { left, top, right, bottom, width } = element.getBoundingClientRect();
        const hidden = width <= 1 || right <= 0 || bottom <= 0;
        return !hidden && (left < -1 || top < -1 || right > innerWidth + 1 || bottom > innerHeight + 1);
      });
    const wide = [document.documentElement, ...document.querySelectorAll('main, main *, [role=dialog] *')]
      // A table of figures may be wider than the box that it is scrolled in, which the keyboard reaches.
      .filter(
        (element) => !(element.matches('[role=region][tabindex="0"]') && element.querySelector('table'))
      )
      .filter((element) => scrolls(element) && element.scrollWidth > element.clientWidth + 1);
    return [...outside.map(told), ...wide.map((element) => `too wide: ${told(element)}`)];
  });
  expect(cut).toEqual([]);
}

/** A dialog is read without scrolling it. */
async function expectNoScrollInVisit(page: Page): Promise<void> {
  const scrolled = await page.evaluate(() =>
    [...document.querySelectorAll('[role=dialog] *')]
      .filter((element) => !element.matches('textarea'))
      .filter((element) => /auto|scroll/.test(getComputedStyle(element).overflowY))
      .filter((element) => element.scrollHeight > element.clientHeight + 1)
      .map((element) => `${element.className}: ${element.scrollHeight} in ${element.clientHeight}`)
  );
  expect(scrolled).toEqual([]);
}

for (const state of STATES) {
  test(state.name, async ({ page }) => {
    await reach(page, state);
    for (const theme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: theme });
      await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
      for (const size of SIZES) {
        await page.setViewportSize(size);
        const path = join(shots, `${state.name}-${theme}-${size.width}.png`);
        await page.screenshot({ path });
        expect(statSync(path).size).toBeGreaterThan(5_000);
        // A theme is colours alone: what stands where is looked at once.
        if (theme === 'dark') continue;
        await test.step(`nothing cut off at ${size.width}`, () => expectNothingCutOff(page));
        if (/^visite/.test(state.name)) await expectNoScrollInVisit(page);
      }
      await page.setViewportSize({ width: 1366, height: 768 });
      await test.step(`axe, ${theme}`, () => expectAccessible(page, theme === 'dark' ? COLOURS : undefined));
    }
  });
}
