import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { wrap } from '../../scripts/docs/help.ts';
import { luaValue } from '../../scripts/docs/lua.ts';
import { replaceBetween } from '../../scripts/docs/markers.ts';
import { updateDocs } from '../../scripts/docs/update.ts';

const repo = join(import.meta.dirname, '../..');

describe('updateDocs', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'fim-docs-'));
    mkdirSync(join(root, 'lua/fim'), { recursive: true });
    for (const path of [
      'doc/fim.txt',
      'doc/protocol.schema.json',
      'doc/dataset.schema.json',
      'README.md',
      'lua/fim/options.lua',
    ])
      cpSync(join(repo, path), join(root, path));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it('finds the committed files up to date', () => expect(updateDocs(root, 'check')).toEqual([]));

  it('names the files that drifted, and leaves them alone in a check', () => {
    const readme = readFileSync(join(root, 'README.md'), 'utf8').replace(
      '| `hotStreakLines` | `5` |',
      '| `hotStreakLines` | `7` |',
    );
    writeFileSync(join(root, 'README.md'), readme);
    expect(updateDocs(root, 'check')).toEqual(['README.md']);
    expect(readFileSync(join(root, 'README.md'), 'utf8')).toBe(readme);
  });

  it('brings them back, and then has nothing more to write', () => {
    rmSync(join(root, 'lua/fim/options.lua'));
    expect(updateDocs(root, 'write')).toEqual(['lua/fim/options.lua']);
    expect(updateDocs(root, 'write')).toEqual([]);
    const [written, committed] = [root, repo].map((at) => readFileSync(join(at, 'lua/fim/options.lua'), 'utf8'));
    expect(written).toBe(committed);
  });
});

describe('replaceBetween', () => {
  const page = 'above\n<!-- a -->\nold\n<!-- /a -->\nbelow\n';

  it('replaces the lines between the markers only', () => {
    expect(replaceBetween(page, '<!-- a -->', '<!-- /a -->', 'new\nlines\n')).toBe(
      'above\n<!-- a -->\nnew\nlines\n<!-- /a -->\nbelow\n',
    );
  });

  it.each([
    ['is missing', page.replace('<!-- /a -->\n', '')],
    ['stands twice', `${page}<!-- a -->\n`],
    ['stands in the wrong order', '<!-- /a -->\n<!-- a -->\n'],
  ])('refuses a page where a marker %s', (_, text) => {
    expect(() => replaceBetween(text, '<!-- a -->', '<!-- /a -->', 'new')).toThrow();
  });
});

describe('luaValue', () => {
  it.each([
    [true, 'true'],
    [0.01, '0.01'],
    ['plain', "'plain'"],
    ["it's", '"it\'s"'],
    ['both \' and "', "'both \\' and \"'"],
    ['a\nb\\c', "'a\\nb\\\\c'"],
    [[], '{}'],
    [['a', 'b'], "{ 'a', 'b' }"],
    [{}, '{}'],
    [{ '*': false }, "{ ['*'] = false }"],
  ])('writes %j as %s', (value, want) => expect(luaValue(value)).toBe(want));
});

describe('wrap', () => {
  it('breaks at blanks within the width', () => expect(wrap('aa bb cc dd', 5)).toEqual(['aa bb', 'cc dd']));
  it('does not break inside backticks', () => expect(wrap('a `b c d` e', 6)).toEqual(['a', '`b c d`', 'e']));
  it('leaves a word that is too long on a line of its own', () =>
    expect(wrap('a bbbbbbbb c', 4)).toEqual(['a', 'bbbbbbbb', 'c']));
});
