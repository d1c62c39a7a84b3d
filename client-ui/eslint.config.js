import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

const generated = [
  'build',
  'build-memory',
  '.svelte-kit',
  'src/paraglide',
  'src/lib/backend/types',
  'src-tauri',
  'test-results'
];

const message = 'Only src/lib/backend/tauri.ts knows the window.';

const noStyles = [
  {
    selector: 'SvelteAttribute[key.name="style"]',
    message: 'The content security policy refuses a style attribute: use classes, or style:width={…}.'
  },
  { selector: 'SvelteStyleElement', message: 'Looks come from the tokens by classes.' }
];

export default ts.config(
  { ignores: generated },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  prettier,
  ...svelte.configs.prettier,
  {
    languageOptions: { globals: { ...globals.browser, ...globals.node, __DOOR__: 'readonly' } },
    rules: {
      'no-console': 'error',
      // TypeScript knows better what is defined.
      'no-undef': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', destructuredArrayIgnorePattern: '^_' }
      ],
      // A callback may answer nothing at all.
      '@typescript-eslint/no-invalid-void-type': 'off',
      'svelte/no-navigation-without-resolve': 'off',
      // Sets and maps that nothing watches stay plain; what is watched is replaced whole.
      'svelte/prefer-svelte-reactivity': 'off',
      'no-restricted-syntax': [
        'error',
        ...noStyles,
        { selector: 'ImportExpression[source.value=/^@tauri-apps/]', message }
      ],
      'no-restricted-imports': ['error', { patterns: [{ group: ['@tauri-apps/*'], message }] }]
    }
  },
  {
    files: ['src/lib/backend/tauri.ts'],
    rules: { 'no-restricted-imports': 'off', 'no-restricted-syntax': ['error', ...noStyles] }
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: {
      parserOptions: { extraFileExtensions: ['.svelte'], parser: ts.parser, svelteConfig }
    }
  }
);
