/** Names that are nearly known: which of two is taken for the wrong one, and the parts of a qualified name. */
import { describe, expect, it } from 'vitest';
import { nearestName } from '../../src/fix/tier0/nearest-name.ts';
import { staged } from './stage.ts';

/** The line of the likeliest idea. */
async function first(path: string, marked: string, uses = 0): Promise<string | undefined> {
  const scene = await staged(path, marked, { message: 'Not known.' });
  const [idea] = nearestName.ideas(scene, { near: [], imports: [], declared: [], uses }, []);
  const [change] = idea?.changes ?? [];
  const { text, lines } = scene.source;
  if (change === undefined) return undefined;
  const after = text.slice(0, change.start) + change.text + text.slice(change.end);
  return after
    .split('\n')
    .find((line) => line !== '' && !lines.includes(line))
    ?.trim();
}

describe('of a name that stands once and a declaration that is not used', () => {
  const marked = 'const done = new Promise((rsolve) => later(⟦resolve⟧, 1));\n';
  it('the declaration is wrong where the project knows the other', async () => {
    expect(await first('a.ts', marked, 9)).toBe('const done = new Promise((resolve) => later(resolve, 1));');
  });
  it('the name is wrong where it does not', async () => {
    expect(await first('a.ts', marked, 1)).toBe('const done = new Promise((rsolve) => later(rsolve, 1));');
  });
});

it.each([
  ['use App\\Operation\\First;\n$a = new ⟦Operaiton\\Second⟧();', '$a = new Operation\\Second();'],
  ['use App\\Operation\\First;\n$a = new ⟦\\Ap\\Operation\\First⟧();', '$a = new \\App\\Operation\\First();'],
])('a part of a qualified name is mended: %s', async (code, line) => {
  expect(await first('a.php', `<?php\n${code}\n`)).toBe(line);
});
