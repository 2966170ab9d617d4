/** Faults of punctuation without any server: what the parser sees of them, what the rules make of that, and what they offer where more than one sign would do. */
import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../src/fix/diagnostic.ts';
import { punctuation } from '../../src/fix/tier0/punctuation.ts';
import { syntaxVerifier } from '../../src/fix/verify/syntax.ts';
import { parserOf, repair, sceneAt, scripted, staged } from './stage.ts';

const php = (body: string): string => `<?php

class Cart
{
    public function total(array $rows, string $label): int
    {
        $sum = 0;
${body}
        return $sum;
    }

    public function other(): int
    {
        return 1;
    }
}
`;
const ts = (body: string): string => `export class Cart {
  total(rows: Row[], label: string): number {
    let sum = 0;
${body}
    return sum;
  }

  other(): number {
    return 1;
  }
}
`;
const py = (body: string): string => `class Cart:
    def total(self, rows, label):
        sum = 0
${body}
        return sum

    def other(self):
        return 1
`;
const lua = (body: string): string => `local M = {}

function M.total(rows, label)
  local sum = 0
${body}
  return sum
end

function M.other()
  return 1
end

return M
`;
const go = (body: string): string => `package cart

func total(rows []int, label string) int {
	sum := 0
${body}
	return sum
}

func other() int {
	return 1
}
`;
const rust = (body: string): string => `fn total(rows: &[i32], label: &str) -> i32 {
    let mut sum = 0;
${body}
    sum
}

fn other() -> i32 {
    1
}
`;

/** ⟦ ⟧ what is missing in the faulty text, ⟪ ⟫ what is surplus there. */
const CASES: readonly (readonly [path: string, kind: string, seen: string, marked: string])[] = [
  ['a.php', 'missing ;', `7:13 Unexpected 'f'.`, php('        $a = f($label)⟦;⟧')],
  [
    'a.php',
    'missing ; before return',
    `8:8 Unexpected 'return'.`,
    php('        $a = f($label);').replace('$sum;', '$sum⟦;⟧'),
  ],
  [
    'a.php',
    'missing ; in the last row',
    `13:16 Expected ';'.`,
    php('        $a = 1;').replace('return 1;', 'return 1⟦;⟧'),
  ],
  ['a.php', 'missing )', `7:21 Expected ')'.`, php('        $a = f($label⟦)⟧;')],
  ['a.php', 'missing inner )', `7:24 Expected ')'.`, php('        $a = f(g($label⟦)⟧);')],
  [
    'a.php',
    'missing ) of if',
    `7:21 Expected ')'.`,
    php('        if (f($label)⟦)⟧ {\n            $sum = 1;\n        }'),
  ],
  ['a.php', 'missing ]', `7:18 Expected ']'.`, php('        $a = [1, 2⟦]⟧;')],
  ['a.php', 'missing ] in call', `7:24 Expected ']'.`, php("        $a = f($rows['a'⟦]⟧);")],
  [
    'a.php',
    'missing ] long',
    `9:21 Expected ']'.`,
    php("        $a = [\n            'a' => 1,\n            'b' => 2,\n        ⟦]⟧;"),
  ],
  [
    'a.php',
    'missing } of if',
    `13:4 Unexpected 'public'.`,
    php('        if ($label) {\n            $sum = 1;\n⟦        }\n⟧'),
  ],
  [
    'a.php',
    'missing } of foreach',
    `14:4 Unexpected 'public'.`,
    php(
      '        foreach ($rows as $row) {\n            if ($row) {\n                $sum += 1;\n⟦            }\n⟧        }',
    ),
  ],
  [
    'a.php',
    'missing } of method',
    `10:4 Unexpected 'public'.`,
    php('        $a = 1;').replace('        return $sum;\n    }\n', '        return $sum;\n⟦    }\n⟧'),
  ],
  [
    'a.php',
    'missing } of class',
    `14:5 Expected '}'.`,
    php('        $a = 1;').replace('        return 1;\n    }\n}\n', '        return 1;\n    }\n⟦}\n⟧'),
  ],
  [
    'a.php',
    'surplus }',
    `10:9 Expected '}'.`,
    php('        if ($label) {\n            $sum = 1;\n        }\n⟪        }\n⟫'),
  ],
  ['a.php', 'surplus )', `7:22 Unexpected ')'.`, php('        $a = f($label)⟪)⟫;')],
  ['a.php', 'missing (', `7:13 Unexpected 'f'.`, php('        $a = f⟦(⟧$label);')],
  ['a.php', 'missing {', `9:9 Expected '}'.`, php('        if ($label) ⟦{⟧\n            $sum = 1;\n        }')],
  ['a.php', 'missing closing quote', `7:15 Unexpected '''.`, php("        $a = f('text⟦'⟧);")],
  ['a.php', 'missing closing double quote', `7:11 Unexpected '='.`, php('        $a = f("text⟦"⟧);')],
  ['a.php', 'missing opening quote', `7:8 Unexpected '$'.`, php("        $a = f(⟦'⟧text');")],
  ['a.php', 'missing comma', `7:16 Unexpected 'label'.`, php('        $a = f($label⟦,⟧ $rows);')],
  [
    'a.php',
    'missing comma in list',
    `8:19 Unexpected '1'.`,
    php("        $a = [\n            'a' => 1⟦,⟧\n            'b' => 2,\n        ];"),
  ],
  ['a.php', 'missing .', `7:13 Unexpected '''.`, php("        $a = 'x' ⟦. ⟧$label;")],
  [
    'a.php',
    'missing : of case',
    `8:17 Unexpected '1'.`,
    php('        switch ($label) {\n            case 1⟦:⟧\n                break;\n        }'),
  ],
  ['a.ts', 'missing )', `3:21 Expected ')'.`, ts('    const a = f(label⟦)⟧;')],
  ['a.ts', 'missing inner )', `3:24 Expected ')'.`, ts('    const a = f(g(label⟦)⟧);')],
  ['a.ts', 'missing ) of if', `3:16 Expected ')'.`, ts('    if (f(label)⟦)⟧ {\n      sum = 1;\n    }')],
  ['a.ts', 'missing ]', `3:19 Expected ']'.`, ts('    const a = [1, 2⟦]⟧;')],
  ['a.ts', 'missing ] in call', `3:22 Expected ']'.`, ts('    const a = f(rows[0⟦]⟧);')],
  ['a.ts', 'missing }', `9:2 Unexpected 'other'.`, ts('    if (label) {\n      sum = 1;\n⟦    }\n⟧')],
  [
    'a.ts',
    'missing } of for',
    `10:2 Unexpected 'other'.`,
    ts('    for (const row of rows) {\n      if (row) {\n        sum += 1;\n⟦      }\n⟧    }'),
  ],
  [
    'a.ts',
    'missing } of method',
    `6:2 Unexpected 'other'.`,
    ts('    f();').replace('    return sum;\n  }\n', '    return sum;\n⟦  }\n⟧'),
  ],
  [
    'a.ts',
    'missing } of class',
    `9:3 Expected '}'.`,
    ts('    f();').replace('    return 1;\n  }\n}\n', '    return 1;\n  }\n⟦}\n⟧'),
  ],
  ['a.ts', 'missing } of object', `3:26 Expected '}'.`, ts('    const a = { b: 1, c: 2 ⟦}⟧;')],
  ['a.ts', 'surplus }', `8:11 Unexpected 'sum'.`, ts('    if (label) {\n      sum = 1;\n    }\n⟪    }\n⟫')],
  ['a.ts', 'surplus )', `3:22 Unexpected ')'.`, ts('    const a = f(label)⟪)⟫;')],
  ['a.ts', 'missing });', `5:5 Expected ')'.`, ts('    rows.forEach((row) => {\n      sum += 1;\n    }⟦)⟧;')],
  ['a.ts', 'missing closing quote', `3:15 Unexpected '('.`, ts("    const a = f('text⟦'⟧);")],
  ['a.ts', 'missing backtick', "3:16 Unexpected '`'.", ts('    const a = f(`text⟦`⟧);')],
  ['a.ts', 'missing comma', `3:22 Unexpected 'rows'.`, ts('    const a = f(label⟦,⟧ rows);')],
  ['a.ts', 'missing comma in object', `5:6 Unexpected 'c'.`, ts('    const a = {\n      b: 1⟦,⟧\n      c: 2,\n    };')],
  ['a.ts', 'missing : in object', `3:18 Unexpected '1'.`, ts('    const a = { b⟦:⟧ 1 };')],
  ['a.ts', 'missing ; between', `3:14 Unexpected '1'.`, ts('    const a = 1⟦;⟧ const b = 2;')],
  ['a.ts', 'missing {', `6:11 Unexpected 'sum'.`, ts('    if (label) ⟦{⟧\n      sum = 1;\n    }')],
  ['a.py', 'missing :', `3:8 Unexpected 'if'.`, py('        if label⟦:⟧\n            sum = 1')],
  ['a.py', 'missing : of def', `1:4 Unexpected 'def'.`, py('        f()').replace('label):', 'label)⟦:⟧')],
  ['a.py', 'missing )', `3:8 Unexpected 'a'.`, py('        a = f(label⟦)⟧')],
  ['a.py', 'missing inner )', `3:8 Unexpected 'a'.`, py('        a = f(g(label⟦)⟧)')],
  ['a.py', 'missing ]', `3:8 Unexpected 'a'.`, py('        a = [1, 2⟦]⟧')],
  ['a.py', 'missing }', `3:8 Unexpected 'a'.`, py("        a = {'b': 1⟦}⟧")],
  [
    'a.py',
    'missing ) long',
    `3:8 Unexpected 'a'.`,
    py('        a = f(\n            label,\n            rows,⟦\n        )⟧'),
  ],
  ['a.py', 'surplus )', `3:8 Unexpected 'a'.`, py('        a = f(label)⟪)⟫')],
  ['a.py', 'missing quote', `3:14 Unexpected '''.`, py("        a = f('text⟦'⟧)")],
  ['a.py', 'missing opening quote', `3:14 Unexpected 'text'.`, py("        a = f(⟦'⟧text')")],
  ['a.py', 'missing comma', `3:20 Unexpected 'rows'.`, py('        a = f(label⟦,⟧ rows)')],
  ['a.lua', 'missing then', `4:2 Unexpected 'if'.`, lua('  if label⟦ then⟧\n    sum = 1\n  end')],
  [
    'a.lua',
    'missing do',
    `4:2 Unexpected 'for'.`,
    lua('  for _, row in ipairs(rows)⟦ do⟧\n    sum = sum + row\n  end'),
  ],
  ['a.lua', 'missing end of if', `14:8 Expected 'end'.`, lua('  if label then\n    sum = 1\n⟦  end\n⟧')],
  [
    'a.lua',
    'missing end of for',
    `15:8 Expected 'end'.`,
    lua('  for _, row in ipairs(rows) do\n    if row then\n      sum = sum + row\n⟦    end\n⟧  end'),
  ],
  [
    'a.lua',
    'missing end of function',
    `5:12 Expected 'end'.`,
    lua('  f()').replace('  return sum\nend\n', '  return sum\n⟦end\n⟧'),
  ],
  ['a.lua', 'surplus end', `9:2 Unexpected 'return'.`, lua('  if label then\n    sum = 1\n  end\n⟪  end\n⟫')],
  ['a.lua', 'missing )', `4:19 Expected ')'.`, lua('  local a = f(label⟦)⟧')],
  ['a.lua', 'missing ]', `4:18 Expected ']'.`, lua('  local a = rows[1⟦]⟧')],
  ['a.lua', 'missing }', `4:18 Expected '}'.`, lua('  local a = { 1, 2 ⟦}⟧')],
  ['a.lua', 'missing quote', `4:14 Unexpected '''.`, lua("  local a = f('text⟦'⟧)")],
  ['a.lua', 'missing comma', `4:20 Unexpected 'rows'.`, lua('  local a = f(label⟦,⟧ rows)')],
  [
    'a.lua',
    'missing end) of callback',
    `6:5 Expected ')'.`,
    lua('  each(rows, function(row)\n    sum = sum + row\n  end⟦)⟧'),
  ],
  ['a.go', 'missing )', `4:7 Unexpected '('.`, go('\ta := f(label⟦)⟧')],
  ['a.go', 'missing inner )', `4:7 Unexpected '('.`, go('\ta := f(g(label⟦)⟧)')],
  ['a.go', 'missing ]', `4:10 Unexpected '['.`, go('\ta := rows[0⟦]⟧')],
  ['a.go', 'missing } of literal', `5:1 Unexpected 'return'.`, go('\ta := []int{1, 2⟦}⟧')],
  ['a.go', 'missing } of if', `10:5 Unexpected 'other'.`, go('\tif label != "" {\n\t\tsum = 1\n⟦\t}\n⟧')],
  [
    'a.go',
    'missing } of for',
    `11:5 Unexpected 'other'.`,
    go('\tfor _, row := range rows {\n\t\tif row > 0 {\n\t\t\tsum += row\n⟦\t\t}\n⟧\t}'),
  ],
  [
    'a.go',
    'missing } of func',
    `7:5 Unexpected 'other'.`,
    go('\tf()').replace('\treturn sum\n}\n', '\treturn sum\n⟦}\n⟧'),
  ],
  ['a.go', 'surplus }', `10:0 Unexpected '}'.`, go('\tif label != "" {\n\t\tsum = 1\n\t}\n⟪\t}\n⟫')],
  ['a.go', 'surplus )', `4:1 Unexpected 'a'.`, go('\ta := f(label)⟪)⟫')],
  ['a.go', 'missing {', `4:1 Unexpected 'if'.`, go('\tif label != "" ⟦{⟧\n\t\tsum = 1\n\t}')],
  ['a.go', 'missing quote', `4:7 Unexpected '('.`, go('\ta := f("text⟦"⟧)')],
  ['a.go', 'missing comma', `4:14 Unexpected 'rows'.`, go('\ta := f(label⟦,⟧ rows)')],
  ['a.rs', 'missing ;', `2:20 Expected ';'.`, rust('    let a = f(label)⟦;⟧')],
  ['a.rs', 'missing ; of a call', `3:4 Unexpected 'g'.`, rust('    f(label)⟦;⟧\n    g();')],
  ['a.rs', 'missing )', `2:19 Expected ')'.`, rust('    let a = f(label⟦)⟧;')],
  ['a.rs', 'missing inner )', `2:22 Expected ')'.`, rust('    let a = f(g(label⟦)⟧);')],
  ['a.rs', 'missing ]', `2:18 Expected ']'.`, rust('    let a = rows[0⟦]⟧;')],
  ['a.rs', 'missing } of if', `0:43 Unexpected '{'.`, rust('    if label.is_empty() {\n        sum = 1;\n⟦    }\n⟧')],
  [
    'a.rs',
    'missing } of for',
    `0:43 Unexpected '{'.`,
    rust('    for row in rows {\n        if *row > 0 {\n            sum += row;\n⟦        }\n⟧    }'),
  ],
  ['a.rs', 'missing } of fn', `0:43 Unexpected '{'.`, rust('    f();').replace('    sum\n}\n', '    sum\n⟦}\n⟧')],
  ['a.rs', 'surplus }', `7:4 Unexpected 'sum'.`, rust('    if label.is_empty() {\n        sum = 1;\n    }\n⟪    }\n⟫')],
  ['a.rs', 'surplus )', `2:20 Unexpected ')'.`, rust('    let a = f(label)⟪)⟫;')],
  ['a.rs', 'missing {', `2:22 Unexpected ')'.`, rust('    if label.is_empty() ⟦{⟧\n        sum = 1;\n    }')],
  ['a.rs', 'missing quote', `2:14 Unexpected '"'.`, rust('    let a = f("text⟦"⟧);')],
  ['a.rs', 'missing comma', `2:20 Unexpected 'rows'.`, rust('    let a = f(label⟦,⟧ rows);')],
  ['a.rs', 'missing =>', `3:8 Unexpected '0'.`, rust('    match sum {\n        0 ⟦=> ⟧{}\n        _ => {}\n    }')],
  ['a.rs', 'missing >', `2:18 Expected '>'.`, rust('    let a: Vec<i32⟦>⟧ = f();')],
];

const signal = new AbortController().signal;

async function faultsIn(path: string, text: string): Promise<readonly Diagnostic[]> {
  return syntaxVerifier(await parserOf(path)).diagnose(text, signal);
}

/** Texts that are offered for the first fault, the likeliest first. */
async function offered(path: string, text: string): Promise<readonly string[]> {
  const [target] = await faultsIn(path, text);
  if (target === undefined) throw new Error('nothing is seen');
  const { candidates } = await repair(await sceneAt(`/p/${path}`, text, target), scripted(['']));
  expect(candidates.every(({ label, origin }) => label === 'syntax only' && origin === 'punctuation')).toBe(true);
  return candidates.map(({ after }) => after.text);
}

const faultyOf = (marked: string): string => marked.replace(/⟦.*?⟧/gsu, '').replace(/[⟪⟫]/gu, '');
const rightOf = (marked: string): string => marked.replace(/⟪.*?⟫/gsu, '').replace(/[⟦⟧]/gu, '');

describe('without a server', () => {
  it.each(CASES)('%s: %s is seen, and repaired', async (path, _, seen, marked) => {
    expect(await faultsIn(path, rightOf(marked))).toEqual([]);
    const [first] = await faultsIn(path, faultyOf(marked));
    expect(`${first?.row}:${first?.col} ${first?.message}`).toBe(seen);
    expect((await offered(path, faultyOf(marked)))[0]).toBe(rightOf(marked));
  });

  /** Lines that one text has and the other has not. */
  const linesIn = (text: string, other: string): readonly string[] => {
    const known = other.split('\n');
    return text.split('\n').filter((line) => !known.includes(line));
  };

  it.each<[string, string, readonly (readonly string[])[]]>([
    [
      'a.php',
      php("        $a = ['a' 1];"),
      [["        $a = ['a', 1];"], ["        $a = ['a' => 1];"], ["        $a = ['a' . 1];"]],
    ],
    ['a.php', php("        $a = 'x' $label;"), [["        $a = 'x' . $label;"], ["        $a = 'x'; $label;"]]],
    ['a.py', py("        a = {'b' 1}"), [["        a = {'b', 1}"], ["        a = {'b': 1}"]]],
    // Without the brace that closes nothing it would do as well.
    ['a.php', php('        if ($label)\n            $sum = 1;\n        }'), [['        if ($label) {'], []]],
    ['a.go', go('\ta := f(g(label)'), [['\ta := f(g(label))'], ['\ta := f(g)(label)']]],
  ])('%s: offers each sign that would do', async (path, text, lines) => {
    expect((await offered(path, text)).map((each) => linesIn(each, text))).toEqual(lines);
  });

  it('puts what ends a statement neither behind a comment nor before the next word', async () => {
    const text = '<?php\nclass A\n{\n    private int $a = 0\n\n    /**\n     * Doc.\n     */\n    private B $b;\n}\n';
    const texts = await offered('a.php', text);
    expect(texts[0]).toContain('$a = 0;');
    expect(texts.filter((each) => /\*\/;|^\s*;/mu.test(each))).toEqual([]);
  });

  it.each<[string, string]>([
    ['a name that is whole without its arrow', php('        $a = $thisf();')],
    ['a comma that the grammar does not ask for', go('\ta := f(\n\t\tlabel,\n\t\trows\n\t)')],
  ])('does not see %s', async (_, text) => {
    expect(await faultsIn(text.startsWith('<?php') ? 'a.php' : 'a.go', text)).toEqual([]);
  });

  it('closes the bracket of a row below where another one is said to be open', async () => {
    const marked = py('        a = f(\n            label, g(rows\n        )').replace('a = f(', 'a = f⟦(⟧');
    const told = { message: '"(" was not closed', code: '', source: 'Pyright' };
    const scene = await staged('/p/a.py', marked, told);
    const ideas = [...punctuation.ideas(scene, { near: [], imports: [], declared: [] }, [])];
    const { changes } = ideas.find(({ rank }) => rank === 1) ?? { changes: [] };
    const [{ start, text } = { start: 0, text: '' }] = changes;
    expect([scene.source.text.slice(0, start).split('\n').at(-1), text]).toEqual(['            label, g(rows', ')']);
  });

  it('looks for an error that is the whole file where the parser was lost', async () => {
    const rows = "            'a' => 1,\n".repeat(200);
    const [first] = await faultsIn(
      'a.php',
      php(`        $a = [\n${rows}            'b' => 1\n            'c' => 2,\n        ];`),
    );
    expect([first?.row, first?.endRow]).toEqual([208, 208]);
  });
});
