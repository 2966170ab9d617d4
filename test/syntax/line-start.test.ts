import { afterAll, describe, expect, it } from 'vitest';
import type { Place } from '../../src/syntax/block-reader.ts';
import { readerOf, syntax } from './readers.ts';

afterAll(() => syntax.dispose());

/** ▮ is the cursor. */
const cases: [file: string, marked: string, place: Place | undefined][] = [
  ['a.php', '<?php\n▮', 'top-level'],
  ['a.php', '▮', 'top-level'],
  ['a.php', '<?php\nfunction f() {\n    ▮\n}', 'block-start'],
  ['a.php', '<?php\nfunction f() {\n    // a\n    ▮\n}', 'block-start'],
  ['a.php', '<?php\nfunction f() {\n    $a = 1;\n    ▮\n}', 'in-block'],
  ['a.php', '<?php\nfunction f() {\n    $a = 1;\n}\n▮', 'top-level'],
  ['a.php', '<?php\nclass A\n{\n    function f() {}\n\n    ▮\n}', 'in-block'],
  ['a.php', '<?php\nreturn [\n    ▮\n];', 'block-start'],
  ['a.php', "<?php\nreturn [\n    'a' => 1,\n    ▮\n];", 'in-block'],
  ['a.php', '<?php\nif ($a):\n    ▮\nendif;', 'block-start'],
  ['a.php', '<?php\nif ($a):\n  f();\nelse:\n    ▮\nendif;', 'block-start'],
  ['a.php', '<?php\n/**\n * ▮\n */', undefined],
  ['a.php', '<?php\nf(); // ▮', undefined],
  ['a.php', "<?php\n$a = '\n▮\n';", undefined],
  ['a.php', '<?php\n$a = <<<EOT\n▮\nEOT;', undefined],
  ['a.php', '    }\n\n    ▮\n}', 'in-block'],
  ['a.php', '▮\n}', undefined],
  ['a.ts', 'const a = () => {\n  ▮\n};', 'block-start'],
  ['a.ts', 'interface A {\n  a: 1;\n  ▮\n}', 'in-block'],
  ['a.ts', 'const a = `\n▮\n`;', undefined],
  ['a.tsx', 'const a = (\n  <div>\n    ▮\n  </div>\n);', 'block-start'],
  ['a.js', 'switch (a) {\n  case 1:\n    ▮\n}', 'in-block'],
  ['a.py', 'def f():\n    ▮\n', 'block-start'],
  ['a.py', 'def f():\n▮\n', 'block-start'],
  ['a.py', 'def f():\n    a = 1\n    ▮\n', 'in-block'],
  ['a.py', 'def f():\n    a = 1\n▮\n', 'top-level'],
  ['a.py', 'def f(\n    a,\n    ▮\n):\n', 'in-block'],
  ['a.py', 'def f():\n    """\n    ▮\n    """\n', undefined],
  ['a.py', 'a = 1  # ▮\n', undefined],
  ['a.lua', 'local function f(a)\n  ▮\nend', 'block-start'],
  ['a.lua', 'if a then\n  b()\nelse\n  ▮\nend', 'block-start'],
  ['a.lua', 'if a then\n  b()\nelseif c then\n  ▮\nend', 'block-start'],
  ['a.lua', 'local a = 1\n▮', 'top-level'],
  ['a.lua', '--[[\n▮\n]]', undefined],
  ['a.go', 'func f() {\n\tif a {\n\t\t▮\n\t}\n}', 'block-start'],
  ['a.go', 'package a\n\n▮', 'top-level'],
  ['a.rs', 'impl A {\n    fn f() {}\n    ▮\n}', 'in-block'],
  ['a.rs', '/// a\n▮', 'top-level'],
];

describe('lineStart', () => {
  it.each(cases)('%s %j: %s', async (file, marked, place) => {
    const [prefix = '', suffix = ''] = marked.split('▮');
    expect((await readerOf(file)).lineStart(prefix, suffix)).toBe(place);
  });
});
