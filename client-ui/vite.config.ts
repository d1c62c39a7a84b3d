import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import tailwindcss from '@tailwindcss/vite';
import { svelteTesting } from '@testing-library/svelte/vite';
import { defineConfig } from 'vitest/config';

/** What the desktop's window allows its page (src-tauri/tauri.conf.json), so that a browser refuses the same. */
const policy =
  "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self'; font-src 'self'; img-src 'self' data:; connect-src 'self'";

export default defineConfig({
  define: {
    // Names the implementation of `Backend` that is built in; the other is left out.
    __DOOR__: JSON.stringify(process.env.TOURNEE_DOOR ?? 'tauri')
  },
  plugins: [
    tailwindcss(),
    paraglideVitePlugin({
      project: './project.inlang',
      outdir: './src/paraglide',
      strategy: ['baseLocale']
    }),
    sveltekit(),
    svelteTesting()
  ],
  build: { target: ['chrome111', 'safari16'] },
  preview: { headers: { 'Content-Security-Policy': policy } },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.ts'],
    setupFiles: ['./src/test-setup.ts']
  }
});
