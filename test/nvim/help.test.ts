import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { FAMILY_NAMES } from '../../src/config/schema.ts';
import { optionTree, walk } from '../../src/config/spec.ts';
import { describeOnEachNvim } from '../helpers/nvim.ts';

const repo = join(import.meta.dirname, '../..');
const help = readFileSync(join(repo, 'doc/fim.txt'), 'utf8');
const names = z.array(z.string());

/** What stands in `*stars*` where Neovim takes it for a tag. */
const tags = [...help.matchAll(/(?<=^|[ \t])\*([^*\s|]+)\*(?=$|[ \t])/gm)].map(([, tag = '']) => tag);

/** Help without what is shown as it is: examples and code. */
const prose = help.replaceAll(/ ?>\w*\n(?:(?:[ \t].*)?\n)*<?/g, '\n').replaceAll(/`[^`\n]*`/g, '');

describe('doc/fim.txt', () => {
  it('has each tag once', () => expect(tags.filter((tag, i) => tags.indexOf(tag) !== i)).toEqual([]));

  it('keeps to 78 columns and has no trailing blanks', () => {
    const lines = help.split('\n');
    expect(lines.filter((line) => [...line].length > 78 || /\s$/.test(line))).toEqual([]);
  });

  it('has a tag for every option', () => {
    const missing = [...walk(optionTree())].map(({ path }) => `fim.${path}`).filter((tag) => !tags.includes(tag));
    expect(missing).toEqual([]);
  });

  it('lists every model family', () => {
    const models = help.slice(help.indexOf('*fim-models*'), help.indexOf('*fim-privacy*'));
    const listed = FAMILY_NAMES.filter((name) => name !== 'auto');
    expect(
      listed.filter((name) => !new RegExp(`(^| |')${name.replaceAll('.', '\\.')}( |')`, 'm').test(models)),
    ).toEqual([]);
  });

  it('ends with a modeline', () => expect(help.trimEnd().split('\n').at(-1)).toMatch(/^ vim:.*ft=help.*:$/));
});

describeOnEachNvim('help', (start) => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'fim-help-'));
    cpSync(join(repo, 'doc/fim.txt'), join(folder, 'doc/fim.txt'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('builds tags without a complaint, and finds each of them', async () => {
    const nvim = await start({ plugin: false, before: [`set runtimepath^=${folder}`] });
    await nvim.ex(`helptags ${folder}/doc`);
    const built = readFileSync(join(folder, 'doc/tags'), 'utf8').trim().split('\n');
    expect(built.map((line) => line.split('\t')[0]).sort()).toEqual([...tags].sort());
  });

  it('links to nothing that is not there', async () => {
    const nvim = await start({ plugin: false, before: [`set runtimepath^=${folder}`] });
    await nvim.ex(`helptags ${folder}/doc`);
    const links = [...new Set([...prose.matchAll(/\|([^\s|]+)\|/g)].map(([, link = '']) => link))];
    expect(links.length).toBeGreaterThan(20);
    const dead = `
      local dead = {}
      for _, link in ipairs(...) do
        local found = vim.fn.getcompletion(link:gsub('[\\\\*?%[%]~]', '\\\\%0'), 'help')
        if not vim.list_contains(found, link) then table.insert(dead, link) end
      end
      return dead
    `;
    // Written for the newest Neovim; its own tags may be missing in an older one.
    const missing = names
      .parse(await nvim.lua(dead, links))
      .filter((link) => nvim.binary.version >= '0.12' || link !== 'vim.pack');
    expect(missing).toEqual([]);
  });

  it('has every command, every <Plug> map and every highlight group', async () => {
    const nvim = await start({ plugin: true });
    const defined = names.parse(
      await nvim.lua(`
        require('fim.trigger').wake()
        local found = {}
        for name in pairs(vim.api.nvim_get_commands({})) do
          if name:match('^Fim') then table.insert(found, ':' .. name) end
        end
        for _, sub in ipairs(vim.fn.getcompletion('Fim ', 'cmdline')) do table.insert(found, ':Fim-' .. sub) end
        for _, map in ipairs(vim.api.nvim_get_keymap('i')) do
          if map.lhs:match('^<Plug>%(fim%-') and not map.lhs:match('fim%-before') then table.insert(found, map.lhs) end
        end
        for _, group in ipairs(vim.fn.getcompletion('Fim', 'highlight')) do table.insert(found, 'hl-' .. group) end
        return found
      `),
    );
    expect(defined).toEqual(
      expect.arrayContaining([':Fim', ':FimComplete', ':Fim-status', '<Plug>(fim-accept)', 'hl-FimGhost']),
    );
    expect(defined.filter((name) => !tags.includes(name))).toEqual([]);
  });

  it('has every function of require("fim"), and no other', async () => {
    const nvim = await start({ plugin: false });
    const functions = names.parse(await nvim.lua("return vim.tbl_keys(require('fim'))")).map((name) => `fim.${name}()`);
    expect(tags.filter((tag) => /^fim\.\w+\(\)$/.test(tag)).sort()).toEqual(functions.sort());
  });

  it('has every event that the code fires', () => {
    const lua = ['ghost', 'accept', 'trigger', 'status', 'fix'].map((name) =>
      readFileSync(join(repo, `lua/fim/${name}.lua`), 'utf8'),
    );
    const fired = new Set(lua.flatMap((code) => [...code.matchAll(/emit\('(Fim\w+)'/g)].map(([, name = '']) => name)));
    expect([...fired].sort()).toEqual(
      tags.filter((tag) => /^Fim(?!Ghost|Count|Fix(?:Add|Delete|Header)|Export(?:Around|Middle))\w+$/.test(tag)).sort(),
    );
  });
});
