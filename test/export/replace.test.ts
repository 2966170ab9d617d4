/** How a finished dataset comes to stand where an older one is, and what is left where none was finished. */
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { platform } from 'node:process';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { putBack, replaceFolder } from '../../src/export/replace.ts';
import { project, scratch } from './exported.ts';
import { phpClass } from './project.ts';

let place = '';
beforeEach(() => {
  place = scratch();
  for (const name of ['fresh', 'old']) folder(name, name);
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

const at = (name: string): string => join(place, name);

function folder(name: string, text: string): void {
  mkdirSync(at(name));
  writeFileSync(join(at(name), 'text'), text);
}

/** An `mv` that tells how it was called, and swaps where it shall. */
function fakeMv(swaps: boolean): () => string {
  const bin = scratch();
  const swap = 'shift 3; mv "$1" "$1.x" && mv "$2" "$1" && mv "$1.x" "$2"';
  writeFileSync(
    join(bin, 'mv'),
    `#!/bin/sh\nPATH=/usr/bin:/bin\necho "$@" > ${bin}/called\n${swaps ? swap : 'exit 1'}\n`,
  );
  chmodSync(join(bin, 'mv'), 0o755);
  vi.stubEnv('PATH', bin);
  return () => readFileSync(join(bin, 'called'), 'utf8');
}

describe('a folder that takes the place of another', () => {
  const text = (): string => readFileSync(join(at('old'), 'text'), 'utf8');

  it.each([
    ['is swapped with it at once where mv can', true],
    ['is moved there where mv cannot', false],
  ])('%s', (_, swaps) => {
    const called = fakeMv(swaps);
    replaceFolder(at('fresh'), at('old'), at('aside'));
    expect(called()).toBe(`--exchange --no-target-directory -- ${at('fresh')} ${at('old')}\n`);
    expect(readdirSync(place)).toEqual(['old']);
    expect(text()).toBe('fresh');
  });

  it.skipIf(platform !== 'linux' || spawnSync('which', ['perl']).status !== 0)('is swapped by the real system', () => {
    // Nothing can be moved there.
    writeFileSync(at('aside'), '');
    replaceFolder(at('fresh'), at('old'), at('aside'));
    expect(text()).toBe('fresh');
    expect(readdirSync(place).sort()).toEqual(['aside', 'old']);
  });

  it('is moved there where there is no mv, and where there is nothing to replace', () => {
    vi.stubEnv('PATH', at('nowhere'));
    replaceFolder(at('fresh'), at('old'), at('aside'));
    expect(text()).toBe('fresh');
    replaceFolder(at('old'), at('new'), at('aside'));
    expect(readdirSync(place)).toEqual(['new']);
  });

  it('is put back after a kill between two renames, and only then', () => {
    folder('aside', 'aside');
    putBack(at('old'), at('aside'));
    expect(text()).toBe('old');
    putBack(at('none'), at('aside'));
    expect(readdirSync(place).sort()).toEqual(['fresh', 'none', 'old']);
  });
});

describe('what an export that is refused leaves', () => {
  const files = { 'src/Order.php': phpClass('Order', 1) };

  it.each<[string, readonly string[]]>([
    ['a shard', ['--shard', '1/2', '--license-allow', 'none']],
    ['a dataset', ['--license-allow', 'none']],
    ['a dataset that breaks off later', ['--since', 'nowhere']],
  ])('is nothing, folders around it included: %s', async (_, flags) => {
    vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const out = at('some/where/dataset');
    expect(await main(['node', 'fim', 'export', project(files), '-o', out, ...flags])).not.toBe(0);
    expect(existsSync(at('some'))).toBe(false);
  });

  it('is the folder around it where that was there', async () => {
    vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    mkdirSync(at('some'));
    const args = ['export', project(files), '-o', at('some/where/dataset'), '--license-allow', 'none'];
    expect(await main(['node', 'fim', ...args])).toBe(1);
    expect(readdirSync(at('some'))).toEqual([]);
  });
});
