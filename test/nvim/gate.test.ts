import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { describeOnEachNvim, type Nvim } from '../helpers/nvim.ts';
import { waitUntil } from '../helpers/wait.ts';
import { type Stage, stage } from './stage.ts';

/** Stands in every text that must not leave Neovim. */
const SECRET = 'hunter2';

const WATCH = `
  _G.sent = {}
  local host = require('fim.host')
  local notify = host.notify
  host.notify = function(kind, payload)
    table.insert(_G.sent, { kind = kind, buf = payload.buf or 0 })
    return notify(kind, payload)
  end
`;
const sentSchema = z.array(z.object({ kind: z.string(), buf: z.number() }));
const verdictSchema = z.union([z.tuple([z.literal(true)]), z.tuple([z.literal(false), z.string()])]);

/** Writes a file below the working directory. */
function write(nvim: Nvim, path: string, text: string): void {
  mkdirSync(join(nvim.cwd, path, '..'), { recursive: true });
  writeFileSync(join(nvim.cwd, path), text);
}

/** Why the current buffer is off; '' where it completes. */
async function reason(nvim: Nvim): Promise<string> {
  const [allowed, why] = verdictSchema.parse(await nvim.lua("return { require('fim.gate').check(0) }"));
  return allowed ? '' : why;
}

/** What was told to the host about a buffer. */
async function told(nvim: Nvim, buf: unknown): Promise<string[]> {
  const all = sentSchema.parse(await nvim.lua('return _G.sent'));
  return all.filter((sent) => sent.buf === buf).map(({ kind }) => kind);
}

/** Types in an allowed buffer and waits for its request: whatever was to come of earlier keys has come by then. */
async function barrier({ nvim, server }: Stage): Promise<void> {
  await nvim.input('<Esc>');
  await nvim.ex('edit! barrier');
  await nvim.input('iBARRIER');
  await waitUntil(() => server.requests.some(({ prompt }) => prompt.includes('BARRIER')), { what: 'the barrier' });
}

function expectNoLeak({ server }: Stage): void {
  expect(server.requests.filter(({ prompt }) => prompt.includes(SECRET))).toEqual([]);
}

describeOnEachNvim('gate', (start) => {
  const open = async (fim = {}): Promise<Stage> => {
    const set = await stage(start, { says: 'said', fim, width: 120, before: ['set hidden nofixendofline'] });
    await set.nvim.lua(WATCH);
    return set;
  };

  it.each([
    ['prompt', 'new | setlocal buftype=prompt', "'buftype' prompt"],
    ['nofile', 'new | setlocal buftype=nofile', "'buftype' nofile"],
    ['nowrite', 'new | setlocal buftype=nowrite', "'buftype' nowrite"],
    ['quickfix', 'copen', "'buftype' quickfix"],
    ['help', 'help', "'buftype' help"],
    ['terminal', 'terminal true', "'buftype' terminal"],
    ['nomodifiable', 'edit locked.php | setlocal nomodifiable', 'nomodifiable'],
    ['binary', 'edit raw.php | setlocal binary', 'binary'],
  ])('stays away from a %s buffer, whatever b:fim_enabled says', async (_, command, why) => {
    const set = await open();
    await set.nvim.ex(command);
    await set.nvim.lua('vim.b.fim_enabled = true');
    const buf = await set.nvim.lua('return vim.api.nvim_get_current_buf()');
    expect(await reason(set.nvim)).toContain(why);
    await set.nvim.ex('FimComplete');
    expect((await set.nvim.messages()).join('\n')).toContain(why);
    await set.nvim.input(`i${SECRET}`);
    await set.nvim.input('<C-\\><C-n>');
    await set.nvim.ex('set nomodified');
    await barrier(set);
    expectNoLeak(set);
    expect(await told(set.nvim, buf)).toEqual([]);
  });

  it('stays away from the command-line window', async () => {
    const set = await open();
    await set.nvim.input('q:');
    const buf = await set.nvim.lua('return vim.api.nvim_get_current_buf()');
    await set.nvim.input(`iecho ${SECRET}<Esc>`);
    await set.nvim.ex('quit');
    await barrier(set);
    expectNoLeak(set);
    expect(await told(set.nvim, buf)).toEqual([]);
  });

  it.each([
    '.env',
    '.env.local',
    '.ENV',
    'prod.env',
    'server.pem',
    'sub/folder/id_rsa',
    'id_ed25519',
    'store.kdbx',
    'main.tfvars',
    'credentials',
    '.npmrc',
    'secrets.php',
  ])('never reads %s, whatever is switched on, and by hand neither', async (path) => {
    const set = await open({ filetypes: { '*': true } });
    write(set.nvim, path, `TOKEN=${SECRET}`);
    await set.nvim.ex(`edit ${path}`);
    await set.nvim.lua('vim.b.fim_enabled = true');
    const buf = await set.nvim.lua('return vim.api.nvim_get_current_buf()');
    await set.nvim.input(`Gofoo`);
    await set.nvim.input('<Cmd>FimComplete<CR><M-Space>');
    await set.nvim.input('<Esc>');
    await set.nvim.ex('FimComplete');
    expect((await set.nvim.messages()).join('\n')).toContain('may hold secrets');
    await barrier(set);
    expectNoLeak(set);
    expect(await told(set.nvim, buf)).toEqual([]);
    expect(await set.nvim.lua("return require('fim').status()")).not.toBe('error');
  });

  it.each([
    ['a link to a secret file', (at: string) => symlinkSync('.env', join(at, 'plain.php'))],
    ['a link to a secret file that is not there yet', (at: string) => symlinkSync('id_new', join(at, 'plain.php'))],
    [
      'a link to a link',
      (at: string) => {
        symlinkSync('b.php', join(at, 'plain.php'));
        symlinkSync('.env', join(at, 'b.php'));
      },
    ],
  ])('follows %s', async (_, link) => {
    const set = await open();
    write(set.nvim, '.env', SECRET);
    link(set.nvim.cwd);
    await set.nvim.ex('edit plain.php');
    await set.nvim.input(`o${SECRET}`);
    expect(await reason(set.nvim)).toContain('may hold secrets');
    await barrier(set);
    expectNoLeak(set);
  });

  it('follows a link in the folder of a file', async () => {
    const set = await open({ secretFiles: ['**/vault/*'] });
    mkdirSync(join(set.nvim.cwd, 'vault'));
    symlinkSync('vault', join(set.nvim.cwd, 'linked'));
    await set.nvim.ex('edit linked/new.php');
    expect(await reason(set.nvim)).toContain('secretFiles: **/vault/*');
  });

  it.each([
    ['file', 'file .env'],
    ['saveas', 'saveas .env'],
    ['file to a link', 'file plain.php'],
  ])('takes a buffer back from the host at :%s', async (_, command) => {
    const set = await open();
    const { nvim } = set;
    write(nvim, 'id_rsa', '');
    symlinkSync('id_rsa', join(nvim.cwd, 'plain.php'));
    await nvim.ex('edit a.php');
    await nvim.input('ifoo');
    await nvim.waitForScreen('{ghost:said}');
    await nvim.input(`<Cmd>silent ${command}<CR>`);
    expect(nvim.screen()).not.toContain('ghost');
    await nvim.input(` ${SECRET}`);
    await nvim.input('<Esc>');
    await nvim.ex('set nomodified');
    await barrier(set);
    expectNoLeak(set);
    const buf = await nvim.lua('return vim.fn.bufnr(1)');
    expect((await told(nvim, buf)).at(-1)).toBe('detach');
    expect(nvim.events.filter(({ name }) => name === 'FimDismissed').map(({ data }) => data)).toContainEqual(
      expect.objectContaining({ reason: 'off' }),
    );
  });

  it('keeps a secret from the host that is read into a buffer which the host follows', async () => {
    const set = await open();
    const { nvim } = set;
    write(nvim, '.env', SECRET);
    // An empty buffer without a name is used again by `:edit`.
    await nvim.input('i<Esc>');
    const buf = await nvim.lua('return vim.api.nvim_get_current_buf()');
    await nvim.ex('edit .env');
    expect(await nvim.lua('return vim.api.nvim_get_current_buf()')).toBe(buf);
    await nvim.input('Aq<Esc>');
    await nvim.ex('set nomodified');
    await barrier(set);
    expectNoLeak(set);
    expect(await told(nvim, buf)).toEqual(['attach', 'detach']);
  });

  it('has a list of secret files that a user can replace', async () => {
    const { nvim } = await open({ secretFiles: ['*.secret'] });
    await nvim.ex('edit .env');
    expect(await reason(nvim)).toBe('');
    await nvim.ex('edit x.secret');
    expect(await reason(nvim)).toBe('file may hold secrets (secretFiles: *.secret)');
  });

  it('guards everything when a glob of secret files cannot be read', async () => {
    const { nvim } = await open({ secretFiles: ['[z-a]'] });
    await nvim.ex('edit a.php');
    expect(await reason(nvim)).toBe('secretFiles holds the malformed glob [z-a]');
  });

  it.each<[string, string, boolean]>([
    ['*.min.js', 'a/b.min.js', true],
    ['*.min.js', 'a/b.min.ts', false],
    ['notes?.md', 'notes1.md', true],
    ['notes?.md', 'notes.md', false],
    ['[ab]*.lua', 'beta.lua', true],
    ['[!ab]*.lua', 'beta.lua', false],
    ['{one,two*}.lua', 'twofold.lua', true],
    ['.*', '.hidden', true],
    ['src/*.php', 'src/a.php', true],
    ['src/*.php', 'src/deep/a.php', false],
    ['src/*.php', 'lib/src/a.php', false],
    ['src/**', 'src/deep/a.php', true],
    ['src/**/*.php', 'src/a.php', true],
    ['**/vendor/**', 'a/vendor/b/c.php', true],
    ['**/vendor/**', 'avendor/b.php', false],
    ['CWD/abs/**', 'abs/x/y.php', true],
    ['CWD/abs/**', 'other/x.php', false],
    ['a-1/*.php', 'a-1/x.php', true],
    ['~/mine/*.php', 'HOME/mine/a.php', true],
    ['~/mine/*.php', 'mine/a.php', false],
    ['*', 'any', true],
    ['a.b', 'axb', false],
    ['été*.md', 'été 2026.md', true],
  ])('disableInFiles %s, file %s: %s', async (glob, path, isOff) => {
    const { nvim } = await open();
    const place = (text: string): string => text.replace('CWD', nvim.cwd).replace('HOME', join(nvim.home, 'home'));
    await nvim.lua("require('fim').setup({ disableInFiles = { ... } })", place(glob));
    await nvim.lua('vim.cmd.edit(vim.fn.fnameescape(...))', place(path));
    expect(await reason(nvim)).toBe(isOff ? `file matches disableInFiles: ${place(glob)}` : '');
    await nvim.lua('vim.b.fim_enabled = true');
    expect(await reason(nvim)).toBe('');
  });

  it.each<[string, Record<string, boolean>, string, boolean]>([
    ['listed', { php: false }, 'php', false],
    ['not listed', { php: false }, 'lua', true],
    ['the rest', { '*': false, php: true }, 'lua', false],
    ['all but the rest', { '*': false, php: true }, 'php', true],
    ['no filetype', { '*': false }, '', false],
    ['part of a compound', { html: false }, 'html.twig', false],
    ['the compound before its parts', { html: false, 'html.twig': true }, 'html.twig', true],
  ])('filetypes: %s', async (_, filetypes, filetype, isOn) => {
    const { nvim } = await open({ filetypes });
    await nvim.ex(`set filetype=${filetype}`);
    expect(await reason(nvim)).toBe(
      isOn ? '' : `filetype ${filetype === '' ? '(none)' : filetype} is switched off (filetypes)`,
    );
  });

  it('leaves a buffer alone that has grown beyond maxFileBytes', async () => {
    const set = await open({ maxFileBytes: 1024 });
    const { nvim } = set;
    await nvim.input('ia');
    await nvim.waitForScreen('{ghost:said}');
    await nvim.lua(
      "vim.api.nvim_buf_set_lines(0, 0, -1, false, { ('x'):rep(1022), '' }); vim.api.nvim_win_set_cursor(0, { 2, 0 })",
    );
    expect(await reason(nvim)).toBe('');
    await nvim.input(SECRET);
    expect(await reason(nvim)).toBe('buffer has 1031 bytes, more than maxFileBytes 1024');
    expect(nvim.screen()).not.toContain('ghost');
    const buf = await nvim.lua('return vim.api.nvim_get_current_buf()');
    expect((await told(nvim, buf)).at(-1)).toBe('detach');
  });

  it('follows b:fim_enabled at any time', async () => {
    const { nvim, server } = await open();
    await nvim.input('ia');
    await nvim.waitForScreen('a{ghost:said}');
    await nvim.input('<Cmd>let b:fim_enabled = v:false<CR>');
    await nvim.waitForScreen((screen) => !screen.includes('ghost'));
    expect(await nvim.lua("return require('fim').status()")).toBe('off');
    const before = server.requests.length;
    await nvim.input('b');
    await nvim.input('<Cmd>let b:fim_enabled = v:true<CR>');
    await nvim.input('c');
    await nvim.waitForScreen('abc{ghost:said}');
    expect(server.requests.slice(before).map(({ prompt }) => prompt)).toEqual([
      '<|fim_prefix|>abc<|fim_suffix|><|fim_middle|>',
    ]);
  });

  it.each(['setlocal binary', 'setlocal nomodifiable', 'setlocal filetype=text'])(
    'notices :%s while ghost text stands',
    async (command) => {
      const { nvim } = await open({ filetypes: { text: false } });
      await nvim.input('ia');
      await nvim.waitForScreen('a{ghost:said}');
      await nvim.input(`<Cmd>${command}<CR>`);
      await nvim.waitForScreen((screen) => !screen.includes('ghost'));
    },
  );

  it('obeys setup{} at once', async () => {
    const set = await open();
    const { nvim, server } = set;
    await nvim.ex('edit a.php');
    await nvim.input('ia');
    await nvim.waitForScreen('a{ghost:said}');
    const buf = await nvim.lua('return vim.api.nvim_get_current_buf()');
    await nvim.lua("require('fim').setup({ secretFiles = { 'a.*' } })");
    await nvim.waitForScreen((screen) => !screen.includes('ghost'));
    expect((await told(nvim, buf)).at(-1)).toBe('detach');
    await nvim.input(`<CR>${SECRET}`);
    await nvim.lua("require('fim').setup({ model = { family = 'custom', template = 'A{prefix}B{suffix}C' } })");
    const before = server.requests.length;
    await nvim.ex('edit! b.php');
    await nvim.input('q');
    await waitUntil(() => server.requests.at(-1)?.sent === 'ABCq', {
      what: () => `the new template, not ${server.requests.at(-1)?.sent}`,
    });
    expect(server.requests.slice(before).every(({ prompt }) => prompt.startsWith('A'))).toBe(true);
    await nvim.lua("require('fim').setup({ enabled = false })");
    await nvim.waitForScreen((screen) => !screen.includes('ghost'));
    expect(await nvim.lua("return require('fim').status()")).toBe('off');
  });

  it.each([
    ['other.php', true],
    ['secrets.php', false],
  ])('keeps what stands in secret buffers from the embedded backend too: %s offered is %s', async (path, isOffered) => {
    const { nvim } = await open({ backend: 'embedded' });
    write(nvim, path, '<?php\nfunction veryPeculiarName() {}\nveryPeculiarName();\nveryPeculiarName();\n');
    await nvim.ex(`edit ${path}`);
    await nvim.input('ii<BS><Esc>');
    await nvim.ex('edit b.php');
    await nvim.input('i<lt>?php<CR>');
    const offered = async (): Promise<boolean> => {
      await nvim.input('<Esc>ccveryPec');
      await nvim.input('<Cmd>FimComplete<CR>');
      return nvim.screen().includes('ghost:uliarName');
    };
    if (isOffered) await waitUntil(offered);
    else for (let i = 0; i < 10; i++) expect(await offered()).toBe(false);
  });
});
