/** `:FimExport` from the command to the files: a real Neovim, a host and its thread, a real project. */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeOnEachNvim, type Nvim } from '../helpers/nvim.ts';

const MARKS = { FimExportAround: 'around', FimExportMiddle: 'middle' };

const tokenizer = fileURLToPath(new URL('../fixtures/tokenizer/tokenizer.json', import.meta.url));

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'fim-export-'));
  mkdirSync(join(root, 'src'));
  for (const name of ['Order', 'Cart', 'Item', 'Price', 'Stock', 'Shop'])
    writeFileSync(join(root, 'src', `${name}.php`), classOf(name));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Each another one: copies are left out. */
function classOf(name: string): string {
  const methods = ['first', 'second', 'third'].map(
    (method) => `
    public function ${method}${name}(int $${name.toLowerCase()}): string
    {
        $text${name} = sprintf('${name} ${method} %d', $${name.toLowerCase()} + ${name.length});
        if ($this->is${name}Known($text${name})) {
            return strtoupper($text${name});
        }
        return $text${name};
    }
`,
  );
  return `<?php\n\nnamespace App;\n\nfinal class ${name}\n{${methods.join('')}}\n`;
}

const dataset = (): readonly string[] =>
  existsSync(join(root, 'dataset')) ? readdirSync(join(root, 'dataset')).sort() : [];

/** For one test: a project is read several times, by a thread that begins anew. */
const LONG = { timeout: 60_000 };

describeOnEachNvim(':FimExport', (start) => {
  const open = async (): Promise<Nvim> => {
    const nvim = await start({ height: 20, width: 90, options: { autoTrigger: false } });
    await nvim.lua(
      `
      vim.api.nvim_set_hl(0, 'FimExportAround', { fg = 101 })
      vim.api.nvim_set_hl(0, 'FimExportMiddle', { fg = 102 })
      vim.cmd.cd(...)
    `,
      root,
    );
    return nvim;
  };

  it('shows examples, steps through them, and writes the dataset', LONG, async () => {
    const nvim = await open();
    await nvim.input(':FimExport<CR>');
    await nvim.waitForScreen(' 1/5 ', 20_000);
    expect(nvim.screen({ marks: MARKS })).toMatch(/\{middle:[^}]+/u);
    expect(nvim.screen()).toContain('<CR> write the dataset');
    await nvim.input('n');
    await nvim.waitForScreen(' 2/5 ');
    await nvim.input('pp');
    await nvim.waitForScreen(' 5/5 ');
    expect(dataset()).toEqual([]);
    await nvim.input('<CR>');
    await nvim.waitForScreen('training and', 20_000);
    expect(dataset()).toEqual(['README.md', 'manifest.sha256', 'metadata.json', 'train.jsonl', 'val.jsonl']);
    const [line = ''] = readFileSync(join(root, 'dataset/train.jsonl'), 'utf8').split('\n');
    expect(JSON.parse(line)).toMatchObject({ family: 'qwen2.5-coder' });
    expect(await nvim.lua(`return require('fim').progress()`)).toBe('');
  });

  it('knows the flags of the command line: exact tokens, Parquet, shards', LONG, async () => {
    copyFileSync(tokenizer, join(root, 'tokenizer.json'));
    const nvim = await open();
    await nvim.input(':FimExport --format parquet --tokenizer tokenizer.json --max-tokens 300<CR>');
    await nvim.waitForScreen(' 1/5 ', 20_000);
    await nvim.input('<CR>');
    await nvim.waitForScreen('training and', 20_000);
    expect(dataset()).toEqual(['README.md', 'manifest.sha256', 'metadata.json', 'train.parquet', 'val.parquet']);
    await nvim.input(':FimExport -o shards --shard 1/1<CR>');
    await nvim.waitForScreen(' 1/5 ', 20_000);
    await nvim.input('<CR>');
    await nvim.waitForScreen('examples of shard 1/1, of 6 of 6 files', 20_000);
    expect(readdirSync(join(root, 'shards', 'shard-1-of-1'))).toContain('shard.json');
  });

  it('writes nothing when the examples are closed, by whatever key', LONG, async () => {
    const nvim = await open();
    for (const key of ['q', '<Esc>', ':q<CR>']) {
      await nvim.input(':FimExport<CR>');
      await nvim.waitForScreen(' 1/5 ', 20_000);
      await nvim.input(key);
      await nvim.waitFor(`#vim.api.nvim_list_wins() == 1 and require('fim').progress() == ''`);
    }
    expect(readdirSync(root)).toEqual(['src']);
  });

  it('says what is wrong, and leaves the dataset that is there alone', LONG, async () => {
    mkdirSync(join(root, 'dataset'));
    writeFileSync(join(root, 'dataset/train.jsonl'), 'mine');
    const nvim = await open();
    await nvim.input(':FimExport --seed x<CR>');
    await nvim.waitForScreen(/fim: .*--seed/u, 20_000);
    await nvim.waitFor(`require('fim').progress() == ''`);
    await nvim.input(':FimExport nowhere<CR>');
    await nvim.waitForScreen('There is no folder', 20_000);
    await nvim.waitFor(`require('fim').progress() == ''`);
    // Nobody looks at examples first of what can't be written.
    for (const [mark, says] of [
      ['train.jsonl', /^fim: dataset holds something else/u],
      ['metadata.json', /^fim: dataset holds a dataset\. :FimExport! overwrites it\./u],
    ] as const) {
      writeFileSync(join(root, 'dataset', mark), 'mine');
      await nvim.input(':FimExport<CR>');
      await nvim.waitFor(`require('fim').progress() == ''`);
      expect((await nvim.messages()).at(-1)).toMatch(says);
      expect(await nvim.lua('return #vim.api.nvim_list_wins()')).toBe(1);
    }
    expect(readFileSync(join(root, 'dataset/train.jsonl'), 'utf8')).toBe('mine');
  });
});
