import { describe, expect, it } from 'vitest';
import { LANGUAGES, languageOf } from '../../src/syntax/registry.ts';

describe('languageOf', () => {
  it.each([
    ['php', '', 'php'],
    ['', '/a/b.php', 'php'],
    ['', '/a/B.PHP', 'php'],
    ['', 'C:\\a\\b.phtml', 'php'],
    ['typescript', '/a/b.js', 'typescript'],
    ['typescriptreact', '', 'tsx'],
    ['javascriptreact', '', 'javascript'],
    ['php.laravel', '', 'php'],
    ['', '/a/b.d.ts', 'typescript'],
    ['', '/a.php/readme', undefined],
    ['', '/a/.php', undefined],
    ['', '', undefined],
    ['markdown', '/a/b.php', undefined],
  ])('filetype "%s", path "%s" → %s', (filetype, path, id) => {
    expect(languageOf({ filetype, path })?.id).toBe(id);
  });

  it('has no two entries that claim the same name', () => {
    for (const key of ['filetypes', 'extensions'] as const) {
      const all = LANGUAGES.flatMap((language) => language[key]);
      expect(new Set(all).size).toBe(all.length);
    }
    expect(new Set(LANGUAGES.map(({ id }) => id)).size).toBe(LANGUAGES.length);
  });
});
