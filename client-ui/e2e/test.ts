/** What every test of a screen shares: a served build, and a page that must not break. */
import { test as base, type Page } from '@playwright/test';
import { serve } from './serve.mjs';

export { expect, type Locator, type Page } from '@playwright/test';

/** How the invented data begin; see `src/lib/backend/memory`. */
export type Scenario =
  | 'normal'
  | 'expired'
  | 'newer'
  | 'no-folder'
  | 'unknown-user'
  | 'not-set-up'
  | 'receiving'
  | 'no-base'
  | 'empty'
  | 'disk-full'
  | 'clock-behind'
  | 'in-use'
  | 'later-schema'
  | 'big'
  | 'admin'
  | 'crowded';

/** Opens a screen on invented data. The data last as long as the page: going elsewhere is by links and keys. */
export async function open(page: Page, path: string, scenario: Scenario = 'normal'): Promise<void> {
  await page.goto(`${path}?scenario=${scenario}`);
}

export const test = base.extend<{ unbroken: undefined }, { served: string }>({
  served: [
    // Playwright finds out what a fixture needs by its first parameter's pattern.
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const server = await serve('build-memory');
      await use(server.url);
      await server.close();
    },
    { scope: 'worker' }
  ],
  baseURL: ({ served }, use) => use(served),
  // An error on the page or a breach of the policy fails whatever was looked at.
  unbroken: [
    async ({ page }, use) => {
      const said: string[] = [];
      page.on('pageerror', (error) => said.push(String(error)));
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') said.push(message.text());
      });
      await use(undefined);
      base.expect(said, 'the page says errors').toEqual([]);
    },
    { auto: true }
  ]
});
