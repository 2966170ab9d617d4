import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomFor } from '../../src/export/random.ts';
import { verifyDataset } from '../../src/export/verify.ts';
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

function isOfSeed(seed: number): boolean {
  return readFileSync(join(out(), 'metadata.json'), 'utf8').includes(`"seed": ${seed},`);
}

const WHOLE = { problems: [] };

describe('an export that is ended from outside', () => {
  it.each<[NodeJS.Signals, string]>([
    ['SIGKILL', ''],
    ['SIGKILL', '.examples.spool'],
    ['SIGKILL', 'train.jsonl'],
    ['SIGKILL', 'manifest.sha256'],
    ['SIGINT', ''],
    ['SIGINT', '.examples.spool'],
    ['SIGTERM', '.examples.spool'],
    ['SIGTERM', 'train.jsonl'],
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
    if (signal !== 'SIGKILL' && code !== 0) {
      expect(code).toBe(130);
      expect(readdirSync(place)).toEqual(['dataset']);
    }
    expect(await start(['--force']).ended).toBe(0);
    expect(readdirSync(place)).toEqual(['dataset']);
    expect(sums()).toEqual(before);
  });

  it('leaves it as it was whenever it is killed: 20 random moments', { timeout: 120_000 }, async () => {
    const random = randomFor('kill', 8);
    const begun = performance.now();
    expect(await start(['--force']).ended).toBe(0);
    // As long as a run takes here and now: the moments lie anywhere in it.
    const whole = performance.now() - begun;
    let before = sums();
    const outcomes = { killed: 0, done: 0 };
    for (let moment = 0; moment < 20; moment++) {
      const seed = 100 + moment;
      const run = start(['--force', '--seed', String(seed), '--jobs', '2']);
      const timer = setTimeout(() => run.child.kill('SIGKILL'), random.next() * whole);
      const code = await run.ended;
      clearTimeout(timer);
      if (code === 0) {
        outcomes.done++;
        expect(isOfSeed(seed)).toBe(true);
        before = sums();
      } else {
        outcomes.killed++;
        // The last of its moments are those after the new one, as a whole, has taken the place.
        if (isOfSeed(seed)) expect(await verifyDataset(out(), root, new AbortController().signal)).toMatchObject(WHOLE);
        else expect(sums()).toEqual(before);
        before = sums();
      }
    }
    expect(outcomes.killed).toBeGreaterThanOrEqual(10);
    expect(await start(['--force']).ended).toBe(0);
    expect(readdirSync(place)).toEqual(['dataset']);
  });

  it('puts back the dataset that a run was killed over between two renames', async () => {
    if (!existsSync(out())) expect(await start([]).ended).toBe(0);
    const before = sums();
    renameSync(out(), `${out()}.before`);
    expect(await start(['--force', '--spans', 'wrong=1']).ended).toBe(2);
    // Without `--force` it is found to be there, and left alone.
    expect(await start([]).ended).toBe(2);
    expect(readdirSync(place)).toEqual(['dataset']);
    expect(sums()).toEqual(before);
  });
});
