/** The codes of the cookbook against the servers that report them, where `npm test` has found them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { table } from '../../src/fix/nudges/cookbook.ts';

/** Of other versions. */
const RENAMED = 'reportPossiblyUnbound';

const modules = process.env['FIM_TEST_SERVERS'] ?? '';

function read(...path: string[]): string {
  return readFileSync(join(modules, ...path), 'utf8');
}

describe.runIf(modules !== '')('the cookbook has no code that nobody reports', () => {
  it('intelephense', () => {
    const code = read('intelephense', 'lib', 'intelephense.js');
    expect(Object.keys(table('intelephense')).filter((each) => !code.includes(`"${each}"`))).toEqual([]);
  });

  it('typescript', () => {
    const code = read('typescript', 'lib', 'typescript.js');
    expect(Object.keys(table('ts')).filter((each) => !new RegExp(`diag\\(\\s*${each},`, 'u').test(code))).toEqual([]);
  });

  it('pyright', () => {
    const folder = join('pyright', 'dist');
    const code = readdirSync(join(modules, folder))
      .filter((name) => name.endsWith('.js'))
      .map((name) => read(folder, name))
      .join('\n');
    expect(
      Object.keys(table('pyright')).filter(
        (each) => each !== '' && each !== RENAMED && !code.includes(`'${each}'`) && !code.includes(`"${each}"`),
      ),
    ).toEqual([]);
  });
});
