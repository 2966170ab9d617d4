import { beforeAll, describe, expect, it } from 'vitest';
import { type MemoryProject, memoryProject } from '../helpers/memory.ts';

const FILES = {
  'src/shop/__init__.py': `from .models import Order as Order
from .models import settings
from . import tools
`,
  'src/shop/base.py': `class Base:
    label: str = 'x'
    LIMIT = 10
    def save(self) -> bool:
        return True
    def _inner(self): ...
    def __private(self): ...
    @classmethod
    def make(cls):
        return cls()
`,
  'src/shop/models.py': `from __future__ import annotations
import typing as t
from dataclasses import dataclass
from enum import Enum
from typing import Generic, Iterator, Optional, TypeVar
from .base import Base
from . import base as basement

T = TypeVar('T')
class Status(Enum):
    OPEN = 'o'
    CLOSED = 'c'
@dataclass
class Item:
    sku: str
    order: 'Order'
    count: int = 0
class Box(Generic[T]):
    value: T
    def get(self) -> T: ...
class Order(Base):
    customer: Optional[Customer] = None
    items: list[Item] = []
    by_name: dict[str, Item]
    def __init__(self, status: Status, box: Box[Item], log=None):
        super().__init__()
        self.status = status
        self.box = box
        self.first = Item('a', self)
        self._log = log
        self.cache: t.Dict[str, t.List[Item]] = {}
    @property
    def last(self) -> Item:
        return self.items[-1]
    def pay(self, amount: int) -> Receipt | None: ...
    def chain(self):
        return self
    def found(self):
        if not self.items:
            return None
        return self.items[0]
    def __iter__(self) -> Iterator[Item]:
        return iter(self.items)
    def __enter__(self): return self
    def __exit__(self, *args): ...
    async def load(self) -> Customer: ...
class Customer:
    name = ''
    orders: 't.Sequence[Order]'
    def greet(self): ...
class Receipt:
    number = 1
    def total(self): ...
class Special(Order):
    extra = 1
Either = t.Union[Order, Item]
settings = Receipt()
def make_order(n: int) -> Order: ...
def untyped():
    order = make_order(1)
    return order
def wrap(value: T) -> Box[T]: ...
`,
  'src/shop/tools.py': `from .models import Order
def build() -> Order: ...
class Tool:
    def use(self): ...
DEFAULT = Tool()
`,
  'tests/conftest.py': `import pytest
from shop import Order
@pytest.fixture
def order():
    made = Order(None, None)
    return made
@pytest.fixture
def running(order):
    yield order
`,
} as const;

let project: MemoryProject;
beforeAll(async () => {
  project = await memoryProject(FILES);
});

const IMPORTS = `import shop
import shop.tools
import shop.models as m
from shop import tools, settings
from shop.models import Order, Item, Box, Customer, Status, Either, Receipt, Special, make_order, untyped, wrap
`;

/** What \`members\` says in a method; \`¦\` is the cursor. */
async function shown(body: string, path = 'src/shop/service.py', params = ''): Promise<string> {
  const text = `${IMPORTS}
class Service(Order):
    """Does "everything". Don't ask."""
    name: str = 'a'
    def __init__(self, given: Order, tool=None):
        self.given = given
        self.tool = tools.Tool()
        self.later = None
        self.maker = make_order(1)
    def other(self): ...
    def run(self, order: Order, item: 'Item', either: Either, orders: list[Order], pair: tuple[Order, Item], maybe: Customer | None, any, *rest: Item${params}):
        # It's a comment.
        ${body}

    def below(self):
        pass
`;
  const { snippets } = await project.ask(path, text, { sources: ['members'] });
  return snippets[0]?.text ?? '';
}

describe('the type before a dot of Python', () => {
  it.each<[string, string, string]>([
    ['self', 'self.¦', 'class Service'],
    ['cls', 'cls = type(self)\n        cls.¦', 'class Service'],
    ['super()', 'super().¦', 'class Order'],
    ['a typed parameter', 'order.¦', 'class Order'],
    ['one in quotes', 'item.¦', 'class Item'],
    ['an optional one', 'maybe.¦', 'class Customer'],
    ['starred ones', 'rest[0].¦', 'class Item'],
    ['an attribute given a parameter', 'self.given.¦', 'class Order'],
    ['an attribute given an object', 'self.tool.¦', 'class Tool'],
    ['an attribute given a result', 'self.maker.¦', 'class Order'],
    ['an attribute given here', 'self.later = Item("a", order)\n        self.later.¦', 'class Item'],
    ['an annotated attribute', 'order.customer.¦', 'class Customer'],
    ['an inherited attribute', 'self.first.¦', 'class Item'],
    ['a property', 'order.last.order.¦', 'class Order'],
    ['a chain', 'order.chain().chain().items[0].order.¦', 'class Order'],
    ['a chain over lines', '(order\n            .chain()\n            .¦', 'class Order'],
    ['what a method returns without saying so', 'order.found().¦', 'class Item'],
    ['an object made on the spot', 'Item("a", order).¦', 'class Item'],
    ['a variable', 'x = Item("a", order)\n        x.¦', 'class Item'],
    ['the last assignment', 'x = order\n        x = item\n        x.¦', 'class Item'],
    ['an assignment behind None', 'x = order\n        x = None\n        x.¦', 'class Order'],
    ['a typed variable', 'x: m.Receipt = any()\n        x.¦', 'class Receipt'],
    ['several targets', 'x = y = order\n        x.¦', 'class Order'],
    ['a tuple taken apart', 'a, b = pair\n        b.¦', 'class Item'],
    ['values taken apart', 'a, (b, c) = order, (1, item)\n        c.¦', 'class Item'],
    ['an assignment over lines', 'x = make_order(\n            1,\n        )\n        x.¦', 'class Order'],
    [':=', 'if (x := order.pay(1)) and x.¦', 'class Receipt'],
    ['a function', 'x = make_order(1)\n        x.¦', 'class Order'],
    ['one without a type', 'untyped().¦', 'class Order'],
    ['a function of a module', 'tools.build().¦', 'class Order'],
    ['a module', 'tools.¦', 'namespace tools'],
    ['a module of a package', 'shop.tools.¦', 'namespace tools'],
    ['a module under another name', 'm.make_order(1).¦', 'class Order'],
    ['a package', 'shop.¦', 'namespace shop'],
    ['what a package hands on', 'shop.settings.¦', 'class Receipt'],
    ['what is imported from a package', 'settings.¦', 'class Receipt'],
    ['a class', 'Order.¦', 'class Order'],
    ['an enum', 'Status.¦', 'class Status'],
    ['a case', 'Status.OPEN.¦', 'class Status'],
    ['a class method', 'Order.make().¦', 'class Order'],
    ['for', 'for x in orders:\n            x.¦', 'class Order'],
    ['for with positions', 'for i, x in enumerate(orders):\n            x.¦', 'class Order'],
    ['for with keys', 'for k, x in order.by_name.items():\n            x.¦', 'class Item'],
    ['for over an object', 'for x in order:\n            x.¦', 'class Item'],
    ['a comprehension in front', '[x for x in orders if x.¦', 'class Order'],
    ['a value of a dictionary', 'order.by_name["a"].¦', 'class Item'],
    ['get', 'order.by_name.get("a").¦', 'class Item'],
    ['generics inside of generics', 'order.cache["a"][0].¦', 'class Item'],
    ['a slice', 'orders[1:][0].¦', 'class Order'],
    ['a template', 'order.box.value.¦', 'class Item'],
    ['a template of a call', 'wrap(order).get().¦', 'class Order'],
    ['a list of what a loop makes', 'x = [o.first for o in orders]\n        x[0].¦', 'class Item'],
    ['a list that is written out', 'for x in [order]:\n            x.¦', 'class Order'],
    ['sorted', 'sorted(orders)[0].¦', 'class Order'],
    ['with', 'with make_order(1) as x:\n            x.¦', 'class Order'],
    ['several in with', 'with open("a") as f, make_order(1) as x:\n            x.¦', 'class Order'],
    ['except', 'try:\n            pass\n        except Special as e:\n            e.¦', 'class Special'],
    ['isinstance', 'if isinstance(any, Item):\n            any.¦', 'class Item'],
    ['isinstance in a condition', 'if isinstance(any, Item) and any.¦', 'class Item'],
    ['not isinstance', 'if not isinstance(any, Item):\n            return\n        any.¦', 'class Item'],
    ['assert isinstance', 'assert isinstance(any, Special)\n        any.¦', 'class Special'],
    ['isinstance of an attribute', 'if isinstance(self.later, Item):\n            self.later.¦', 'class Item'],
    ['await', 'x = await order.load()\n        x.¦', 'class Customer'],
    ['await in brackets', '(await order.load()).¦', 'class Customer'],
    ['or', 'x = maybe or order.customer\n        x.¦', 'class Customer'],
    ['a condition', 'x = order if any else None\n        x.¦', 'class Order'],
    ['cast', 'x = typing.cast("Item", any)\n        x.¦', 'class Item'],
    ['a function inside', 'def f(x: Item):\n            x.¦', 'class Item'],
    ['what a function inside gives', 'def f() -> Item: ...\n        f().¦', 'class Item'],
    ['a variable seen from a function inside', 'def f():\n            order.¦', 'class Order'],
    ['a bracket that is open', 'print("a", [order.¦', 'class Order'],
    ['text with code inside', 'print(f"{order.¦', 'class Order'],
    ['a typed name', 'order.it¦', 'class Order'],
    ['builtins', '"a".¦', 'class str'],
  ])('%s', async (_, body, head) => {
    expect(await shown(body)).toContain(head);
  });

  it.each<[string, string]>([
    ['an unknown name', 'nobody.¦'],
    ['a parameter without a type', 'any.¦'],
    ['what unknown calls give', 'any(1).¦'],
    ['a variable of a function inside that has ended', 'def f():\n            inner = order\n        inner.¦'],
    ['a check that has ended', 'if isinstance(any, Item):\n            pass\n        any.¦'],
    ['a check of another one', 'if not isinstance(any, Item):\n            any.¦'],
    ['a string', 'x = "order.¦'],
    ['a comment', '# order.¦'],
    ['a number', '1.¦'],
    ['a library', 'os.path.¦'],
    ['what was given something unknown last', 'x = order\n        x = any()\n        x.¦'],
  ])('is not guessed for %s', async (_, body) => {
    expect(await shown(body)).toBe('');
  });

  it('is both of a union', async () => {
    const text = await shown('either.¦');
    expect(text).toContain('by_name');
    expect(text).toContain('sku');
  });

  it('is what a fixture of pytest gives', async () => {
    const test = (param: string): Promise<string> =>
      project
        .ask('tests/test_order.py', `def test_it(${param}):\n    ${param}.¦\n`, { sources: ['members'] })
        .then(({ snippets }) => snippets[0]?.text ?? '');
    expect(await test('order')).toContain('class Order');
    expect(await test('running')).toContain('class Order');
    expect(await test('nothing')).toBe('');
  });

  it('shows inherited members, and hides what is not for others', async () => {
    const ours = await shown('self.¦');
    for (const name of ['save', 'LIMIT', 'label', '_inner', 'tool', 'below', 'items']) expect(ours).toContain(name);
    const theirs = await shown('order.¦');
    for (const name of ['save', 'LIMIT', 'pay', 'status', 'last']) expect(theirs).toContain(name);
    expect(theirs).not.toContain('__private');
    expect(theirs).not.toContain('__init__');
  });

  it('offers what is called of the parent only', async () => {
    expect(await shown('super().¦')).toContain('__init__');
  });

  it('lists classes and functions of modules', async () => {
    const text = await shown('tools.¦');
    for (const name of ['build', 'Tool', 'DEFAULT']) expect(text).toContain(name);
    expect(await shown('shop.¦')).toContain('Order');
  });

  it('does not list what only objects have on a class', async () => {
    const text = await shown('Order.¦');
    expect(text).toContain('make');
    expect(text).not.toContain('_log');
  });
});
