import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import tailwindcss from '@tailwindcss/vite';
import { svelteTesting } from '@testing-library/svelte/vite';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

/**
 * Kit writes a `style` attribute on the element that tells screen readers of a new page, and the content security policy refuses it: it
 * gets a class in its place.
 */
const announcerByClass: Plugin = {
  name: 'announcer-by-class',
  enforce: 'pre',
  transform(code, id) {
    if (!id.split('?')[0]?.endsWith('/generated/root.svelte')) return null;
    const styled = /(<div id="svelte-announcer"[^>]*) style="[^"]*"/;
    if (!styled.test(code))
      this.error('the announcer looks different in this version of Kit: look whether it needs this still');
    return { code: code.replace(styled, '$1 class="sr-only"'), map: null };
  }
};

export default defineConfig({
  define: {
    // Names the implementation of `Backend` that is built in; the other is left out.
    __DOOR__: JSON.stringify(process.env.TOURNEE_DOOR ?? 'tauri')
  },
  plugins: [
    announcerByClass,
    tailwindcss(),
    paraglideVitePlugin({
      project: './project.inlang',
      outdir: './src/paraglide',
      strategy: ['baseLocale']
    }),
    sveltekit(),
    svelteTesting()
  ],
  // The calendar is laid out by subgrid: https://caniuse.com/css-subgrid.
  build: { target: ['chrome117', 'safari16'] },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.ts', 'checks/**/*.test.ts'],
    setupFiles: ['./src/test-setup.ts']
  }
});
