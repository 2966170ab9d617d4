import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { waitUntil } from '../helpers/wait.ts';
import { phpClass, writeProject } from './project.ts';

const cli = fileURLToPath(new URL('../../dist/cli.cjs', import.meta.url));
let root = '';
let place = '';
beforeAll(() => {
  const files = Array.from({ length: 12 }, (_, at) => [`src/Order${at}.php`, phpClass(`Order${at}`, at + 1)]);
  root = writeProject(Object.fromEntries(files));
  place = mkdtempSync(join(tmpdir(), 'fim-kill-'));
});
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
  rmSync(place, { recursive: true, force: true });
});

const out = (): string => join(place, 'dataset');

function start(args: readonly string[]) {
  const child = spawn(process.execPath, [cli, 'export', root, '-o', out(), ...args], { stdio: 'ignore' });
  let isOver = false;
  const ended = new Promise<number | null>((resolve) => {
    child.once('exit', (code) => {
      isOver = true;
      resolve(code);
    });
  });
  return { child, ended, isOver: () => isOver };
}

function sums(): Record<string, string> {
  const hash = (name: string): string =>
    createHash('sha256')
      .update(readFileSync(join(out(), name)))
      .digest('hex');
  return Object.fromEntries(readdirSync(out()).map((name) => [name, hash(name)]));
}

describe('an export that is ended from outside', () => {
  it.each<[NodeJS.Signals, string]>([
    ['SIGKILL', ''],
    ['SIGKILL', 'examples.spool'],
    ['SIGKILL', 'train.jsonl'],
    ['SIGKILL', 'manifest.sha256'],
    ['SIGINT', 'examples.spool'],
  ])('leaves the dataset that was there as it was: %s at "%s"', async (signal, piece) => {
    if (!existsSync(out())) expect(await start([]).ended).toBe(0);
    const before = sums();
    const run = start(['--force', '--seed', '7']);
    await waitUntil(() => run.isOver() || existsSync(join(`${out()}.partial`, piece)), { timeoutMs: 15_000 });
    run.child.kill(signal);
    const code = await run.ended;
    // A machine that was too busy for us to be in time has a new dataset, and a whole one.
    if (code === 0) expect(readFileSync(join(out(), 'metadata.json'), 'utf8')).toContain('"seed": 7');
    else expect(sums()).toEqual(before);
    if (signal === 'SIGINT' && code !== 0) {
      expect(code).toBe(130);
      expect(readdirSync(place)).toEqual(['dataset']);
    }
    expect(await start(['--force']).ended).toBe(0);
    expect(readdirSync(place)).toEqual(['dataset']);
    expect(sums()).toEqual(before);
  });
});
