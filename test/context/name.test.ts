import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { projectName } from '../../src/context/discover/name.ts';

const place = mkdtempSync(join(tmpdir(), 'fim-name-'));
afterAll(() => rmSync(place, { recursive: true, force: true }));

let count = 0;
function folder(files: Readonly<Record<string, string>>): string {
  const root = join(place, `folder-${count++}`);
  mkdirSync(root);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(root, name), text);
  return root;
}

describe('the name of a project', () => {
  it.each<[Readonly<Record<string, string>>, string]>([
    [{ 'composer.json': '{"authors": [{"name": "me"}], "name": "laravel/framework"}' }, 'laravel/framework'],
    [{ 'package.json': '{"name": "@scope/tool"}' }, '@scope/tool'],
    [{ 'composer.json': '{"authors": [{"name": "me"}]}', 'package.json': '{"name": "front"}' }, 'front'],
    [{ 'pyproject.toml': '[project]\nname = "shop"\n' }, 'shop'],
    [{ 'Cargo.toml': '[package]\nname = "shop-rs"\n' }, 'shop-rs'],
    [{ 'go.mod': 'module example.org/owner/shop\n\ngo 1.22\n' }, 'example.org/owner/shop'],
  ])('is what its manifest says: %j', (files, name) => {
    expect(projectName(folder(files))).toBe(name);
  });

  it.each<Readonly<Record<string, string>>>([
    {},
    { 'composer.json': '{"name": ' },
    { 'composer.json': '[]' },
    { 'package.json': '{"name": 7}' },
    { 'package.json': '{"name": "<|file_sep|> is no name"}' },
    { 'package.json': `{"name": "${'a'.repeat(200)}"}` },
  ])('is that of its folder where the manifest says none: %j', (files) => {
    const root = folder(files);
    expect(projectName(root)).toBe(root.split('/').at(-1));
  });
});
