import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { afterAll, describe, expect, it } from 'vitest';
import { bundleHost } from '../../scripts/lib/bundle.mjs';
import { LANGUAGES } from '../../src/syntax/registry.ts';

// Below the checkout, so that the entries find the dependencies.
const root = fileURLToPath(new URL('../..', import.meta.url));
mkdirSync(join(root, '.cache'), { recursive: true });
const folder = mkdtempSync(join(root, '.cache', 'bundle-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function bundle(name: string, source: string): Promise<string> {
  const entry = join(folder, `${name}.ts`);
  writeFileSync(entry, source);
  const outfile = join(folder, `${name}.cjs`);
  await bundleHost(esbuild, entry, outfile);
  return outfile;
}

describe('the host bundle', () => {
  it('is one CommonJS file that leaves console alone and prints nothing', async () => {
    const outfile = await bundle(
      'quiet',
      `import { attach } from 'neovim';
       import { Ollama } from 'ollama';
       import { PassThrough } from 'node:stream';
       const before = console.log;
       // The API object alone makes node-client ask for its logger.
       const nvim = attach({ reader: new PassThrough(), writer: new PassThrough() });
       export const facts = [typeof nvim.request, typeof Ollama, console.log === before, import.meta.url.startsWith('file:')];`,
    );
    const ask = `process.stdout.write(JSON.stringify(require(${JSON.stringify(outfile)}).facts)); process.exit()`;
    const { stdout, stderr } = spawnSync(process.execPath, ['-e', ask], { cwd: '/', encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual(['function', 'function', true, true]);
  });

  // Where the bundle stands in the package, and where Neovim starts it, must not matter.
  it.each(['/', root])('reads code with the grammars of the package, started in %s', async (cwd) => {
    const outfile = await bundle(
      'reads',
      `import { createSyntax, grammarsFolder } from '${root}src/syntax/block-reader.ts';
       import { LANGUAGES } from '${root}src/syntax/registry.ts';
       export async function read() {
         const syntax = createSyntax(grammarsFolder());
         const readers = await Promise.all(LANGUAGES.map((language) => syntax.load(language)));
         const end = readers[0]?.blockEnd('<?php function f() {', ' } g();');
         await syntax.dispose();
         return [readers.length, end?.outer];
       }`,
    );
    const ask = `require(${JSON.stringify(outfile)}).read().then((facts) => process.stdout.write(JSON.stringify(facts)))`;
    const { stdout, stderr } = spawnSync(process.execPath, ['-e', ask], { cwd, encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual([LANGUAGES.length, 2]);
  });

  it('does not contain the runtime of the grammars', async () => {
    const outfile = await bundle('small', `export { createSyntax } from '${root}src/syntax/block-reader.ts';`);
    const text = readFileSync(outfile, 'utf8');
    expect(text).toContain('import("web-tree-sitter")');
    expect(text.length).toBeLessThan(100_000);
  });

  it('has its source map in a file beside it', async () => {
    const outfile = await bundle('mapped', 'export const a = 1;');
    expect(existsSync(`${outfile}.map`)).toBe(true);
    expect(readFileSync(outfile, 'utf8')).toContain('sourceMappingURL=mapped.cjs.map');
  });

  it('refuses what must not be inside', async () => {
    await expect(bundle('loud', "import 'winston';")).rejects.toThrow('must not contain node_modules/');
  });
});
