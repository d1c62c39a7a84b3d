/**
 * Takes the pictures of the user guide, in light, at the size that the window was designed for. They go into `docs/guide`, or into the
 * folder that `TOURNEE_GUIDE` names: the tests try every scene that way and leave the guide alone. A picture that looks as it did before
 * stays as it is: what git shows as changed is worth a look.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { open, test } from '../e2e/test';
import { fewerColours, lookTheSame } from './png';
import { SCENES } from './scenes';

const ui = join(import.meta.dirname, '..');
const folder = resolve(ui, process.env['TOURNEE_GUIDE'] ?? '../docs/guide');
mkdirSync(folder, { recursive: true });

for (const scene of SCENES) {
  test(scene.name, async ({ page }) => {
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    await open(page, scene.path, scene.scenario);
    await scene.reach(page);
    // No caret that blinks, and no toast in the way of what is told.
    const picture = await page.screenshot({ animations: 'disabled', caret: 'hide', scale: 'css' });
    keep(join(folder, `${scene.name}.png`), fewerColours(picture));
  });
}

/** What some other program packed in its own way is taken anew. */
function isAlike(kept: Buffer, picture: Buffer): boolean {
  try {
    return lookTheSame(kept, picture);
  } catch {
    return false;
  }
}

function keep(file: string, picture: Buffer): void {
  if (!existsSync(file) || !isAlike(readFileSync(file), picture)) writeFileSync(file, picture);
}
