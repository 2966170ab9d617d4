/** Assignments in conditions: in what is marked, and above what a constant of theirs is complained about. */
import { expect, it } from 'vitest';
import { strictEquality } from '../../src/fix/tier0/strict-equality.ts';
import { staged } from './stage.ts';

/** The lines that each idea changes, the likeliest first. */
async function made(path: string, marked: string): Promise<readonly string[]> {
  const scene = await staged(path, marked, { message: 'Wrong.' });
  const { text, lines } = scene.source;
  return [...strictEquality.ideas(scene, { near: [], imports: [], declared: [] }, [])].flatMap(({ changes }) =>
    changes.flatMap((change) => {
      const after = text.slice(0, change.start) + change.text + text.slice(change.end);
      return after
        .split('\n')
        .filter((line) => line !== '' && !lines.includes(line))
        .map((line) => line.trim());
    }),
  );
}

const php = (body: string): string => `<?php\nclass A\n{\n    function f($x)\n    {\n${body}    }\n}\n`;

it.each<[string, string, string, readonly string[]]>([
  ['what is marked', 'a.php', php('        if (⟦$x = null⟧) {\n        }\n'), ['if ($x === null) {']],
  [
    'what can not be assigned',
    'a.php',
    php("        if (⟦'a'⟧ = $y = f()) {\n        }\n"),
    ["if ('a' === $y = f()) {"],
  ],
  [
    'a condition above',
    'a.php',
    php('        if ($this->x = null) {\n        }\n        g(⟦$this->x⟧);\n'),
    ['if ($this->x === null) {'],
  ],
  [
    'the nearest of those above',
    'a.ts',
    'function f(a, b) {\n  if (a = 1) {\n  }\n  if (b = 2) {\n  }\n  g(⟦b⟧);\n}\n',
    ['if (b === 2) {', 'if (a === 1) {'],
  ],
  [
    'nothing that takes the value of a call',
    'a.php',
    php('        if ($x = f()) {\n        }\n        g(⟦$x⟧);\n'),
    [],
  ],
  [
    'nothing below, and nothing of other functions',
    'a.ts',
    'function f(a) {\n  if (a = 1) {\n  }\n}\nfunction h(b) {\n  g(⟦b⟧);\n  if (b = 1) {\n  }\n}\n',
    [],
  ],
])('compares %s', async (_, path, marked, lines) => {
  const found = await made(path, marked);
  expect(found.slice(0, Math.max(1, lines.length))).toEqual(lines);
});
