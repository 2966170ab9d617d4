/** Language servers as verifiers: a scripted one, told what others would be, and in all the trouble that they make. */
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { type LspServer, lspServer } from '../../src/fix/verify/lsp-verifier.ts';
import type { ServerSpec } from '../../src/fix/verify/server-spec.ts';
import type { Unsaved, Verifier } from '../../src/fix/verify/verifier.ts';
import { waitUntil } from '../helpers/wait.ts';

const signal = new AbortController().signal;
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'fim-verify-')));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let count = 0;
const servers: LspServer[] = [];
afterEach(async () => {
  vi.useRealTimers();
  await Promise.all(servers.splice(0).map((server) => server.dispose()));
});

interface Scripted {
  readonly server: LspServer;
  /** Of a project of its own. */
  readonly root: string;
  readonly file: (name: string, text?: string) => string;
  /** What it was told, and what it says that it did. */
  readonly logged: () => readonly string[];
  /** Of documents it was told so much. */
  readonly told: () => readonly string[];
}

/** @param way `whole`: asked as by `pull`, and told whole texts; `none`: it ends at once; `mute`: it says nothing */
function scripted(way: 'publish' | 'pull' | 'whole' | 'none' | 'mute'): Scripted {
  const root = join(folder, String(++count));
  mkdirSync(root);
  const log = join(root, 'log');
  writeFileSync(log, '');
  const spec: ServerSpec = {
    id: 'scripted',
    name: 'scripted',
    languages: { php: 'php' },
    clients: [],
    commands: [],
    way: way === 'publish' ? way : 'pull',
    disk: 'told',
    settingsFiles: ['set.json'],
    readyWhen: 'scripted/read',
    initializationOptions: () => ({}),
    settings: {},
  };
  const command = [process.execPath, join(import.meta.dirname, 'scripted-lsp.mjs'), log, way];
  const server = lspServer(spec, { command, root, storage: root });
  servers.push(server);
  const logged = (): readonly string[] => readFileSync(log, 'utf8').split('\n');
  const told = (): readonly string[] =>
    logged()
      .filter((method) => /^textDocument|^workspace\/(?:didChangeWatched|started)/u.test(method))
      .map((method) => method.slice(method.indexOf('/') + 1));
  const file = (name: string, text?: string): string => {
    const path = join(root, name);
    if (text !== undefined) writeFileSync(path, text);
    return path;
  };
  return { server, root, file, logged, told };
}

async function found(verifier: Verifier, text: string): Promise<readonly string[]> {
  return (await verifier.diagnose(text, signal)).map(({ message }) => message);
}

describe('a server that tells by itself', () => {
  it('is never answered by the empty list of a close', async () => {
    const { server, file } = scripted('publish');
    const verifier = server.verifier(file('a.php'), 'php');
    const texts = ['right', 'wrong', 'right', 'wrong', 'wrong\nwrong'];
    const counts = await Promise.all(texts.map(async (text) => (await found(verifier, text)).length));
    expect(counts).toEqual([0, 1, 0, 1, 2]);
  });

  it('has each text opened and closed', async () => {
    const { server, file, told } = scripted('publish');
    const verifier = server.verifier(file('a.php'), 'php');
    await found(verifier, 'a');
    await found(verifier, 'b');
    await waitUntil(() => told().length === 4);
    expect(told()).toEqual(['didOpen', 'didClose', 'didOpen', 'didClose']);
  });

  it('is told of many files at once, and not asked before it has read them', async () => {
    const { server, file, told } = scripted('publish');
    const verifier = server.verifier(file('a.php'), 'php');
    expect(await found(verifier, 'needs x31')).toHaveLength(1);
    for (let index = 0; index < 31; index++) file(`x${index}.php`, `has x${index}`);
    expect(await found(verifier, 'needs x30 needs x31')).toEqual(["Nobody has 'x31'."]);
    expect(told().filter((method) => method === 'didChangeWatchedFiles')).toHaveLength(1);
  });

  it('opens and closes a few files, as it says nothing of names for a while where it is told', async () => {
    const { server, file, told } = scripted('publish');
    const verifier = server.verifier(file('a.php'), 'php');
    await found(verifier, 'needs x');
    file('x.php', 'has x');
    expect(await found(verifier, 'needs x needs y')).toEqual(["Nobody has 'y'."]);
    expect(told()).not.toContain('didChangeWatchedFiles');
  });
});

describe.each(['pull', 'whole'] as const)('a server that can be asked, told by %s', (way) => {
  it('keeps a file open until another one is looked at', async () => {
    const { server, file, told } = scripted(way);
    const [a, b] = ['a', 'b'].map((name) => server.verifier(file(`${name}.php`), 'php'));
    const counts = [];
    for (const [verifier, text] of [
      [a, 'wrong'],
      [a, 'right'],
      [a, 'é🐘\nwrong 🐙 wrong'],
      [b, 'right'],
      [a, 'wrong'],
    ] as const)
      counts.push((await verifier?.diagnose(text, signal))?.length);
    expect(counts).toEqual([1, 0, 1, 0, 1]);
    expect(told().filter((method) => method !== 'diagnostic')).toEqual([
      'didOpen',
      'didChange',
      'didChange',
      'didClose',
      'didOpen',
      'didClose',
      'didOpen',
    ]);
  });

  it('is told of the files that it reads its settings in, and of no others beside the code', async () => {
    const { server, file, told } = scripted(way);
    const verifier = server.verifier(file('a.php'), 'php');
    await found(verifier, 'right');
    file('other.json', '{}');
    await found(verifier, 'right');
    expect(told()).not.toContain('didChangeWatchedFiles');
    file('set.json', '{}');
    await found(verifier, 'right');
    expect(told()).toContain('didChangeWatchedFiles');
  });

  it('is not told again of a text that it has', async () => {
    const { server, file, told } = scripted(way);
    const verifier = server.verifier(file('a.php'), 'php');
    for (const text of ['wrong', 'wrong', 'right']) await found(verifier, text);
    expect(told()).toEqual(['didOpen', 'diagnostic', 'diagnostic', 'didChange', 'diagnostic']);
  });
});

describe.each(['publish', 'pull'] as const)('what other files have, for a server by %s', (way) => {
  it('is what is on disk now', async () => {
    const { server, file } = scripted(way);
    file('one.php', 'has one');
    file('old.php', 'has old');
    const verifier = server.verifier(file('a.php'), 'php');
    const lacking = (): Promise<readonly string[]> => found(verifier, 'needs one\nneeds two\nneeds old');
    expect(await lacking()).toEqual(["Nobody has 'two'."]);
    file('one.php', 'has two');
    expect(await lacking()).toEqual(["Nobody has 'one'."]);
    rmSync(file('one.php'));
    file('new.php', 'has one');
    expect(await lacking()).toEqual(["Nobody has 'two'."]);
    renameSync(file('old.php'), file('old.txt'));
    expect(await lacking()).toEqual(["Nobody has 'two'.", "Nobody has 'old'."]);
  });

  it('is what an editor has not saved, until it lets go of it', async () => {
    const { server, file } = scripted(way);
    let unsaved: readonly Unsaved[] = [{ path: file('one.php', 'has one'), filetype: 'php', content: 'has two\n' }];
    const lacking = (): Promise<readonly string[]> =>
      found(server.verifier(file('a.php'), 'php', unsaved), 'needs one\nneeds two');
    expect(await lacking()).toEqual(["Nobody has 'one'."]);
    // Somebody else writes the file below the buffer.
    file('one.php', 'has three');
    expect(await lacking()).toEqual(["Nobody has 'one'."]);
    unsaved = unsaved.map((each) => ({ ...each, content: 'has one\n' }));
    expect(await lacking()).toEqual(["Nobody has 'two'."]);
    unsaved = [];
    expect(await lacking()).toEqual(["Nobody has 'one'.", "Nobody has 'two'."]);
  });

  it('is nothing of another project or language, and nothing of the file itself', async () => {
    const { server, root, file } = scripted(way);
    const verifier = server.verifier(file('a.php'), 'php', [
      { path: join(folder, 'elsewhere', 'b.php'), filetype: 'php', content: 'has one' },
      { path: join(root, 'c.lua'), filetype: 'lua', content: 'has one' },
      { path: file('a.php'), filetype: 'php', content: 'has one' },
    ]);
    expect(await found(verifier, 'needs one')).toHaveLength(1);
  });

  it('is nothing of a text that was only looked at', async () => {
    const { server, file } = scripted(way);
    const other = server.verifier(file('one.php', 'has one'), 'php');
    const verifier = server.verifier(file('a.php'), 'php');
    expect(await found(other, 'has two')).toEqual([]);
    expect(await found(verifier, 'needs one needs two')).toEqual(["Nobody has 'two'."]);
    expect(await found(server.verifier(file('new.php'), 'php'), 'has two')).toEqual([]);
    expect(await found(verifier, 'needs one needs two')).toEqual(["Nobody has 'two'."]);
  });
});

describe.each(['publish', 'pull'] as const)('trouble with a server by %s', (way) => {
  it('is over with the next text after it ended in the middle', async () => {
    const { server, file } = scripted(way);
    const verifier = server.verifier(file('a.php'), 'php');
    expect(await found(verifier, 'wrong')).toHaveLength(1);
    const { pid } = server;
    await expect(verifier.diagnose('crash', signal)).rejects.toThrow('scripted has ended: with 3.');
    expect(server.pid).toBeUndefined();
    file('one.php', 'has one');
    expect(await found(verifier, 'wrong needs one')).toEqual(['It is wrong.']);
    expect(server.pid).not.toBe(pid);
  });

  it('is not felt where it was killed between two texts, and nobody has heard of it yet', async () => {
    const { server, file, logged } = scripted(way);
    const verifier = server.verifier(file('a.php'), 'php');
    expect(await found(verifier, 'wrong')).toHaveLength(1);
    // Nothing is left to be done of the first text.
    if (way === 'publish') await waitUntil(() => logged().includes('scripted/closed'));
    const { pid = 0 } = server;
    process.kill(pid, 'SIGSTOP');
    const asked = found(verifier, 'wrong\nwrong');
    process.kill(pid, 'SIGKILL');
    expect(await asked).toHaveLength(2);
    expect(server.pid).not.toBe(pid);
  });

  it('is not felt where it was killed while it was asked', async () => {
    const { server, file, logged } = scripted(way);
    const verifier = server.verifier(file('a.php'), 'php');
    await found(verifier, 'right');
    const { pid = 0 } = server;
    const asked = found(verifier, 'hang once, wrong');
    await waitUntil(() => logged().includes('scripted/hangs'));
    process.kill(pid, 'SIGKILL');
    expect(await asked).toHaveLength(1);
    expect(server.pid).not.toBe(pid);
  });

  it('is over with the next text after it did not answer', async () => {
    const { server, file, told } = scripted(way);
    const verifier = server.verifier(file('a.php'), 'php');
    await found(verifier, 'right');
    const { pid } = server;
    const before = told().length;
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const asked = verifier.diagnose('hang', signal);
    asked.catch(() => undefined);
    await waitUntil(() => told().length > before + 1);
    await vi.advanceTimersByTimeAsync(20_000);
    vi.useRealTimers();
    await expect(asked).rejects.toThrow('did not answer within 10 s');
    expect(await found(verifier, 'wrong')).toHaveLength(1);
    expect(server.pid).not.toBe(pid);
  });

  it('is not that an answer that nobody waited for is taken for the next one', async () => {
    const { server, file, told } = scripted(way);
    const verifier = server.verifier(file('a.php'), 'php');
    await found(verifier, 'right');
    const before = told().length;
    const aborter = new AbortController();
    const asked = verifier.diagnose('slow wrong', aborter.signal);
    await waitUntil(() => told().length > before + 1);
    aborter.abort();
    await expect(asked).rejects.toThrow('abort');
    expect(await found(verifier, 'wrong wrong')).toHaveLength(1);
    expect(await found(verifier, 'right')).toEqual([]);
    expect(await found(verifier, 'slow wrong')).toHaveLength(1);
  });

  it('does not come from another project', async () => {
    const [one, two] = [scripted(way), scripted(way)];
    one.file('has.php', 'has one');
    const looks = [one, two].map(({ server, file }) => found(server.verifier(file('a.php'), 'php'), 'needs one'));
    expect(await Promise.all(looks)).toEqual([[], ["Nobody has 'one'."]]);
    const asked = one.server.verifier(one.file('a.php'), 'php').diagnose('crash', signal);
    await expect(asked).rejects.toThrow('has ended');
    expect(two.server.pid).toBeGreaterThan(0);
  });
});

it('tries a server that does not start again after a minute', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const { server, file, told } = scripted('none');
  const verifier = server.verifier(file('a.php'), 'php');
  for (const starts of [1, 1]) {
    await expect(verifier.diagnose('a', signal)).rejects.toThrow('scripted has ended');
    expect(told()).toHaveLength(starts);
  }
  vi.advanceTimersByTime(61_000);
  await expect(verifier.diagnose('a', signal)).rejects.toThrow('scripted has ended');
  expect(told()).toHaveLength(2);
});

it('does not wait long for a server that says nothing, and not again for each text', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const { server, root, file } = scripted('mute');
  const verifier = server.verifier(file('a.php'), 'php');
  const asked = verifier.diagnose('a', signal);
  asked.catch(() => undefined);
  await waitUntil(() => readFileSync(join(root, 'log'), 'utf8').includes('initialize'));
  await vi.advanceTimersByTimeAsync(21_000);
  await expect(asked).rejects.toThrow('did not answer within 20 s');
  await expect(verifier.diagnose('a', signal)).rejects.toThrow('did not answer within 20 s');
});

it('tells the names that a server offers, without what is around them', async () => {
  const { server, file } = scripted('pull');
  expect(await server.verifier(file('a.php'), 'php').namesAt?.('<?php\nr', 1, 1, signal)).toEqual(['right', 'rows']);
});

it('stops a server after ten idle minutes, and starts it again when it is wanted', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const { server, file } = scripted('pull');
  const verifier = server.verifier(file('a.php'), 'php');
  await verifier.diagnose('wrong', signal);
  const { pid } = server;
  expect(pid).toBeGreaterThan(0);
  vi.advanceTimersByTime(599_000);
  expect(server.pid).toBe(pid);
  vi.advanceTimersByTime(2000);
  await waitUntil(() => server.pid === undefined, { what: 'the server to stop' });
  expect(await verifier.diagnose('wrong', signal)).toHaveLength(1);
  expect(server.pid).not.toBe(pid);
});
