/** Typing as it was seen: what somebody types into files, with jumps, deletions, new lines and accepted suggestions. Data, and how to play it. */

/** What is done: text that is typed key by key, keys of Backspace, a suggestion that is accepted at once, a jump to the start of a line's end. */
export type Action =
  | { readonly type: string }
  | { readonly erase: number }
  | { readonly accept: string }
  | { readonly jump: number };

export interface Recording {
  readonly name: string;
  readonly path: string;
  /** The file; `¦` is the cursor. */
  readonly text: string;
  readonly actions: readonly Action[];
}

const phpMethods = (names: readonly string[]): string =>
  names
    .map(
      (name, at) =>
        `    public function ${name}(Order $order, int $limit = ${at + 1}): array\n    {\n        $rows = $this->repository->${name}Rows($order->id(), $limit);\n\n        return array_map(fn (array $row) => Line::fromRow($row), $rows);\n    }\n`,
    )
    .join('\n');

const php: Recording = {
  name: 'PHP',
  path: '/shop/src/OrderService.php',
  text: `<?php\n\nnamespace App\\Service;\n\nuse App\\Model\\Line;\nuse App\\Model\\Order;\nuse App\\Repository\\OrderRepository;\n\nfinal class OrderService\n{\n    public function __construct(private OrderRepository $repository)\n    {\n    }\n\n${phpMethods(['open', 'paid', 'sent', 'late'])}\n    ¦\n\n${phpMethods(['lost', 'kept'])}}\n`,
  actions: [
    { type: 'public function total(Order $order): int\n    {\n        $total = 0;\n        ' },
    { type: 'foreach ($order->lines() as $l' },
    { accept: 'ine) {\n            $total += $line->price() * $line->quantity();\n        }' },
    { type: '\n\n        return $totla' },
    { erase: 2 },
    { type: 'al;\n    }' },
    { jump: 5 },
    { type: '\nuse App\\Model\\Money;' },
    { jump: 42 },
    { type: '\n        $this->log->inf' },
    { erase: 3 },
    { type: 'debug($order->id());' },
  ],
};

const typescript: Recording = {
  name: 'TypeScript',
  path: '/app/src/cart.ts',
  text: `import { Item } from './item';\nimport { Price } from './price';\n\n${Array.from({ length: 9 }, (_, at) => `export function helper${at}(items: readonly Item[]): Price {\n  return items.reduce((sum, item) => sum.plus(item.price), Price.zero);\n}\n`).join('\n')}\nexport class Cart {\n  readonly #items: Item[] = [];\n\n  ¦\n\n  clear(): void {\n    this.#items.length = 0;\n  }\n\n  get size(): number {\n    return this.#items.length;\n  }\n}\n`,
  actions: [
    { type: 'add(item: Item, count = 1): void {\n    for (let at = 0; at < co' },
    { accept: 'unt; at++) this.#items.push(item);' },
    { type: '\n    this.#chagne' },
    { erase: 4 },
    { type: 'nged();\n  }\n\n  #changed(): void {\n    this.#listeners.forEach((listen) => listen(this));\n  }' },
  ],
};

const python: Recording = {
  name: 'Python',
  path: '/app/orders.py',
  text: `from .models import Line, Order\n\n\n${Array.from({ length: 8 }, (_, at) => `def helper_${at}(orders: list[Order]) -> list[Line]:\n    return [line for order in orders for line in order.lines]\n\n`).join('\n')}\nclass Orders:\n    def __init__(self, repository):\n        self.repository = repository\n\n    ¦\n\n    def late(self):\n        return [o for o in self.repository.all() if o.is_late]\n\n    def clear(self):\n        self.repository.clear()\n`,
  actions: [
    {
      type: 'def total(self, customer: Customer) -> int:\n        total = 0\n        for order in self.repository.of(cus',
    },
    { accept: 'tomer):\n            total += order.total' },
    { type: '\n        retrun' },
    { erase: 4 },
    { type: 'turn total' },
  ],
};

export const RECORDINGS: readonly Recording[] = [php, typescript, python];

/** The text after each key. */
export interface Key {
  readonly kind: 'within' | 'newLine' | 'jump' | 'accept' | 'erase';
  readonly prefix: string;
  readonly suffix: string;
}

export function* keysOf({ text, actions }: Recording): Generator<Key> {
  let at = text.indexOf('¦');
  let document = text.slice(0, at) + text.slice(at + 1);
  const key = (kind: Key['kind']): Key => ({ kind, prefix: document.slice(0, at), suffix: document.slice(at) });
  const put = (piece: string): void => {
    document = document.slice(0, at) + piece + document.slice(at);
    at += piece.length;
  };
  yield key('jump');
  for (const action of actions) {
    if ('type' in action) {
      // Editors indent a new line by themselves: a line break and its blanks are one key.
      for (const piece of action.type.match(/\n[ \t]*|[^\n]/gu) ?? []) {
        put(piece);
        yield key(piece.startsWith('\n') ? 'newLine' : 'within');
      }
    } else if ('erase' in action) {
      for (let count = 0; count < action.erase; count++) {
        document = document.slice(0, at - 1) + document.slice(at);
        at--;
        yield key('erase');
      }
    } else if ('accept' in action) {
      put(action.accept);
      yield key('accept');
    } else {
      at = document.split('\n').slice(0, action.jump).join('\n').length;
      yield key('jump');
    }
  }
}
