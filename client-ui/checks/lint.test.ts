// @vitest-environment node
import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';

const eslint = new ESLint();

async function rulesBroken(filePath: string, text: string): Promise<(string | null)[]> {
  const [result] = await eslint.lintText(text, { filePath });
  return (result?.messages ?? []).map((message) => message.ruleId);
}

describe('what eslint refuses', { timeout: 60_000 }, () => {
  const ofTheWindow = `import { invoke } from '@tauri-apps/api/core';\nexport const ask = () => invoke('ask');\n`;
  const later = `export const core = () => import('@tauri-apps/api/core');\n`;

  it('the window, known by anybody but its own module', async () => {
    expect(await rulesBroken('src/lib/home/rows.ts', ofTheWindow)).toEqual(['no-restricted-imports']);
    expect(await rulesBroken('src/lib/home/rows.ts', later)).toEqual(['no-restricted-syntax']);
    const component = `<script lang="ts">\n  import { invoke } from '@tauri-apps/api/core';\n</script>\n\n<button onclick={() => invoke('ask')}>a</button>\n`;
    expect(await rulesBroken('src/lib/home/Rows.svelte', component)).toEqual(['no-restricted-imports']);
  });

  it('but not in its own module', async () => {
    expect(await rulesBroken('src/lib/backend/tauri.ts', ofTheWindow)).toEqual([]);
    expect(await rulesBroken('src/lib/backend/tauri.ts', later)).toEqual([]);
  });

  it('style attributes and style elements, not style directives', async () => {
    expect(await rulesBroken('src/lib/home/A.svelte', `<p style="width: 3px">a</p>\n`)).toEqual([
      'no-restricted-syntax'
    ]);
    expect(await rulesBroken('src/lib/home/A.svelte', `<p style:width="3px">a</p>\n`)).toEqual([]);
    expect(
      await rulesBroken(
        'src/lib/home/A.svelte',
        `<p>a</p>\n\n<style>\n  p {\n    color: red;\n  }\n</style>\n`
      )
    ).toEqual(['no-restricted-syntax']);
  });

  it('any, and the non-null assertion', async () => {
    expect(await rulesBroken('src/lib/home/rows.ts', `export const a = (b: any) => b;\n`)).toEqual([
      '@typescript-eslint/no-explicit-any'
    ]);
    expect(await rulesBroken('src/lib/home/rows.ts', `export const a = (b: string[]) => b[0]!;\n`)).toEqual([
      '@typescript-eslint/no-non-null-assertion'
    ]);
  });
});
