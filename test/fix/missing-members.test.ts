/** Members that a class lacks: which bodies their types allow, and that a misspelled member is renamed before another one is put beside it. No server looks at it here. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createContextEngine } from '../../src/context/engine.ts';
import { diagnosticFrom } from '../../src/fix/diagnostic.ts';
import { lookupRequest } from '../../src/fix/lookup-request.ts';
import { readSource } from '../../src/fix/source-text.ts';
import { interfaceMethods } from '../../src/fix/tier0/interface-methods.ts';
import { grammarsFolder } from '../../src/syntax/grammar.ts';
import { sceneAt } from './stage.ts';

const FILES = {
  'src/Suit.php': "<?php\nnamespace App;\nenum Suit: string { case Hearts = 'h'; case Spades = 's'; }\n",
  'src/Order.php':
    '<?php\nnamespace App;\nclass Order { public function __construct(int $amount = 1) {} }\nclass Needy { public function __construct(int $amount) {} }\nabstract class Open {}\n',
  'src/Handler.php':
    '<?php\nnamespace App;\ninterface Handler { public function handle(string $record): bool; public function close(): void; }\n',
  'src/suit.ts':
    'export enum Suit {\n  Hearts,\n  Spades,\n}\nexport class Order {\n  constructor(readonly amount = 1) {}\n}\nexport class Needy {\n  constructor(readonly amount: number) {}\n}\n',
  'py/suit.py':
    'from abc import ABC, abstractmethod\nfrom enum import Enum\n\n\nclass Suit(Enum):\n    HEARTS = 1\n    SPADES = 2\n\n\nclass Handler(ABC):\n    @abstractmethod\n    def handle(self, record: str) -> bool: ...\n\n    @abstractmethod\n    def suit(self) -> Suit: ...\n',
} as const;

const root = mkdtempSync(join(tmpdir(), 'fim-members-'));
const engine = createContextEngine({ grammarsDir: grammarsFolder(), log: () => undefined });
const signal = new AbortController().signal;
beforeAll(async () => {
  for (const [name, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  await engine.start({ root, includePaths: [], secretFiles: [], useOtherFiles: true, maxFileBytes: 100_000 });
  await engine.settled();
});
afterAll(async () => {
  await engine.dispose();
  rmSync(root, { recursive: true, force: true });
});

/** Texts after each of the ideas, the likeliest first. @param row 0-based, of the class */
async function made(name: string, text: string, row: number): Promise<readonly string[]> {
  const path = join(root, name);
  const told = { lnum: row, col: 0, end_col: 5, message: "'Own' lacks members." };
  const target = diagnosticFrom(told, readSource(text).lines);
  if (target === undefined) throw new Error('no diagnostic');
  const scene = await sceneAt(path, text, target);
  engine.open({ path, filetype: '', lines: scene.source.lines });
  const found = await engine.lookup(lookupRequest(scene), signal);
  engine.close(path);
  return [...interfaceMethods.ideas(scene, found, [])]
    .sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0))
    .map(({ changes }) =>
      [...changes]
        .sort((a, b) => b.start - a.start)
        .reduce((all, { start, end, text: put }) => all.slice(0, start) + put + all.slice(end), text),
    );
}

describe('a body of PHP', () => {
  it.each<[string, string, string]>([
    ['a class that is made without arguments', 'static function make(): static', 'return new static();'],
    ['the interface of a class that is', 'static function make(): self', 'return new static();'],
    ['an object', 'function with(): static', 'return $this;'],
    ['an enum', 'function suit(): Suit', 'return Suit::Hearts;'],
    ['an object that needs nothing', 'function order(): Order', 'return new Order();'],
    ['one of several types', 'function order(): Needy|Order', 'return new Order();'],
    ['a reference', 'function &items(): array', '$value = [];\n\n        return $value;'],
    ['a generator', 'function walk(): \\Generator', 'yield from [];'],
    ['a list', 'function each(): iterable', 'return [];'],
    ['a parameter of the type', 'function first(Needy $needy): Needy', 'return $needy;'],
  ])('gives %s', async (_, method, body) => {
    const text = `<?php\nnamespace App;\n\ninterface Wanted { public ${method}; }\n\nclass Own implements Wanted\n{\n}\n`;
    const [first] = await made('src/Own.php', text, 5);
    expect(first).toContain(
      `class Own implements Wanted\n{\n    public ${method.replace(': self', ': Wanted')}\n    {\n        ${body}\n    }\n}\n`,
    );
  });

  it.each<[string, string]>([
    ['never ends', 'function stop(): never'],
    ['gives an object that needs something', 'function needy(): Needy'],
    ['gives an object of a class that is abstract', 'function open(): Open'],
    ['gives an interface', 'function handler(): Handler'],
  ])('is left to others where it %s', async (_, method) => {
    const text = `<?php\nnamespace App;\n\ninterface Wanted { public ${method}; }\n\nclass Own implements Wanted\n{\n}\n`;
    expect(await made('src/Own.php', text, 5)).toEqual([]);
  });

  it('gives no class that needs arguments, or that may inherit such', async () => {
    const text = (body: string, parent = ''): string =>
      `<?php\nnamespace App;\n\ninterface Wanted { public static function make(): static; }\n\nclass Own${parent} implements Wanted\n{\n${body}}\n`;
    expect(await made('src/Own.php', text('    public function __construct(int $n) {}\n'), 5)).toEqual([]);
    expect(await made('src/Own.php', text('', ' extends Unknown'), 5)).toEqual([]);
    expect(await made('src/Own.php', text('', ' extends Needy'), 5)).toEqual([]);
    expect(await made('src/Own.php', text('', ' extends Order'), 5)).not.toEqual([]);
  });
});

describe('a body of TypeScript', () => {
  it.each<[string, string, string]>([
    ['an enum', 'suit(): Suit', 'suit(): Suit {\n    return Suit.Hearts;\n  }'],
    ['an object that needs nothing', 'order(): Order', 'order(): Order {\n    return new Order();\n  }'],
    ['a generator', 'walk(): Generator<Suit>', '*walk(): Generator<Suit> {}'],
    ['what is walked over later', 'walk(): AsyncIterable<Suit>', 'async *walk(): AsyncIterable<Suit> {}'],
    ['what is walked over', 'all(): Iterable<Suit>', 'all(): Iterable<Suit> {\n    return [];\n  }'],
  ])('gives %s', async (_, method, body) => {
    const text = `import { Order, Suit } from './suit.ts';\n\ninterface Wanted {\n  ${method};\n}\n\nclass Own implements Wanted {}\n`;
    const [first] = await made('src/own.ts', text, 6);
    expect(first).toContain(`class Own implements Wanted {\n  ${body}\n}\n`);
  });

  it('is left to others where it gives an object that needs something', async () => {
    const text = `import { Needy } from './suit.ts';\n\ninterface Wanted {\n  needy(): Needy;\n}\n\nclass Own implements Wanted {}\n`;
    expect(await made('src/own.ts', text, 6)).toEqual([]);
  });
});

describe('a misspelled member', () => {
  const PHP = (name: string, rest = ''): string => `<?php
namespace App;

class Own implements Handler
{
    public function ${name}(string $record): bool
    {
        return $record === '';
    }

    public function close(): void
    {
        array_map([$this, '${name}'], []);
        $this->${name}('a');
        self::other()->${name}('b');
    }
${rest}}

${name}('c');
`;

  it('is renamed where it is declared and where its own object calls it, or else all of that name', async () => {
    const text = PHP('handel');
    const [own, all, ...others] = await made('src/Own.php', text, 3);
    expect(own).toBe(
      text
        .replace('function handel', 'function handle')
        .replace("'handel'", "'handle'")
        .replace("$this->handel('a')", "$this->handle('a')"),
    );
    expect(all).toBe(PHP('handle').replace("\nhandle('c')", "\nhandel('c')"));
    expect(others[0]).toContain('    public function handle(string $record): bool\n    {\n        return false;\n');
  });

  it('goes with what else is missing', async () => {
    const text = PHP('handel').replace('function close()', 'function shut()');
    const [first] = await made('src/Own.php', text, 3);
    expect(first).toContain('public function handle(string $record)');
    expect(first).toContain('    public function close(): void\n    {\n    }\n');
  });

  it.each([
    ['has other parameters', 'public function handles(): bool { return true; }'],
    ['begins otherwise', 'public function nandle(string $record): bool { return true; }'],
    ['is static', 'public static function handel(string $record): bool { return true; }'],
    ['is one letter longer, of another thing', 'public function handles(string $records): bool { return true; }'],
    ['is far', 'public function hold(string $record): bool { return true; }'],
  ])('is none that %s', async (_, method) => {
    const text = `<?php\nnamespace App;\n\nclass Own implements Handler\n{\n    ${method}\n    public function close(): void {}\n}\n`;
    const ideas = await made('src/Own.php', text, 3);
    expect(ideas).toHaveLength(1);
    expect(ideas[0]).toContain(method);
  });

  it('is renamed in TypeScript and in Python', async () => {
    const script =
      'interface Wanted {\n  handle(record: string): boolean;\n}\n\nclass Own implements Wanted {\n  handel(record: string): boolean {\n    return this.handel(record);\n  }\n}\n\nhandel();\n';
    expect((await made('src/own.ts', script, 4))[0]).toBe(
      script.replace('  handel(record', '  handle(record').replace('this.handel', 'this.handle'),
    );
    const python =
      'from suit import Handler, Suit\n\n\nclass Own(Handler):\n    def handel(self, record: str) -> bool:\n        return self.handel(record)\n';
    expect((await made('py/own.py', python, 3))[0]).toBe(
      `${python.replaceAll('handel', 'handle')}\n    def suit(self) -> Suit:\n        return Suit.HEARTS\n`,
    );
  });
});
