/** Functions that end without their value: where their own text says which it is, and that nothing is said where it does not. */
import { describe, expect, it } from 'vitest';
import { missingReturn } from '../../src/fix/tier0/missing-return.ts';
import { staged } from './stage.ts';

async function made(path: string, marked: string): Promise<string | undefined> {
  const scene = await staged(path, marked, { message: 'Not all paths return a value.' });
  const [idea] = missingReturn.ideas(scene, { near: [], imports: [], declared: [] }, []);
  const [change] = idea?.changes ?? [];
  if (change === undefined) return undefined;
  const { text } = scene.source;
  return text.slice(0, change.start) + change.text + text.slice(change.end);
}

const php = (head: string, body: string, rest = ''): string =>
  `<?php\nclass Own\n{\n${rest}    public function ${head}\n    {\n${body}    }\n}\n`;

describe('the value of PHP', () => {
  it.each<[string, string, string, string, string]>([
    [
      'what a loop builds',
      'all(): ⟦array⟧',
      '        $all = [];\n        foreach ($this->rows as $row) {\n            $all[] = $row;\n        }\n',
      '$all',
      '',
    ],
    ['a text that is put together', 'all(): ⟦string⟧', "        $out = '';\n        $out .= 'a';\n\n", '$out', ''],
    ['a parameter that is filled', 'all(array $rows): ⟦array⟧', "        $rows['a'] = $this->a;\n", '$rows', ''],
    [
      'a parameter in which something is set',
      'add(Row $row, int $n): ⟦Row⟧',
      "        $row->extra['n'] = $n;\n",
      '$row',
      '',
    ],
    ['the object of a setter', 'name(string $name): ⟦static⟧', '        $this->name = $name;\n', '$this', ''],
    [
      'the object of a class that names itself',
      'name(string $name): ⟦Own⟧',
      '        $this->name = $name;\n',
      '$this',
      '',
    ],
    ['the property that it is named after', 'getName(): ⟦string⟧', '', '$this->name', '    private string $name;\n\n'],
    [
      'a promoted property',
      'name(): ⟦?string⟧',
      '',
      '$this->name',
      '    public function __construct(private readonly ?string $name) {}\n\n',
    ],
  ])('is %s', async (_, head, body, value, rest) => {
    const text = php(head, body, rest).replace(/[⟦⟧]/gu, '');
    const wanted = php(head, `${body.trimEnd() === '' ? '' : `${body.trimEnd()}\n`}        return ${value};\n`, rest);
    expect(await made('a.php', php(head, body, rest))).toBe(wanted.replace(/[⟦⟧]/gu, ''));
    expect(text).not.toContain('return');
  });

  it.each<[string, string, string, string]>([
    ['nothing is built', 'all(): ⟦string⟧', '        f();\n', ''],
    ['what is built is read', 'all(): ⟦array⟧', '        $all[] = 1;\n        f($all);\n', ''],
    ['two are built', 'all(): ⟦array⟧', '        $a[] = 1;\n        $b[] = 1;\n', ''],
    ['another type is built', 'all(): ⟦string⟧', '        $all[] = 1;\n', ''],
    ['it is handed in by reference', 'all(array &$all): ⟦array⟧', '        $all[] = 1;\n', ''],
    ['two parameters have its type', 'add(Row $row, Row $b): ⟦Row⟧', '        $row->n = 1;\n', ''],
    ['it is only assigned', 'all(): ⟦string⟧', "        $a = 'a';\n", ''],
    ['keys are marked', 'all(): ⟦array⟧', '        $seen[$this->a] = true;\n', ''],
    ['there is no object', 'static make(): ⟦static⟧', '        f();\n', ''],
    ['the body is empty', 'make(): ⟦static⟧', '', ''],
    ['the property has another type', 'isName(): ⟦bool⟧', '', '    private string $name;\n\n'],
  ])('is not known where %s', async (_, head, body, rest) => {
    const marked = php(head, body, rest).replace('public function static', 'public static function');
    expect(await made('a.php', marked)).toBeUndefined();
  });
});

describe('the value of other languages', () => {
  it.each([
    [
      'a.ts',
      'function f(rows: A[]): ⟦A[]⟧ {\n  const all: A[] = [];\n  for (const row of rows) {\n    all.push(row);\n  }\n}\n',
      '  }\n  return all;\n}\n',
    ],
    [
      'a.ts',
      'class B {\n  set(a: A): ⟦this⟧ {\n    this.a = a;\n  }\n}\n',
      '    this.a = a;\n    return this;\n  }\n}\n',
    ],
    [
      'a.ts',
      'class B {\n  private readonly name: string;\n  getName(): ⟦string⟧ {}\n}\n',
      '  getName(): string {\n    return this.name;\n  }\n}\n',
    ],
    [
      'a.py',
      'def f(rows) -> ⟦list[int]⟧:\n    found = []\n    for row in rows:\n        found.append(row)\n\n\ndef g():\n    pass\n',
      '        found.append(row)\n    return found\n\n\ndef g():\n    pass\n',
    ],
    [
      'a.py',
      'class A:\n    def f(self, a) -> ⟦Self⟧:\n        self.a = a\n',
      '        self.a = a\n        return self\n',
    ],
  ])('%s: %s', async (path, marked, end) => {
    expect((await made(path, marked))?.slice(-end.length)).toBe(end);
  });
});
