/** Faulty TypeScript and Python, one fault a file. */
import type { Faulty, Language } from './stage.ts';

const TS = `import { Shape, totalOf } from './lib.ts';

export class Box implements Shape {
  private readonly rows: number[] = [1];

  sum(label: string): number {
    const count = this.rows.length;
    return totalOf(count, label) + '🐘é'.length;
  }

  twice(label: string): number {
    return 2 * this.sum(label);
  }
}
`;

function script(name: string, from: string, to: string, at: string, code: string): Faulty {
  return { name, path: `${name.replace(/\W+/gu, '-')}.ts`, right: TS, fault: [from, to], at, code };
}

export const typescript: Language = {
  filetype: 'typescript',
  client: 'ts_ls',
  program: 'typescript-language-server/lib/cli.mjs',
  files: {
    'tsconfig.json':
      '{"compilerOptions":{"strict":true,"target":"es2022","noEmit":true,"module":"esnext","moduleResolution":"bundler","allowImportingTsExtensions":true}}',
    'lib.ts':
      'export interface Shape {\n  twice(label: string): number;\n}\nexport function totalOf(count: number, currency: string): number {\n  return count + currency.length;\n}\n',
    'use.ts': "import { totalOf } from './lib.ts';\nexport const used = totalOf(1, '');\n",
  },
  faulty: [
    script('a member', '.rows.length', '.rows.legnth', 'legnth', '2551'),
    script('a name', '(count, label) +', '(cuont, label) +', 'cuont', '2552'),
    script('an import', "import { Shape, totalOf } from './lib.ts';\n\n", '', 'totalOf(count', '2304'),
    script('a bracket', 'this.sum(label);', 'this.sum(label;', 'return 2', '1005'),
    script('the own object', 'this.sum(label)', 'sum(label)', 'sum(label);', '2663'),
    script('an order', 'totalOf(count, label)', 'totalOf(label, count)', 'label, count', '2345'),
  ],
};

const PYTHON = `import os

from lib import Order


class Box:
    def __init__(self) -> None:
        self.rows = [1]

    def sum_of(self, order: Order, label: str) -> int:
        count = len(self.rows)
        return order.total(count) + len("🐘é") + len(label)

    def twice(self, order: Order) -> int:
        if os.sep == "/":
            return 2
        return 2 * self.sum_of(order, "")
`;

function python(name: string, from: string, to: string, at: string, code: string): Faulty {
  return { name, path: `${name.replace(/\W+/gu, '_')}.py`, right: PYTHON, fault: [from, to], at, code };
}

export const pythonFaults: Language = {
  filetype: 'python',
  client: 'pyright',
  program: 'pyright/langserver.index.js',
  files: {
    'pyrightconfig.json': '{}',
    'lib.py': 'class Order:\n    def total(self, count: int) -> int:\n        return count\n',
    'use.py': 'from lib import Order\n\norder = Order()\n',
  },
  faulty: [
    python('a member', 'len(self.rows)', 'len(self.rwos)', 'rwos', 'reportAttributeAccessIssue'),
    python('a name', 'total(count)', 'total(cuont)', 'cuont', 'reportUndefinedVariable'),
    python('a function', 'len(label)', 'lne(label)', 'lne', 'reportUndefinedVariable'),
    python('an import', 'from lib import Order\n', '', 'Order, label', 'reportUndefinedVariable'),
    python('a colon', 'if os.sep == "/":', 'if os.sep == "/"', 'if os', ''),
    python('the own object', 'self.sum_of(order', 'sum_of(order', 'sum_of(order,', 'reportUndefinedVariable'),
  ],
};
