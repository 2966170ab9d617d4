import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Probe } from '../../src/host/backends.ts';
import type { Nvim, Start } from '../helpers/nvim.ts';
import { describeOnEachNvim } from '../helpers/nvim.ts';

const repo = join(import.meta.dirname, '../..');

const ollama: Probe = {
  backend: 'ollama',
  name: 'ollama',
  server: 'Ollama',
  hasStandIn: false,
  place: 'http://127.0.0.1:11434',
  reachable: true,
  model: 'qwen2.5-coder:1.5b-base',
  family: 'qwen2.5-coder',
  installed: ['qwen2.5-coder:1.5b-base', 'llama3.2:3b'],
};

/** A plugin folder that is built or not, with a host that answers `probe` or, where that is null, nothing. */
class Install {
  readonly root = mkdtempSync(join(tmpdir(), 'fim-health-'));
  constructor() {
    symlinkSync(join(repo, 'lua'), join(this.root, 'lua'));
    symlinkSync(join(repo, 'plugin'), join(this.root, 'plugin'));
  }

  build(): void {
    mkdirSync(join(this.root, 'dist'));
    writeFileSync(join(this.root, 'dist/host.cjs'), '');
  }

  /** A program that prints `output` and exits with `status`. */
  program(output: string, status = 0): string {
    const path = join(this.root, 'node');
    writeFileSync(path, `#!/bin/sh\necho '${output}'\nexit ${status}\n`);
    chmodSync(path, 0o755);
    return path;
  }

  async start(start: Start, options: Readonly<Record<string, unknown>> = {}): Promise<Nvim> {
    const nvim = await start({
      plugin: false,
      before: [`set runtimepath^=${this.root}`, 'lua vim.notify = function() end'],
      options,
    });
    await nvim.ex(`source ${this.root}/plugin/fim.lua`);
    return nvim;
  }
}

/** Answers in place of a host process: what health makes of the answer is what is tested here. */
async function fakeHost(nvim: Nvim, probe: Probe | null, info: Readonly<Record<string, unknown>> = {}): Promise<void> {
  await nvim.lua(
    `
      local answer, info = ...
      local host = require('fim.host')
      host.info = function() return info end
      host.probe = function(callback) if answer ~= vim.NIL then vim.schedule(function() callback(answer) end) end end
      host.notify = function() return true end
      host.ensure = function() return true end
      host.handle = function() end
    `,
    probe,
    { running: true, ready: true, pid: 42, version: '0.1.0', node: 'v20.19.0', restarts: 0, ...info },
  );
}

/** The report of `:checkhealth fim`, without Neovim's own heading. */
async function report(nvim: Nvim): Promise<string> {
  await nvim.ex('checkhealth fim');
  return (await nvim.lines()).join('\n');
}

/** Lines of the report that are failures or warnings, with the advice below them. */
const complaints = (text: string): string[] =>
  text
    .split(/\n(?=- )/)
    .filter((item) => /^- .*(ERROR|WARNING)/.test(item))
    .map((item) => (item.split(/\n(?=\S)|\n\n/)[0] ?? '').replaceAll(/\s+/g, ' '));

describeOnEachNvim(':checkhealth fim', (start, binary) => {
  let install: Install;
  beforeEach(() => {
    install = new Install();
  });
  afterEach(() => rmSync(install.root, { recursive: true }));

  it('is content when all is there', async () => {
    install.build();
    const nvim = await install.start(start);
    await fakeHost(nvim, ollama);
    const text = await report(nvim);
    expect(complaints(text)).toEqual([]);
    expect(text).toContain(`Neovim ${binary.version}`);
    expect(text).toContain(`Node.js ${process.version.split('-')[0]}`);
    expect(text).toContain('The host runs: version 0.1.0, Node.js v20.19.0, process 42');
    expect(text).toContain('Ollama answers at http://127.0.0.1:11434');
    expect(text).toContain('The model qwen2.5-coder:1.5b-base can fill in the middle (family qwen2.5-coder)');
    expect(text).toContain('Installed models: qwen2.5-coder:1.5b-base, llama3.2:3b');
    expect(text).toContain('keys.accept: <Tab> will be mapped at the first insert');
  });

  it('tells what runs for repairs, and how much memory that takes', async () => {
    install.build();
    const nvim = await install.start(start);
    await fakeHost(nvim, ollama);
    expect(await report(nvim)).toContain('No language server runs for repairs');
    const verifiers = [{ name: 'intelephense', root: '/srv/shop', pid: 99, mebibytes: 180 }];
    await fakeHost(nvim, { ...ollama, ...{ verifiers } });
    expect(await report(nvim)).toContain('intelephense verifies repairs of /srv/shop: 180 MiB, process 99');
  });

  it('tells which servers could verify repairs, and what is missing', async () => {
    install.build();
    const nvim = await install.start(start);
    const servers = [
      { name: 'intelephense', languages: ['php'], program: '' },
      { name: 'typescript', languages: ['typescript', 'tsx'], program: '/usr/bin/vtsls --stdio' },
    ];
    await fakeHost(nvim, { ...ollama, ...{ servers } });
    const text = (await report(nvim)).replaceAll(/\s+/gu, ' ');
    expect(text).toContain('typescript can verify repairs of typescript, tsx: `/usr/bin/vtsls --stdio`');
    expect(text).toContain(
      'intelephense is not installed: where no client of yours runs it, repairs of php are verified',
    );
  });

  it('says what to do when there is no Node.js', async () => {
    install.build();
    const nvim = await install.start(start, { host: { node: '/nowhere/node' } });
    const text = await report(nvim);
    const [complaint, ...more] = complaints(text);
    expect(more).toEqual([]);
    expect(complaint).toContain('There is no program `/nowhere/node`');
    expect(complaint).toContain('Install Node.js 20.19 or newer');
    expect(text).toContain('Not asked, as the host cannot start');
  });

  it.each([
    ['v18.20.8', 'Node.js v18.20.8 is too old'],
    ['v20.18.3', 'Node.js v20.18.3 is too old'],
    ['no version', '--version` gave no version (exit status 0)'],
  ])('refuses a Node.js that says %j', async (output, what) => {
    install.build();
    const nvim = await install.start(start, { host: { node: install.program(output) } });
    expect(complaints(await report(nvim))).toEqual([expect.stringContaining(what)]);
  });

  it.each(['v20.19.0', 'v22.0.0', 'v24.1.0'])('accepts Node.js %s', async (version) => {
    install.build();
    const nvim = await install.start(start, { host: { node: install.program(version) } });
    await fakeHost(nvim, ollama);
    expect(complaints(await report(nvim))).toEqual([]);
  });

  it('says how to build the host, and where', async () => {
    const nvim = await install.start(start);
    const [complaint, ...more] = complaints(await report(nvim));
    expect(more).toEqual([]);
    expect(complaint).toContain(`The host is not built: ${install.root}/dist/host.cjs is missing`);
    expect(complaint).toContain(`Run \`npm ci\` in ${install.root}`);
  });

  it('looks for the remote plugin where the classic route was chosen', async () => {
    install.build();
    const nvim = await install.start(start, { host: { start: 'rplugin' } });
    expect(complaints(await report(nvim))).toEqual([
      expect.stringContaining('Run :UpdateRemotePlugins and restart Neovim'),
    ]);
  });

  it.each<[string, Probe, string, string]>([
    [
      'the server does not answer',
      {
        ...ollama,
        reachable: false,
        model: '',
        installed: [],
        error: { what: 'Nothing answers at http://127.0.0.1:11434.', next: 'Start Ollama (`ollama serve`).' },
      },
      'Nothing answers at http://127.0.0.1:11434.',
      'Start Ollama (`ollama serve`).',
    ],
    [
      'the model is not installed',
      {
        ...ollama,
        model: 'codellama:7b-code',
        error: { what: 'Ollama has no model "codellama:7b-code".', next: 'Run `ollama pull codellama:7b-code`.' },
      },
      'Ollama has no model "codellama:7b-code".',
      'Run `ollama pull codellama:7b-code`.',
    ],
    [
      'the model cannot fill in the middle',
      {
        ...ollama,
        model: 'llama3.2:3b',
        family: '',
        error: {
          what: '"llama3.2:3b" is not known to fill in the middle.',
          next: 'Set model.family, or another model.target.',
        },
      },
      '"llama3.2:3b" is not known to fill in the middle.',
      'Set model.family, or another model.target.',
    ],
  ])('says what to do when %s', async (_, probe, what, advice) => {
    install.build();
    const nvim = await install.start(start);
    await fakeHost(nvim, probe);
    const [complaint, ...more] = complaints(await report(nvim));
    expect(more).toEqual([]);
    expect(complaint).toContain(what);
    expect(complaint).toContain(advice);
  });

  it('asks for no server where the embedded completions are in use', async () => {
    install.build();
    const nvim = await install.start(start);
    await fakeHost(nvim, {
      ...ollama,
      backend: 'embedded',
      place: '',
      reachable: false,
      model: '',
      installed: [],
    });
    const text = await report(nvim);
    expect(complaints(text)).toEqual([]);
    expect(text).toContain('The embedded completions need no server');
  });

  it('names a host that keeps dying', async () => {
    install.build();
    const nvim = await install.start(start);
    await fakeHost(nvim, ollama, { restarts: 3, last_error: 'The host stopped (exit code 1).' });
    expect(complaints(await report(nvim))).toEqual([
      expect.stringContaining('It was restarted 3 times, last: The host stopped (exit code 1).'),
    ]);
  });

  it('names a host that does not run', async () => {
    install.build();
    const nvim = await install.start(start);
    await fakeHost(nvim, ollama, { running: false, last_error: 'The host stopped (exit code 1).' });
    const text = await report(nvim);
    expect(complaints(text)).toEqual([
      expect.stringContaining('The host does not run: The host stopped (exit code 1).'),
    ]);
    expect(text).toContain('Not asked, as the host does not run');
  });

  it('names a real host process that ends at once, and how', async () => {
    install.build();
    mkdirSync(join(install.root, 'rplugin/node/fim'), { recursive: true });
    writeFileSync(join(install.root, 'rplugin/node/fim/index.js'), 'process.exit(7)');
    const nvim = await install.start(start);
    expect(complaints(await report(nvim))).toEqual([
      expect.stringContaining('The host does not run: The host stopped (exit code 7).'),
    ]);
  });

  it('does not wait for ever for a host that is silent', async () => {
    install.build();
    const nvim = await install.start(start);
    await fakeHost(nvim, null);
    const began = performance.now();
    expect(complaints(await report(nvim))).toEqual([expect.stringContaining('The host did not answer within 2 s')]);
    expect(performance.now() - began).toBeLessThan(5000);
  });

  it('lists the options that are wrong', async () => {
    install.build();
    const nvim = await install.start(start, { debounceMs: 'fast', keys: { acept: 'x' } });
    await fakeHost(nvim, ollama);
    expect(complaints(await report(nvim))).toEqual([
      expect.stringContaining('debounceMs: expected a whole number from 0 to 2000 or "adaptive", got "fast".'),
      expect.stringMatching(/keys\.acept: there is no such option\..*Did you mean keys\.accept\?/),
    ]);
  });

  it('names a glob that cannot be read, and what follows', async () => {
    install.build();
    const nvim = await install.start(start, { secretFiles: ['.env*', '[z-a].pem'], disableInFiles: ['{a,[z-a]}'] });
    await fakeHost(nvim, ollama);
    expect(complaints(await report(nvim))).toEqual([
      expect.stringContaining('disableInFiles: "{a,[z-a]}" is no valid glob, so it matches no file'),
      expect.stringContaining('secretFiles: "[z-a].pem" is no valid glob, so no file is completed'),
    ]);
  });

  it('names two options that share a key', async () => {
    install.build();
    const nvim = await install.start(start, { keys: { accept: '<C-l>', next: '<c-L>' } });
    await fakeHost(nvim, ollama);
    expect(complaints(await report(nvim))).toEqual([
      expect.stringContaining('keys.accept and keys.next are the same key: <c-L>'),
    ]);
  });

  it('is content with its own keys, and says which keys are left alone', async () => {
    install.build();
    const nvim = await install.start(start, { keys: { prev: false } });
    await fakeHost(nvim, ollama);
    await nvim.lua("vim.keymap.set('i', '<Tab>', '<C-n>', { desc = 'theirs' })");
    await nvim.input('i<Esc>');
    const text = await report(nvim);
    expect(complaints(text)).toEqual([]);
    expect(text).toContain('keys.accept: <Tab>\n');
    expect(text).toContain('keys.prev: no key');
  });

  it('names what mapped a key over ours, and where', async () => {
    install.build();
    const nvim = await install.start(start);
    await fakeHost(nvim, ollama);
    await nvim.input('i<Esc>');
    const script = join(install.root, 'theirs.lua');
    writeFileSync(script, "vim.keymap.set('i', '<Tab>', function() end, { desc = 'their tab' })\n");
    await nvim.ex(`luafile ${script}`);
    const [complaint, ...more] = complaints(await report(nvim));
    expect(more).toEqual([]);
    expect(complaint).toContain('keys.accept: <Tab> has been mapped to something else since: their tab');
    expect(complaint).toContain('theirs.lua:1');
  });

  it('names a buffer whose own map hides ours', async () => {
    install.build();
    const nvim = await install.start(start);
    await fakeHost(nvim, ollama);
    await nvim.input('i<Esc>');
    await nvim.ex('file here.php');
    await nvim.ex('inoremap <buffer> <Tab> <C-n>');
    expect(complaints(await report(nvim))).toEqual([
      expect.stringContaining('keys.accept: in here.php a map of its own hides <Tab>: <C-N>'),
    ]);
  });

  it('names a map that was taken away', async () => {
    install.build();
    const nvim = await install.start(start);
    await fakeHost(nvim, ollama);
    await nvim.input('i<Esc>');
    await nvim.ex('iunmap <Tab>');
    expect(complaints(await report(nvim))).toEqual([
      expect.stringContaining('keys.accept: the map of <Tab> has been removed'),
    ]);
  });
});
