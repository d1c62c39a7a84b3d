/** The accessibility checks of axe-core. The policy lets no script in by an element, so it comes through the debugger. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { expect, type Page } from './test';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

declare global {
  interface Window {
    axe: { run(context: Document, options: object): Promise<AxeResults> };
  }
}

/** The rules that look at colours: all that another theme can change on the same page. */
export const COLOURS: readonly string[] = ['color-contrast', 'link-in-text-block'];

/** Nothing serious or critical on the page as it stands, by all rules or by some. */
export async function expectAccessible(page: Page, rules?: readonly string[]): Promise<void> {
  if (await page.evaluate(() => !('axe' in window))) await page.evaluate(source);
  const results = await page.evaluate(
    (only) =>
      window.axe.run(document, {
        resultTypes: ['violations'],
        ...(only && { runOnly: { type: 'rule', values: only } })
      }),
    rules
  );
  const grave = results.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.html} ${node.any.map((check) => check.message).join(' ')}`)
    );
  expect(grave).toEqual([]);
}
