import { defineConfig } from '@playwright/test';

// No browser is downloaded: the system's, whose engine is that of the reps' WebView2.
const executablePath = process.env['TOURNEE_CHROMIUM'] ?? '/usr/bin/chromium';
const isRoot = process.getuid?.() === 0;

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results/runs',
  fullyParallel: true,
  forbidOnly: true,
  workers: 2,
  retries: 0,
  reporter: 'list',
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: {
    locale: 'fr-FR',
    timezoneId: 'Europe/Paris',
    viewport: { width: 1366, height: 768 },
    contextOptions: { reducedMotion: 'reduce' },
    permissions: ['clipboard-read', 'clipboard-write'],
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath,
      args: ['--font-render-hinting=none', '--disable-lcd-text', ...(isRoot ? ['--no-sandbox'] : [])]
    }
  }
});
