/** Repairs with real language servers, where `npm test` has found them. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, parse } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createContextEngine } from '../../src/context/engine.ts';
import { fix, type Outcome } from '../../src/fix/fix.ts';
import { lookupRequest } from '../../src/fix/lookup-request.ts';
import { readSource } from '../../src/fix/source-text.ts';
import { type LspServer, lspServer } from '../../src/fix/verify/lsp-verifier.ts';
import { serversFor } from '../../src/fix/verify/servers/registry.ts';
import type { Verifier } from '../../src/fix/verify/verifier.ts';
import { grammarsFolder } from '../../src/syntax/grammar.ts';
import { sceneAt } from './stage.ts';

const modules = process.env['FIM_TEST_SERVERS'] ?? '';
const folder = mkdtempSync(join(tmpdir(), 'fim-servers-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const signal = new AbortController().signal;

interface Stage {
  readonly languageId: string;
  readonly program: string;
  /** The file that is repaired. */
  readonly file: string;
  /** The file that declares what it uses. */
  readonly used: string;
  readonly files: Readonly<Record<string, string>>;
}

const STAGES: Readonly<Record<string, Stage>> = {
  php: {
    languageId: 'php',
    program: 'intelephense/lib/intelephense.js',
    file: 'src/Billing/Invoice.php',
    used: 'src/Order.php',
    files: {
      'composer.json': '{"autoload":{"psr-4":{"App\\\\":"src/"}}}',
      'src/Order.php':
        '<?php\nnamespace App;\n\nclass Order\n{\n    public int $amount = 1;\n\n    public function total(int $count, string $currency): int\n    {\n        return $count;\n    }\n\n    public static function make(): self\n    {\n        return new self();\n    }\n}\n',
      'src/Money/Rate.php': '<?php\nnamespace App\\Money;\n\nclass Rate\n{\n}\n',
      'src/Billing/Priced.php':
        '<?php\nnamespace App\\Billing;\n\nuse App\\Money\\Rate as Percent;\n\n/** @template T */\ninterface Priced\n{\n    public const MOST = 3;\n\n    /** @return array<int, T> */\n    public function all(Percent $rate, ?self &$other = null, int|string $most = self::MOST, \\Closure ...$more): array;\n\n    public static function isFree(array $rows = [1, 2], string $end = PHP_EOL): ?bool;\n\n    public function priced(Priced $with): static;\n\n    public function forget(): void;\n}\n',
      'src/Billing/Invoice.php':
        "<?php\n\nnamespace App\\Billing;\n\nuse App\\Order;\n\nclass Invoice\n{\n    private array $rows = ['🐘é' => 1];\n\n    public function sum(Order $order): int\n    {\n        if ($order->amount === 2) {\n            return count($this->rows);\n        }\n\n        return $order->total(1, 'EUR');\n    }\n\n    public function fresh(): Order\n    {\n        return Order::make();\n    }\n}\n",
    },
  },
  typescript: {
    languageId: 'typescript',
    program: 'typescript-language-server/lib/cli.mjs',
    file: 'a.ts',
    used: 'b.ts',
    files: {
      'tsconfig.json':
        '{"compilerOptions":{"strict":true,"target":"es2022","noEmit":true,"module":"esnext","moduleResolution":"bundler","allowImportingTsExtensions":true}}',
      'c.ts': "import { other } from './b.ts';\nexport const c = other();\n",
      'b.ts':
        'export function totalOf(count: number, currency: string): number {\n  return count + currency.length;\n}\nexport function other(): number {\n  return 1;\n}\n',
      'row.ts': 'export interface Row {\n  id: number;\n}\nexport class Box {}\n',
      'shape.ts':
        "import type { Box, Row } from './row.ts';\nexport interface Shape<T> {\n  readonly name: string;\n  rows?: Row[];\n  all(count: number, row?: Row): Promise<T[]>;\n  each: (row: T) => void;\n  open(box: Box): boolean | undefined;\n}\nexport abstract class Base {\n  protected abstract count(rows: readonly Row[]): number;\n  done(): void {}\n}\n",
      'a.ts':
        "import { totalOf } from './b.ts';\n\nexport function sum(label: string): number {\n  const count = 1;\n  return totalOf(count, label) + '🐘é'.length;\n}\n",
    },
  },
  python: {
    languageId: 'python',
    program: 'pyright/langserver.index.js',
    file: 'a.py',
    used: 'b.py',
    files: {
      'b.py': 'class Order:\n    def total(self, count: int) -> int:\n        return count\n',
      'c.py':
        'from abc import ABC, abstractmethod\n\nfrom b import Order\n\n\nclass Base(ABC):\n    @abstractmethod\n    def total(self, order: Order, *counts: int) -> int:\n        """Doc."""\n\n    @property\n    @abstractmethod\n    def name(self) -> str: ...\n\n    @abstractmethod\n    def find(self) -> Order | None:\n        ...\n',
      'a.py':
        "from b import Order\n\n\ndef sum_of(order: Order, label: str) -> int:\n    if label == '🐘é':\n        return len(label)\n    return order.total(1)\n",
    },
  },
};

function textOf(stage: Stage): string {
  return stage.files[stage.file] ?? '';
}

describe.runIf(modules !== '').each(Object.entries(STAGES))('a real server of %s', (name, stage) => {
  const root = join(folder, name);
  const path = join(root, stage.file);
  const engine = createContextEngine({ grammarsDir: grammarsFolder(), log: () => undefined });
  let server: LspServer;
  let verifier: Verifier;

  beforeAll(async () => {
    for (const [file, text] of Object.entries(stage.files)) {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), text);
    }
    const [spec] = serversFor(stage.languageId);
    if (spec === undefined) throw new Error('no server');
    const command = [process.execPath, join(modules, stage.program), '--stdio'];
    server = lspServer(spec, { command, root, storage: join(folder, `${name}-storage`) });
    verifier = server.verifier(path, stage.languageId);
    await engine.start({ root, includePaths: [], secretFiles: [], useOtherFiles: true, maxFileBytes: 1_000_000 });
    await Promise.all([engine.settled(), verifier.diagnose(textOf(stage), signal)]);
  }, 90_000);
  afterAll(async () => {
    await Promise.all([server.dispose(), engine.dispose()]);
  });

  async function repaired(text: string, wanted?: string): Promise<Outcome> {
    const reported = await verifier.diagnose(text, signal);
    const target = wanted === undefined ? reported[0] : reported.find(({ code }) => code === wanted);
    if (target === undefined) throw new Error('nothing is reported');
    const scene = await sceneAt(path, text, target);
    engine.open({ path, filetype: '', lines: readSource(text).lines });
    return fix(
      scene,
      {
        verifiers: [verifier],
        model: undefined,
        lookup: (one) => engine.lookup(lookupRequest(one), signal),
        limitMs: 1000,
      },
      signal,
    );
  }

  it('reports nothing of a text that is right, before and after a faulty one', async () => {
    const errors = async (text: string): Promise<number> =>
      (await verifier.diagnose(text, signal)).filter(({ severity }) => severity < 3).length;
    const faulty = textOf(stage).replace(/total(?=Of\(count|\(1)/u, 'toatl');
    expect([
      await errors(textOf(stage)),
      await errors(faulty),
      await errors(textOf(stage)),
      await errors(faulty),
    ]).toEqual([0, 1, 0, 1]);
  });

  describe('what other files declare', () => {
    const used = join(root, stage.used);
    const usedText = stage.files[stage.used] ?? '';
    const renamed = (text: string): string => text.replace(/total/gu, 'tally');
    /** Whether the text that uses it holds, and the one that uses its new name. */
    const held = async (asked = verifier): Promise<readonly boolean[]> => {
      const found = [];
      for (const text of [textOf(stage), renamed(textOf(stage))])
        found.push((await asked.diagnose(text, signal)).every(({ severity }) => severity > 2));
      return found;
    };
    /** tsserver looks for a file that was gone only once in a while. */
    const expectSoon = (expected: readonly boolean[]): Promise<void> =>
      name === 'typescript'
        ? vi.waitFor(async () => expect(await held()).toEqual(expected), { timeout: 10_000 })
        : held().then((found) => expect(found).toEqual(expected));
    afterEach(async () => {
      writeFileSync(used, usedText);
      await expectSoon([true, false]);
    });

    it('is what was saved a moment ago', async () => {
      expect(await held()).toEqual([true, false]);
      writeFileSync(used, renamed(usedText));
      expect(await held()).toEqual([false, true]);
    });

    it('is not what was deleted, until it is there again', async () => {
      rmSync(used);
      await expectSoon([false, false]);
      writeFileSync(used, usedText);
      await expectSoon([true, false]);
    });

    it('is what came with many files, and goes with them', async () => {
      const { dir, ext } = parse(used);
      const others = Array.from({ length: 40 }, (_, index) => join(dir, `other${index}${ext}`));
      for (const other of others) writeFileSync(other, usedText.replace(/^class.*|^export.*/gmu, ''));
      rmSync(used);
      await expectSoon([false, false]);
      for (const other of others) rmSync(other);
      writeFileSync(used, renamed(usedText));
      await expectSoon([false, true]);
    });

    it('is what an editor has not saved, until it lets go of it', async () => {
      const unsaved = { path: used, filetype: '', content: renamed(usedText) };
      const editing = server.verifier(path, stage.languageId, [unsaved]);
      expect(await held(editing)).toEqual([false, true]);
      expect(await held(editing)).toEqual([false, true]);
      expect(await held()).toEqual([true, false]);
    });

    it('is nothing of a text that was only looked at', async () => {
      await server.verifier(used, stage.languageId).diagnose(renamed(usedText), signal);
      expect(await held()).toEqual([true, false]);
    });
  });

  it('finds the name that was meant', async () => {
    const faulty = textOf(stage).replace(/total(?=Of\(count|\(1)/u, 'toatl');
    const { candidates } = await repaired(faulty);
    expect(candidates.map(({ after, label, origin }) => [after.text, label, origin])).toEqual([
      [textOf(stage), 'verified', 'nearest-name'],
    ]);
  });

  it('holds of what does not see the target that it is not verified', async () => {
    const text = textOf(stage);
    const scene = await sceneAt(path, text, {
      row: 4,
      col: 0,
      endRow: 4,
      endCol: 3,
      severity: 1,
      message: 'Not there.',
      code: 'X1',
      source: 'x',
      related: [],
    });
    const outcome = await fix(
      scene,
      {
        verifiers: [verifier],
        model: undefined,
        lookup: (one) => engine.lookup(lookupRequest(one), signal),
        limitMs: 1000,
      },
      signal,
    );
    expect(outcome.candidates).toEqual([]);
  });

  it.runIf(name === 'typescript').each<[string, string, string, string]>([
    ['an argument order', '(count, label)', '(label, count)', 'argument-order'],
    ['an import', "import { totalOf } from './b.ts';\n", '', 'add-import'],
    [
      'a surplus import',
      "import { totalOf } from './b.ts';",
      "import { other, totalOf } from './b.ts';",
      'unused-import',
    ],
  ])('repairs %s', async (_, from, to, rule) => {
    const { candidates } = await repaired(textOf(stage).replace(from, to));
    expect(candidates[0]?.origin).toBe(rule);
    expect(candidates.map(({ after }) => after.text.replace(/\n{3,}/gu, '\n\n').trim())).toContain(
      textOf(stage).trim(),
    );
  });

  it.runIf(name === 'php').each<[string, string | RegExp, string, string]>([
    ['an import', 'use App\\Order;\n', '', 'add-import'],
    ['an assignment in a condition', '=== 2', '= 2', 'strict-equality'],
    ['a semicolon', "'EUR');", "'EUR')", 'punctuation'],
    [
      'a brace',
      '            return count($this->rows);\n        }\n',
      '            return count($this->rows);\n',
      'punctuation',
    ],
    ['a property', '->amount', '->ammount', 'nearest-name'],
    ['a class', 'Order::make', 'Ordr::make', 'nearest-name'],
    ['a variable', '($order->amount', '($ordr->amount', 'nearest-name'],
    ['a function', 'count(', 'cuont(', 'nearest-name'],
  ])('repairs %s', async (_, from, to, rule) => {
    const { candidates } = await repaired(textOf(stage).replace(from, to));
    expect(candidates[0]?.origin).toBe(rule);
    expect(candidates.map(({ after }) => after.text.replace(/\n{3,}/gu, '\n\n'))).toContain(textOf(stage));
  });

  it.runIf(name === 'php')('writes the methods that an interface asks for, as this file has their names', async () => {
    const { candidates } = await repaired(
      textOf(stage).replace('class Invoice\n', 'class Invoice implements Priced\n'),
      'P1037',
    );
    expect(candidates.map(({ label, origin }) => [label, origin])).toEqual([['verified', 'interface-methods']]);
    const made = candidates[0]?.after.text ?? '';
    expect(made).toContain('use App\\Money\\Rate;\nuse App\\Order;\n');
    expect(made.slice(made.indexOf('return Order::make();'))).toBe(`return Order::make();
    }

    public function all(Rate $rate, ?Priced &$other = null, int|string $most = self::MOST, \\Closure ...$more): array
    {
        return [];
    }

    public static function isFree(array $rows = [1, 2], string $end = PHP_EOL): ?bool
    {
        return null;
    }

    public function priced(Priced $with): static
    {
        return $this;
    }

    public function forget(): void
    {
    }
}
`);
  });

  it.runIf(name === 'typescript').each<[string, string, string]>([
    [
      '2420',
      "import type { Shape } from './shape.ts';\n\nclass Boxed implements Shape<string> {\n  open(): boolean {\n    return true;\n  }\n}\n",
      "import type { Row } from './row.ts';\nimport type { Shape } from './shape.ts';\n\nclass Boxed implements Shape<string> {\n  open(): boolean {\n    return true;\n  }\n\n  readonly name: string = '';\n\n  all(count: number, row?: Row): Promise<string[]> {\n    return Promise.resolve([]);\n  }\n\n  each: (row: string) => void = () => {};\n}\n",
    ],
    [
      '2515',
      "import { Base } from './shape.ts';\n\nclass Own extends Base {}\n",
      "import type { Row } from './row.ts';\nimport { Base } from './shape.ts';\n\nclass Own extends Base {\n  protected count(rows: readonly Row[]): number {\n    return 0;\n  }\n}\n",
    ],
  ])('writes the members that a class lacks: %s', async (code, text, expected) => {
    const { candidates } = await repaired(text, code);
    expect(candidates[0]?.after.text).toBe(expected);
  });

  it.runIf(name === 'python')('writes the methods that an abstract class asks for', async () => {
    const text = 'from c import Base\n\n\nclass Own(Base):\n    pass\n\n\nown = Own()\n';
    const { candidates } = await repaired(text, 'reportAbstractUsage');
    expect(candidates[0]?.after.text).toBe(`from b import Order
from c import Base


class Own(Base):
    def total(self, order: Order, *counts: int) -> int:
        return 0

    @property
    def name(self) -> str:
        return ""

    def find(self) -> Order | None:
        return None


own = Own()
`);
  });
});
