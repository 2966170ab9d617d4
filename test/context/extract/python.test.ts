import { beforeAll, describe, expect, it } from 'vitest';
import type { Declaration, FileSymbols } from '../../../src/context/symbols.ts';
import { python } from '../../../src/syntax/languages/python.ts';
import { reader } from '../helpers/memory.ts';

beforeAll(() => reader.load(python));

const read = (code: string): FileSymbols => reader.read(python, code);
const named = ({ declarations }: FileSymbols, name: string): Declaration | undefined =>
  declarations.find((one) => one.name === name);

const CODE = `import os, numpy as np
from . import models
from ..core.base import (Base, mixin as Mix,  # why
    CONST)
from app.types import *

T = TypeVar("T", bound="Base")
Handler = t.Callable[[str], None]
LIMIT: Final = 3
try:
    import json
except ImportError:
    json = None

@dataclass(frozen=True)
class Order(Base, Generic[T], metaclass=Meta):
    """An order."""
    id: int
    items: list["Item"] = field(default_factory=list)
    MAX = 5

    class Meta:
        ordering = ['id']

    def __init__(self, repo: Repo, *, tax: float = 0.1, **more) -> None:
        self.repo = repo
        self._cache: dict[
            str,
            int,
        ] = {}
        self.a, self.b = pair()
        self.label = "a=b: c"
        self.total = 1
        if self.repo: self.made = Thing()

    @property
    def total(self) -> int:
        return self._total

    @total.setter
    def total(self, value: int): self._total = value

    @classmethod
    def make(cls, a, b=2) -> "Order": ...

    @abstractmethod
    async def run(
        self,
        each: Callable[[int], str] = lambda x: x,
    ):
        def inner(): return 5
        return Runner(self)

    def __hidden(self): pass

class Color(str, Enum):
    RED = "r"

class Goes(Protocol):
    def go(self) -> None: ...

def help(order: models.Order, *args: int):
    x = Base(1)
    models.save(order)
    return x
`;

describe('Python', () => {
  it.each<[string, Partial<Declaration>]>([
    ['Handler', { kind: 'type', type: 't.Callable[[str], None]' }],
    ['LIMIT', { kind: 'constant', values: ['3'] }],
    ['T', { kind: 'constant' }],
    ['Order', { kind: 'class', row: 14, nameRow: 15, extends: ['Base'], templates: ['T'], bounds: ['Base'] }],
    ['Color', { kind: 'enum', extends: ['str', 'Enum'] }],
    ['RED', { kind: 'case', type: 'Color', isStatic: true }],
    ['Goes', { kind: 'interface' }],
    ['help', { kind: 'function', values: ['x'], signature: 'def help(order: models.Order, *args: int)' }],
  ])('declares %s', (name, want) => {
    expect(named(read(CODE), name)).toMatchObject(want);
  });

  it.each<[string, Partial<Declaration>]>([
    ['items', { kind: 'property', type: 'list[Item]' }],
    ['MAX', { kind: 'constant', values: ['5'] }],
    ['Meta', { kind: 'class', qualified: 'Order.Meta' }],
    ['repo', { kind: 'property', type: 'Repo', signature: 'repo: Repo' }],
    ['_cache', { kind: 'property', type: 'dict[str, int]', visibility: 'protected' }],
    ['b', { kind: 'property' }],
    ['label', { values: ['"a=b: c"'], valuesIn: ['__init__'] }],
    ['made', { values: ['Thing()'] }],
    ['total', { kind: 'property', type: 'int', signature: 'total: int', row: 35 }],
    [
      'make',
      { kind: 'method', type: 'Order', isStatic: true, params: [{ name: 'a' }, { name: 'b', isOptional: true }] },
    ],
    [
      'run',
      {
        isAbstract: true,
        values: ['Runner(self)'],
        signature: 'async def run(self, each: Callable[[int], str] = lambda x: x)',
      },
    ],
    ['__hidden', { visibility: 'private' }],
  ])('gives a class its member %s', (name, want) => {
    const symbols = read(CODE);
    const order = symbols.declarations.findIndex((one) => one.name === 'Order');
    expect(named(symbols, name)).toMatchObject({ parent: order, ...want });
  });

  it('knows each attribute once, and nothing of the setter', () => {
    const { declarations } = read(CODE);
    expect(declarations.filter(({ name }) => name === 'total')).toHaveLength(1);
  });

  it('keeps the name of a function inside of another from being mistaken', () => {
    expect(named(read(CODE), 'inner')).toMatchObject({ parent: -1, qualified: 'run.inner', visibility: 'private' });
  });

  it.each([
    ['numpy as np', 'module np=* numpy'],
    ['a module of a package', 'module models=* .models'],
    ['a name of a relative module', 'type Base=Base ..core.base'],
    ['an alias', 'function Mix=mixin ..core.base'],
    ['a constant', 'constant CONST=CONST ..core.base'],
    ['everything', 'module *=* app.types'],
    ['what stands in a block', 'module json=* json'],
  ])('imports %s', (_, want) => {
    expect(read(CODE).imports.map(({ kind, alias, name, from }) => `${kind} ${alias}=${name} ${from}`)).toContain(want);
  });

  it('knows what imported names are used for', () => {
    const used = read(CODE).references.map(({ role, name }) => `${role} ${name}`);
    expect(used).toEqual(expect.arrayContaining(['extends Base', 'new Base', 'type Order', 'call save']));
  });

  it.each([
    ['Sphinx', ':param Order order: it\n    :type n: int\n    :rtype: Item', 'Item'],
    [
      'Google',
      'Args:\n        order (Order): it\n        n (int, optional): of them\n\n    Returns:\n        Item: one',
      'Item',
    ],
  ])('reads the types of docstrings as %s writes them', (_, text, type) => {
    const symbols = read(`def f(order, n=1):\n    """\n    ${text}\n    """\n`);
    expect(named(symbols, 'f')).toMatchObject({
      type,
      params: [
        { name: 'order', type: 'Order' },
        { name: 'n', type: 'int', isOptional: true },
      ],
    });
  });

  it('takes prose in a docstring for no type', () => {
    expect(named(read('def f(a):\n    """\n    :rtype: the sum of it all\n    """\n'), 'f')?.type).toBeUndefined();
  });

  it('reads code that ends anywhere, and what is whole in it', () => {
    for (let end = 0; end <= CODE.length; end += 3) expect(() => read(CODE.slice(0, end))).not.toThrow();
    expect(named(read(CODE.slice(0, CODE.indexOf('LIMIT')) + 'def broken(a, (\n'), 'Handler')).toBeDefined();
  });

  it('reads long lines of names in time', () => {
    // A pattern that tries all ways to cut them takes longer than anybody waits.
    expect(named(read(`class A:\n    def f(self):\n        self.a(${'abc.def, '.repeat(5000)})\n`), 'f')).toBeDefined();
  });
});
