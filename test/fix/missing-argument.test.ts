/** Arguments that a call lacks: taken from scope where they have the parameters' names, and from nowhere else. */
import { describe, expect, it } from 'vitest';
import type { LookupResult } from '../../src/context/service.ts';
import { missingArgument } from '../../src/fix/tier0/missing-argument.ts';
import { staged } from './stage.ts';

/** The texts of the marked call's line, the likeliest first. */
async function made(path: string, marked: string, declared = ''): Promise<readonly string[]> {
  const scene = await staged(path, marked, { message: 'Not enough arguments. Expected 2. Found 1.' });
  const found: LookupResult = { near: [], imports: [], declared: [{ path: 'b', text: declared, reason: 'r' }] };
  return [...missingArgument.ideas(scene, found, [])].map(({ changes: [change] }) => {
    const { text } = scene.source;
    const after = change === undefined ? text : text.slice(0, change.start) + change.text + text.slice(change.end);
    return (after.split('\n')[scene.target.row] ?? '').trim();
  });
}

const php = (call: string): string =>
  `<?php\nclass A\n{\n    public function f(Row $row, string $label): void\n    {\n        $count = 1;\n        ${call}\n        $later = 2;\n    }\n\n    private function g(Row $row, int $count, string ...$labels): void\n    {\n    }\n\n    private function two(Row $row, int $count = 0, string $label = ''): void\n    {\n    }\n}\n`;

describe('an argument', () => {
  it.each<[string, string, string, readonly string[], string?]>([
    ['of a method of the file', 'a.php', php('$this->g⟦($row)⟧;'), ['$this->g($row, $count);']],
    ['of a call without any', 'a.php', php('$this->g⟦()⟧;'), ['$this->g($row);', '$this->g($row, $count);']],
    [
      'and the one behind it, where both are known',
      'a.php',
      php('$this->two⟦($row)⟧;'),
      ['$this->two($row, $count);', '$this->two($row, $count, $label);'],
    ],
    [
      'of a method of another file',
      'a.php',
      php('$x->put⟦($row)⟧;'),
      ['$x->put($row, $label);'],
      'public function put(Row $row, string $label): void',
    ],
    [
      'of what makes an object',
      'a.php',
      php('new B⟦($row)⟧;'),
      ['new B($row, $label);'],
      'class B {\n    public function __construct(private Row $row, string $label);\n}',
    ],
    [
      'of a function of TypeScript',
      'a.ts',
      'function g(a: Map<A, B>, count = 1) {}\nfunction f(count: number) {\n  ⟦g⟧(1);\n}\n',
      ['g(1, count);'],
    ],
    [
      'of a method of TypeScript',
      'a.ts',
      'class A {\n  g(a: A, count: number): void {}\n  f(count: number) {\n    this.⟦g⟧(1);\n  }\n}\n',
      ['this.g(1, count);'],
    ],
    [
      'of a property that is a function',
      'a.ts',
      'class A {\n  g?: (a: A, count: number) => void;\n  f(count: number) {\n    this.⟦g⟧(1);\n  }\n}\n',
      ['this.g(1, count);'],
    ],
    [
      'of a method of Python',
      'a.py',
      'class A:\n    def g(self, a, count):\n        pass\n\n    def f(self, count):\n        ⟦self.g(1)⟧\n',
      ['self.g(1, count)'],
    ],
  ])('%s has the name of the parameter', async (_, path, marked, lines, declared) => {
    expect(await made(path, marked, declared)).toEqual(lines);
  });

  it.each<[string, string, string, string?]>([
    [
      'no variable has the name',
      'a.php',
      php('$x->put⟦($row)⟧;'),
      'public function put(Row $row, string $title): void',
    ],
    ['the variable is made later', 'a.php', php('$x->put⟦($row)⟧;'), 'public function put(Row $row, int $later): void'],
    ['it is given already', 'a.php', php('$x->put⟦($label)⟧;'), 'public function put(Row $row, string $label): void'],
    ['it counts the calls', 'a.ts', 'function walk(a: A, level: number) {\n  ⟦walk⟧(a.b);\n}\n'],
    ['the rest is spread', 'a.php', php('$this->g⟦(...$rows)⟧;')],
    ['arguments are named', 'a.php', php('$this->g⟦(row: $row)⟧;')],
    ['only calls of it are known', 'a.php', php('$x->put⟦($row)⟧;'), '$x->put($row, $label);'],
    [
      'another function has the variable',
      'a.ts',
      'function g(a: A, count: number) {}\nfunction h(count: number) {}\nfunction f() {\n  ⟦g⟧(1);\n}\n',
    ],
    [
      'a member has the name',
      'a.ts',
      'function g(a: A, count: number) {}\nfunction f(a: A) {\n  a.count = 1;\n  ⟦g⟧(1);\n}\n',
    ],
  ])('is not known where %s', async (_, path, marked, declared) => {
    expect(await made(path, marked, declared)).toEqual([]);
  });
});
