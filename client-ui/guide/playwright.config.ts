import { defineConfig } from '@playwright/test';
import screens from '../playwright.config';

// The browser of the tests, with the tests' size, language and hour: a picture shows what they looked at.
export default defineConfig({
  ...screens,
  testDir: '.',
  testMatch: 'pictures.ts',
  outputDir: '../test-results/guide-runs'
});
