import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { describeOnEachNvim, type Nvim } from '../helpers/nvim.ts';
import { waitUntil } from '../helpers/wait.ts';
import { stage } from './stage.ts';

const WATCH = [
  'lua _G.told = {}; local notify = vim.notify; vim.notify = function(...) table.insert(_G.told, (...)); return notify(...) end',
];
const infoSchema = z.object({ running: z.boolean(), pid: z.number().optional(), restarts: z.number() });

const told = async (nvim: Nvim): Promise<string[]> => z.array(z.string()).parse(await nvim.lua('return _G.told'));
const info = async (nvim: Nvim): Promise<z.output<typeof infoSchema>> =>
  infoSchema.parse(await nvim.lua("return require('fim.host').info()"));
const pidOf = async (nvim: Nvim): Promise<number> => {
  await nvim.waitFor("require('fim.host').info().ready");
  return z.number().parse((await info(nvim)).pid);
};
const logOf = async (nvim: Nvim): Promise<string> =>
  readFileSync(z.string().parse(await nvim.lua("return require('fim.host').log_file()")), 'utf8');

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

const gone = (pid: number): Promise<unknown> => waitUntil(() => !isAlive(pid), { what: `the end of process ${pid}` });

/** A program to run the host with: Node, with a script of the test's own loaded before. */
function nodeWith(nvim: { readonly home: string }, name: string, code: string): string {
  const preload = join(nvim.home, `${name}.cjs`);
  const program = join(nvim.home, name);
  writeFileSync(preload, code);
  writeFileSync(program, `#!/bin/sh\nexec '${process.execPath}' --require '${preload}' "$@"\n`, { mode: 0o755 });
  return program;
}

async function useNode(nvim: Nvim, program: string): Promise<void> {
  await nvim.lua("local o = vim.g.fim; o.host = { node = ... }; vim.g.fim = o; require('fim').setup()", program);
}

/** Prints on SIGUSR2, in every way a library may, and crashes on SIGHUP. */
const NOISY = `
  process.on('SIGUSR2', () => {
    console.log('SECRET'); console.error('SECRET'); console.dir({ SECRET: 1 }); console.table([1]); console.trace('SECRET');
    process.stdout.write('SECRET');
    process.stdout.write(Buffer.from([0x93, 0x01]), () => {});
    process.stderr.write('to stderr\\n');
  });
  process.on('SIGHUP', () => { throw new Error('scripted crash'); });
  process.on('SIGWINCH', () => { Promise.reject(new Error('scripted rejection')); });
`;

describeOnEachNvim('the host', (start) => {
  it('is not started before it is needed', async () => {
    const nvim = await start({ options: { backend: 'embedded' } });
    await nvim.input('xdd:echo 1<CR>');
    expect(await nvim.lua("return package.loaded['fim.host'] == nil")).toBe(true);
    await nvim.input('i');
    await pidOf(nvim);
  });

  it('is not started where the plugin is off', async () => {
    const nvim = await start({ options: { backend: 'embedded', enabled: false } });
    await nvim.input('iabc<Esc>');
    expect((await info(nvim)).running).toBe(false);
  });

  it.each([':FimComplete<CR>', ':Fim restart<CR>'])('is started by %s too', async (keys) => {
    const nvim = await start({ options: { backend: 'embedded' } });
    await nvim.input(keys);
    await pidOf(nvim);
  });

  it('ends with Neovim', async () => {
    const nvim = await start({ options: { backend: 'embedded' } });
    await nvim.input('i');
    const pid = await pidOf(nvim);
    await nvim.close();
    await gone(pid);
  });

  it('does not hold Neovim back at its end when it hangs', async () => {
    const nvim = await start({ options: { backend: 'embedded' } });
    await nvim.input('i');
    const pid = await pidOf(nvim);
    process.kill(pid, 'SIGSTOP');
    const begun = performance.now();
    await nvim.press('<Esc>:qa!<CR>');
    await gone(pid);
    // Neovim by itself waits for two seconds.
    expect(performance.now() - begun).toBeLessThan(1500);
  });

  it('ends when Neovim is killed, also in the middle of a request', async () => {
    const { nvim, server } = await stage(start);
    server.reply = () => ({ chunks: ['TEXT', 'MORE'], perTokenMs: 60_000 });
    await nvim.input('ia');
    await nvim.waitForScreen('TEXT');
    const pid = await pidOf(nvim);
    process.kill(nvim.pid, 'SIGKILL');
    await gone(pid);
    await server.waitForDisconnect(0);
  });

  it('is told of once when it dies, and is there again at the next key', async () => {
    const { nvim, server } = await stage(start, { says: 'OK', before: WATCH, width: 80 });
    await nvim.input('ia');
    await nvim.waitForScreen('OK');
    process.kill(await pidOf(nvim), 'SIGKILL');
    await nvim.waitForEvent('FimError');
    expect(nvim.screen()).not.toContain('OK');
    expect(await nvim.lua("return require('fim').status()")).toBe('error');
    const seen = server.requests.length;
    await nvim.type('b');
    await server.waitForRequests(seen + 1);
    await nvim.waitForScreen('OK');
    await nvim.waitFor("require('fim').status() == 'idle'");
    expect(await nvim.lines()).toEqual(['ab']);
    expect(await nvim.request('nvim_get_mode')).toEqual({ mode: 'i', blocking: false });
    expect(await told(nvim)).toEqual([expect.stringContaining(':Fim log')]);
  });

  it('waits longer before each further start, without another message, and starts at once by hand', async () => {
    const { nvim } = await stage(start, { says: 'OK', before: WATCH });
    await nvim.input('ia');
    for (let death = 1; death <= 2; death += 1) {
      process.kill(await pidOf(nvim), 'SIGKILL');
      await nvim.waitFor(`require('fim.host').info().restarts == ${death}`);
      if (death === 1) await nvim.input('b');
    }
    await nvim.input('c');
    expect((await info(nvim)).running).toBe(false);
    expect(await nvim.lua("return require('fim').status()")).toBe('error');
    await nvim.ex('FimComplete');
    await nvim.waitForScreen('OK');
    expect(await told(nvim)).toHaveLength(1);
    expect(await nvim.lines()).toEqual(['abc']);
  });

  it('is started anew by :Fim restart, even when it hangs', async () => {
    const { nvim } = await stage(start, { says: 'OK', before: WATCH });
    await nvim.input('ia');
    const pid = await pidOf(nvim);
    process.kill(pid, 'SIGSTOP');
    await nvim.ex('Fim restart');
    expect(await pidOf(nvim)).not.toBe(pid);
    await nvim.input('b');
    await nvim.waitForScreen('OK');
    await gone(pid);
    expect((await info(nvim)).running).toBe(true);
    expect(await told(nvim)).toEqual(['fim: the host was started anew']);
  });

  it('leaves its stack in the log when it crashes, which :Fim log shows', async () => {
    const nvim = await start({ before: WATCH, options: { backend: 'embedded' } });
    await useNode(nvim, nodeWith(nvim, 'noisy', NOISY));
    await nvim.input('ia');
    for (const [signal, text] of [
      ['SIGHUP', 'scripted crash'],
      ['SIGWINCH', 'scripted rejection'],
    ] as const) {
      const pid = await pidOf(nvim);
      process.kill(pid, signal);
      await gone(pid);
      await nvim.waitFor("not require('fim.host').info().running");
      const log = await logOf(nvim);
      expect(log).toMatch(new RegExp(`\\[host ${pid}\\] error uncaught: Error: ${text} \\| at .*noisy\\.cjs`));
      await nvim.ex('Fim restart');
    }
    await nvim.input('<Esc>:Fim log<CR>');
    expect(await nvim.lua('return vim.bo.readonly and not vim.bo.modifiable')).toBe(true);
    expect((await nvim.lines()).join('\n')).toContain('scripted rejection');
    expect((await told(nvim)).filter((text) => !text.includes('anew'))).toHaveLength(2);
  });

  it('shows what was logged since when the log is open already', async () => {
    const nvim = await start({ before: WATCH, options: { backend: 'embedded' } });
    await nvim.input('i<Esc>');
    await pidOf(nvim);
    await nvim.ex('Fim log');
    const before = (await nvim.lines()).length;
    await nvim.ex('Fim restart');
    await pidOf(nvim);
    await waitUntil(async () => (await logOf(nvim)).trimEnd().split('\n').length > before);
    await nvim.ex('Fim log');
    expect((await nvim.lines()).length).toBeGreaterThan(before);
  });

  it('lets nothing that is printed reach the channel, nor what it said the log', async () => {
    const { nvim } = await stage(start, { says: 'OK', before: WATCH, fim: { logLevel: 'debug' } });
    await useNode(nvim, nodeWith(nvim, 'noisy', NOISY));
    await nvim.input('ia');
    await nvim.waitForScreen('OK');
    const pid = await pidOf(nvim);
    process.kill(pid, 'SIGUSR2');
    await waitUntil(async () => (await logOf(nvim)).includes('2 characters printed'));
    await nvim.input('b');
    await nvim.waitForScreen('ab{ghost:OK');
    expect(await pidOf(nvim)).toBe(pid);
    expect(await told(nvim)).toEqual([]);
    const log = await logOf(nvim);
    expect(log).not.toContain('SECRET');
    expect(log).toMatch(/console\.log called at .*noisy\.cjs/);
    expect(log).toMatch(/6 characters printed to standard output at .*noisy\.cjs/);
  });

  it('writes no text of a buffer or a model to the log, at any level', async () => {
    const { nvim, server } = await stage(start, {
      says: 'model_words',
      fim: { logLevel: 'debug' },
      file: { path: 'a.lua', content: 'buffer_words\n' },
    });
    await nvim.input('A typed_words');
    await nvim.waitForScreen('model_words');
    await nvim.input('<M-Right>');
    server.reply = () => ({ status: 500, error: 'failed' });
    await nvim.input(' more_words');
    await nvim.waitForEvent('FimError');
    expect(await logOf(nvim)).toContain('server-error');
    server.reply = () => ({ rawBody: '{"response":"garbage_words' });
    await nvim.ex('FimComplete');
    await waitUntil(async () => (await logOf(nvim)).includes('bad-reply'));
    expect(await logOf(nvim)).not.toMatch(/_words/);
  });

  it.each([
    ['there is no Node.js', '/nonexistent/node', 'Node.js not found'],
    ['Node.js ends at once', '/bin/false', ':Fim log'],
  ])('says once, and never while typing, that %s', async (_, node, text) => {
    const nvim = await start({ before: WATCH, options: { backend: 'embedded', host: { node } } });
    await nvim.input('i');
    await nvim.waitForEvent('FimError');
    await nvim.type('hello world');
    await nvim.input('<Esc>oagain');
    expect(await told(nvim)).toEqual([expect.stringContaining(text)]);
    expect(await nvim.lines()).toEqual(['hello world', 'again']);
    expect(await nvim.lua("return require('fim').status()")).toBe('error');
    expect(await logOf(nvim)).not.toBe('');
    await nvim.lua("require('fim').setup({ backend = 'embedded', host = { node = ... } })", process.execPath);
    await nvim.ex('Fim restart');
    await pidOf(nvim);
    await nvim.waitFor("require('fim').status() == 'idle'");
  });

  it('survives messages that it does not know, and says so in the log', async () => {
    const { nvim } = await stage(start, { says: 'OK', before: WATCH });
    await nvim.input('ia');
    await nvim.waitForScreen('OK');
    const pid = await pidOf(nvim);
    await nvim.lua("require('fim.host').notify('bogus', {}) require('fim.host').notify('complete', { id = 'x' })");
    await waitUntil(async () => (await logOf(nvim)).includes('malformed message complete'));
    expect(await logOf(nvim)).toContain('unknown message "bogus"');
    await nvim.input('b');
    await nvim.waitForScreen('ab{ghost:OK');
    expect(await pidOf(nvim)).toBe(pid);
  });

  it('takes new options without a restart, and forgets the old server', async () => {
    const { nvim, server } = await stage(start, { says: 'OLD' });
    const other = await stage(start, { says: 'NEW' });
    await nvim.input('ia');
    await nvim.waitForScreen('OLD');
    const pid = await pidOf(nvim);
    await nvim.lua(
      "require('fim').setup({ backend = 'ollama', debounceMs = 0, ollama = { url = ... } })",
      other.server.url,
    );
    await nvim.input('b');
    await nvim.waitForScreen('NEW');
    expect(server.requests).toHaveLength(1);
    expect(await pidOf(nvim)).toBe(pid);
  });

  it('logs what went wrong in the front-end', async () => {
    const { nvim } = await stage(start, { says: 'OK' });
    await nvim.input('ia');
    await nvim.waitForScreen('OK');
    await nvim.lua(
      "require('fim.host').on('show', { id = 'x' }) require('fim.host').handle('odd', function() error('scripted') end)",
    );
    await nvim.lua("require('fim.host').on('odd', {})");
    expect(await logOf(nvim)).toMatch(/odd: .*scripted \| stack traceback/);
    await nvim.input('b');
    await nvim.waitForScreen('ab{ghost:OK');
  });
});

/** Counts what Neovim sends to the host. */
const COUNTING = `
  const { writeFileSync } = require('node:fs');
  let bytes = 0;
  const { push } = process.stdin;
  process.stdin.push = function (chunk, ...rest) {
    bytes += chunk ? chunk.length : 0;
    writeFileSync(__filename + '.count', String(bytes));
    return push.call(this, chunk, ...rest);
  };
`;

describeOnEachNvim('a large file', (start) => {
  const lines = Array.from({ length: 100_000 }, (_, n) => `line ${n}`);

  it('costs a few hundred bytes a key, whatever its size', async () => {
    const { nvim, server } = await stage(start, {
      says: 'OK',
      fim: { maxFileBytes: 10_000_000, debounceMs: 2000 },
      file: { path: 'large.txt', content: lines.join('\n') },
    });
    const program = nodeWith(nvim, 'counting', COUNTING);
    await useNode(nvim, program);
    const sent = (): number => Number(readFileSync(`${program}.cjs.count`, 'utf8'));
    await nvim.input('50000GA');
    await nvim.ex('FimComplete');
    await server.waitForRequests(1);
    await nvim.waitForScreen('OK');
    const before = sent();
    expect(before).toBeGreaterThan(lines.join('').length);
    const keys = 'abcdefghijklmnopqrst';
    await nvim.type(keys);
    // Comes after all keys: with its answer all their bytes have been counted.
    await nvim.ex('FimComplete');
    await server.waitForRequests(2);
    expect((sent() - before) / keys.length).toBeLessThan(400);
  });

  it('that is larger than the limit is never attached', async () => {
    const { nvim, server } = await stage(start, {
      says: 'OK',
      before: [
        'lua _G.sent = {}; local notify = vim.rpcnotify; vim.rpcnotify = function(c, m, kind, ...) table.insert(_G.sent, kind); return notify(c, m, kind, ...) end',
      ],
      fim: { maxFileBytes: 100_000 },
      file: { path: 'large.txt', content: lines.join('\n') },
    });
    const program = nodeWith(nvim, 'counting', COUNTING);
    await useNode(nvim, program);
    await nvim.input('ix<Esc>');
    await nvim.ex('FimComplete');
    expect(await nvim.lua("return require('fim').status()")).toBe('off');
    expect(await nvim.lua("return vim.tbl_contains(_G.sent, 'attach') or vim.tbl_contains(_G.sent, 'complete')")).toBe(
      false,
    );
    await nvim.ex('Fim restart');
    await pidOf(nvim);
    await nvim.input('iabc<Esc>dd');
    await nvim.lua("require('fim.host').probe(function(found) _G.probed = found ~= nil end, 5000)");
    await nvim.waitFor('_G.probed');
    // With the answer, everything that was sent before has been counted: the API's description (32 kB), options, a question, and no line.
    expect(Number(readFileSync(`${program}.cjs.count`, 'utf8'))).toBeLessThan(100_000);
    expect(server.requests).toHaveLength(0);
  });

  it('that grows beyond the limit is let go', async () => {
    const { nvim, server } = await stage(start, { says: 'OK', fim: { maxFileBytes: 2000 } });
    await nvim.input('ia');
    await nvim.waitForScreen('OK');
    await nvim.lua("vim.api.nvim_buf_set_lines(0, 0, 0, false, vim.split(('x'):rep(3000, '\\n'), '\\n'))");
    const seen = server.requests.length;
    await nvim.input('<Esc>Ab');
    expect(await nvim.lua("return require('fim').status()")).toBe('off');
    expect(server.requests).toHaveLength(seen);
    expect(nvim.screen()).not.toContain('OK');
  });
});

describeOnEachNvim('the log', (start) => {
  it('lies where Neovim keeps its logs, and is made on demand', async () => {
    const nvim = await start({ options: { backend: 'embedded' } });
    const path = z.string().parse(await nvim.lua("return require('fim.host').log_file()"));
    expect(path.startsWith(nvim.home)).toBe(true);
    expect(existsSync(path)).toBe(false);
    await nvim.ex('Fim log');
    expect((await nvim.messages()).join('\n')).toContain('nothing has been logged yet');
    await nvim.input('i');
    await pidOf(nvim);
    await waitUntil(() => existsSync(path));
  });
});
