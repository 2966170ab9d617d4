import { expect, it } from 'vitest';
import { z } from 'zod';
import { parseOptions } from '../../src/config/parse.ts';
import { optionsSchema } from '../../src/config/schema.ts';
import { describeOnEachNvim, type Nvim } from '../helpers/nvim.ts';

const defaults = optionsSchema.parse({});
const problemsSchema = z.array(z.object({ path: z.string(), what: z.string(), next: z.string() }));

/** What `require('fim.config')` says, as sentences. */
async function problems(nvim: Nvim): Promise<string[]> {
  const found = problemsSchema.parse(await nvim.lua("return require('fim.config').problems()"));
  return found.map(({ what, next }) => `${what} ${next}`);
}

/** A message of several lines would wait for a key press, and Neovim answers nothing meanwhile. */
const KEEP_MESSAGES = 'lua _G.told = {}; vim.notify = function(...) table.insert(_G.told, { ... }) end';

const get = (nvim: Nvim): Promise<unknown> => nvim.lua("return require('fim.config').get()");

/** An empty Lua table is an empty list over msgpack, also where it is a record. */
const overMsgpack = { ...defaults, filetypes: [], fix: { ...defaults.fix, commands: [] } };

/** Wrong in one way each, names in alphabetical order as Lua reports them; `null` is `vim.NIL`. The host must find the same, and say it in the same words. */
const WRONG: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
  ['a wrong type', { debounceMs: 'fast' }],
  ['a number out of bounds', { debounceMs: 2001 }],
  ['a fraction', { debounceMs: 1.5 }],
  ['an unknown choice', { popup: 'show' }],
  ['a nested value', { keys: { accept: true } }],
  ['an empty string', { model: { target: '' } }],
  ['a section that is no table', { keys: '<Tab>' }],
  ['nil', { enabled: null }],
  ['a table for a value', { enabled: { a: 1 } }],
  ['a long string', { enabled: 'x'.repeat(99) }],
  ['control characters', { enabled: 'a\nb' }],
  ['a list entry', { disableInFiles: ['a', 3] }],
  ['a record entry', { filetypes: { php: 1, lua: true } }],
  ['a list for a record', { filetypes: ['php'] }],
  ['a record for a list', { secretFiles: { a: 'b' } }],
  ['an unknown option', { keys: { acept: 'x' } }],
  ['snake case', { debounce_ms: 1 }],
  ['a beginning', { multiline: 'never' }],
  ['an option of a section at the top', { temperature: 1 }],
  ['an option in the wrong section', { model: { url: 'x' } }],
  ['an unknown option near nothing', { colors: 1 }],
  ['a name of Continue that has nothing to act on', { useImports: true }],
  ['a wrong value for another name', { debounceDelay: 2001, disable: 1 }],
  ['nil for another name', { disable: null }],
  ['an option and another name of it', { debounceDelay: 350, debounceMs: 100, disable: true, enabled: true }],
  ['several at once', { debounceMs: -1, model: { maxTokens: 0, temperature: 1 }, modle: {}, popup: 'behind' }],
];

describeOnEachNvim('configuration', (start) => {
  it('has the defaults of the schema when nothing is set', async () => {
    const nvim = await start({ plugin: false, before: [KEEP_MESSAGES] });
    expect(await get(nvim)).toEqual(overMsgpack);
    expect(await nvim.lua("return require('fim.config').user()")).toEqual([]);
  });

  it('lays setup{} over vim.g.fim over the defaults', async () => {
    const nvim = await start({
      plugin: false,
      before: [KEEP_MESSAGES],
      options: {
        debounceMs: 10,
        popup: 'behind',
        keys: { next: '<C-n>' },
        filetypes: { php: false },
        disableInFiles: ['a'],
      },
    });
    await nvim.lua(
      "require('fim.config').setup({ debounceMs = 20, keys = { accept = false }, filetypes = { lua = true }, disableInFiles = { 'b' } })",
    );
    const user = {
      debounceMs: 20,
      popup: 'behind',
      keys: { next: '<C-n>', accept: false },
      filetypes: { php: false, lua: true },
      disableInFiles: ['b'],
    };
    expect(await nvim.lua("return require('fim.config').user()")).toEqual(user);
    expect(await get(nvim)).toEqual({ ...overMsgpack, ...user, keys: { ...defaults.keys, ...user.keys } });
  });

  it('takes Continue’s names for ours, and tells the host ours', async () => {
    const nvim = await start({
      plugin: false,
      before: [KEEP_MESSAGES],
      options: { disable: true, debounceDelay: 350 },
    });
    expect(await problems(nvim)).toEqual([]);
    expect(await nvim.lua("return require('fim.config').user()")).toEqual({ enabled: false, debounceMs: 350 });
    await nvim.lua("require('fim.config').setup({ disable = false, debounceMs = 'adaptive' })");
    expect(await problems(nvim)).toEqual([]);
    expect(await nvim.lua("return require('fim.config').user()")).toEqual({ enabled: true, debounceMs: 'adaptive' });
  });

  it('tells the host nothing that the host would refuse', async () => {
    const nvim = await start({ plugin: false, before: [KEEP_MESSAGES] });
    for (const [, raw] of WRONG) {
      await nvim.lua("vim.g.fim = ...; require('fim.config').setup()", raw);
      expect(parseOptions(await nvim.lua("return require('fim.config').user()")).problems).toEqual([]);
    }
  });

  it('finds what the host finds, in the same words, and falls back to the same', async () => {
    const nvim = await start({ plugin: false, before: [KEEP_MESSAGES] });
    for (const [name, raw] of WRONG) {
      await nvim.lua("require('fim.config').setup(...)", raw);
      const host = parseOptions(raw);
      expect([name, ...(await problems(nvim))]).toEqual([
        name,
        ...host.problems.map(({ what, next }) => `${what} ${next}`),
      ]);
      const user = await nvim.lua("return require('fim.config').user()");
      expect([name, parseOptions(user).options]).toEqual([name, host.options]);
    }
  });

  it('names all wrong options in one message, after start-up', async () => {
    const nvim = await start({
      plugin: false,
      before: [KEEP_MESSAGES],
      options: { debounceMs: 'fast', keys: { acept: '<Tab>' } },
    });
    await nvim.lua("require('fim.config').get()");
    await nvim.waitFor('#_G.told > 0');
    await nvim.lua("require('fim.config').get()");
    expect(await nvim.lua('return _G.told')).toEqual([
      [
        [
          'fim: 2 options are wrong and were left out:',
          '  debounceMs: expected a whole number from 0 to 2000 or "adaptive", got "fast". See :help fim.debounceMs',
          '  keys.acept: there is no such option. Did you mean keys.accept?',
        ].join('\n'),
        3, // vim.log.levels.WARN
        { title: 'fim.nvim' },
      ],
    ]);
  });

  it('does not stop a user who is typing: the message comes after insert mode', async () => {
    const nvim = await start({ plugin: false, before: [KEEP_MESSAGES], options: { debounceMs: 'fast' } });
    await nvim.input('ia');
    await nvim.lua("require('fim.config').get()");
    await nvim.input('b');
    expect(await nvim.lua('return #_G.told')).toBe(0);
    await nvim.input('<Esc>');
    await nvim.waitFor('#_G.told == 1');
    expect(await nvim.lines()).toEqual(['ab']);
  });

  it('does not stop a user whose first insert is what reads the options', async () => {
    const nvim = await start({ before: [KEEP_MESSAGES] });
    // Set behind the plugin's back, after the look at start-up.
    await nvim.lua("vim.g.fim = { debounceMs = 'fast', popup = 'show' }");
    await nvim.input('ia');
    expect(await nvim.lua("return #_G.told + #require('fim.config').problems()")).toBe(2);
    await nvim.input('b<Esc>');
    await nvim.waitFor('#_G.told == 1');
    expect(await nvim.lines()).toEqual(['ab']);
  });

  it('names what setup was given wrongly without being asked', async () => {
    const nvim = await start({ plugin: false, before: [KEEP_MESSAGES] });
    await nvim.lua("require('fim').setup({ debounceMs = 'fast' })");
    await nvim.waitFor('#_G.told == 1');
  });

  it('shows the message on a real screen', async () => {
    const nvim = await start({ plugin: false, width: 120, options: { popup: 'show' } });
    await nvim.lua("require('fim.config').get()");
    await nvim.waitForScreen('fim: popup: expected one of hide, behind, got "show". See :help fim.popup');
  });

  it('shortens a message that would fill the screen', async () => {
    const nvim = await start({
      plugin: false,
      before: [KEEP_MESSAGES],
      options: Object.fromEntries([...'abcdefghijkl'].map((name) => [name.repeat(30), 1])),
    });
    await nvim.lua("require('fim.config').get()");
    const told = z.string().parse(await nvim.waitFor('_G.told[1] and _G.told[1][1]'));
    expect(told.split('\n')).toHaveLength(10);
    expect(told).toContain('… and 4 more, see :checkhealth fim');
  });

  it.each([
    ['a number', 'vim.g.fim = 3', 'vim.g.fim: expected a table, got 3. See :help fim-options'],
    ['a string', "vim.g.fim = 'on'", 'vim.g.fim: expected a table, got "on". See :help fim-options'],
    ['true', 'vim.g.fim = true', 'vim.g.fim: expected a table, got true. See :help fim-options'],
  ])('falls back to the defaults when vim.g.fim is %s', async (_, code, want) => {
    const nvim = await start({ plugin: false, before: [KEEP_MESSAGES] });
    await nvim.lua(code);
    expect(await problems(nvim)).toEqual([want]);
    expect(await get(nvim)).toEqual(overMsgpack);
  });

  it('falls back to the defaults when setup is given something else than a table', async () => {
    const nvim = await start({ plugin: false, before: [KEEP_MESSAGES] });
    await nvim.lua("require('fim.config').setup('on')");
    expect(await problems(nvim)).toEqual([
      'require(\'fim\').setup(): expected a table, got "on". See :help fim-options',
    ]);
    expect(await get(nvim)).toEqual(overMsgpack);
  });

  it('survives functions, metatables that throw, cycles, holes and odd keys', async () => {
    const nvim = await start({ plugin: false, before: [KEEP_MESSAGES] });
    await nvim.lua(`
      local hostile = { __index = error, __pairs = error, __len = error, __tostring = error, __eq = error }
      local opts = setmetatable({
        enabled = print, debounceMs = 0 / 0, maxFileBytes = math.huge, popup = setmetatable({}, hostile),
        ollama = setmetatable({ url = setmetatable({}, hostile) }, hostile), disableInFiles = { 'a', nil, 'c' },
        [1] = 'x', [print] = 'y', [true] = 'z',
      }, hostile)
      rawset(opts, 'model', opts)
      require('fim.config').setup(opts)
    `);
    expect(await get(nvim)).toEqual(overMsgpack);
    expect((await problems(nvim)).filter((line) => !line.startsWith('model.'))).toEqual([
      '[boolean]: there is no such option. See :help fim-options',
      '[function]: there is no such option. See :help fim-options',
      '[1]: there is no such option. See :help fim-options',
      'debounceMs: expected a whole number from 0 to 2000 or "adaptive", got nan. See :help fim.debounceMs',
      'disableInFiles: expected a list, each entry a string, got a table. See :help fim.disableInFiles',
      'enabled: expected true or false, got a function. See :help fim.enabled',
      'maxFileBytes: expected a whole number from 1024 to 104857600, got inf. See :help fim.maxFileBytes',
      'ollama.url: expected a string, got a table. See :help fim.ollama.url',
      'popup: expected one of hide, behind, got a table. See :help fim.popup',
    ]);
  });

  it('validates once, in less than a millisecond', async () => {
    const nvim = await start({
      plugin: false,
      before: [KEEP_MESSAGES],
      options: { debounceMs: 10, keys: { next: '<C-n>' } },
    });
    const fastest = await nvim.lua(`
      local config, best = require('fim.config'), math.huge
      for _ = 1, 20 do
        config.setup({ model = { target = 'a' } })
        local began = vim.uv.hrtime()
        local first = config.get()
        best = math.min(best, vim.uv.hrtime() - began)
        assert(first == config.get(), 'validated again')
      end
      return best / 1e6
    `);
    expect(fastest).toBeLessThan(1);
  });
});
