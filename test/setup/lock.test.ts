import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { holdsAll } from '../../scripts/lib/setup.mjs';

const text = readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8');
const { packages } = z
  .object({
    packages: z.record(
      z.string(),
      z.object({
        version: z.string().optional(),
        resolved: z.string().optional(),
        optionalDependencies: z.record(z.string(), z.string()).optional(),
      }),
    ),
  })
  .parse(JSON.parse(text));

describe('package-lock.json', () => {
  it('names no registry', () => {
    expect(Object.keys(packages).filter((name) => packages[name]?.resolved !== undefined)).toEqual([]);
    expect(text).not.toContain('"resolved"');
  });

  it('knows every package for every platform', () => {
    // A registry that lacks a package for another platform makes npm leave it out; `npm ci` then refuses the lock file everywhere.
    const incomplete = Object.keys(packages).filter((name) => name !== '' && packages[name]?.version === undefined);
    const left = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter(
        (name) => !packages[`node_modules/${name}`] && !packages[`${path}/node_modules/${name}`],
      ),
    );
    expect([...incomplete, ...left]).toEqual([]);
  });

  it('holds a TypeScript that has a compiler API', () => {
    const major = Number(packages['node_modules/typescript']?.version?.split('.')[0]);
    expect(major).toBeGreaterThanOrEqual(5);
    expect(major).toBeLessThan(7);
  });
});

describe('the check whether dependencies are installed', () => {
  const want = {
    '': {},
    'node_modules/a': { version: '1.0.0' },
    'node_modules/b': { version: '2.0.0', optional: true },
  };

  it.each([
    ['all is there', { 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '2.0.0' } }, true],
    ['only a package for another platform is missing', { 'node_modules/a': { version: '1.0.0' } }, true],
    ['a version differs', { 'node_modules/a': { version: '1.0.1' } }, false],
    ['a package is missing', { 'node_modules/b': { version: '2.0.0' } }, false],
    ['nothing is installed', {}, false],
  ])('says so when %s', (_, have, expected) => {
    expect(Boolean(holdsAll(want, have))).toBe(expected);
  });
});
