/** What is in each build: the window's has no invented data, the tests' knows no window. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';

const ui = join(import.meta.dirname, '..');

function everythingIn(folder: string): string {
  return readdirSync(join(ui, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(js|html|css)$/.test(name))
    .map((name) => readFileSync(join(ui, folder, name), 'utf8'))
    .join('\n');
}

// Of the doors themselves, not of what is built besides.
const ofTheWindow = '__TAURI_INTERNALS__';

test('the build for the window has no invented data', () => {
  const built = everythingIn('build');
  expect(built).toContain(ofTheWindow);
  for (const mark of ['0639980', 'scenario']) expect(built).not.toContain(mark);
});

test('the build for tests knows no window', () => {
  const built = everythingIn('build-memory');
  expect(built).toContain('scenario');
  expect(built).not.toContain(ofTheWindow);
});

test('no page asks for anything from elsewhere', () => {
  for (const folder of ['build', 'build-memory']) {
    const page = readFileSync(join(ui, folder, 'index.html'), 'utf8');
    expect(page).not.toMatch(/(src|href)="https?:/);
    expect(page).not.toContain(' style=');
  }
});
