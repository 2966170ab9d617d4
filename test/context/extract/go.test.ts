import { beforeAll, describe, expect, it } from 'vitest';
import type { Declaration, FileSymbols } from '../../../src/context/symbols.ts';
import { go } from '../../../src/syntax/languages/go.ts';
import { memoryProject, reader } from '../helpers/memory.ts';

beforeAll(() => reader.load(go));

const read = (code: string): FileSymbols => reader.read(go, code);
function named(symbols: FileSymbols, name: string): Record<string, unknown> {
  const found = symbols.declarations.find((one) => one.name === name);
  return { ...found, parent: symbols.declarations[found?.parent ?? -1]?.name ?? '' };
}

const CODE = `package shop

import (
	"fmt"
	b "github.com/gin-gonic/gin/binding"
	_ "embed"
	"gopkg.in/yaml.v3"
)

const (
	Open Status = iota
	closed
)

var ErrX = fmt.Errorf("x = %d", 1)

// Handle does.
func (o *Order) Handle(ctx context.Context, a, b int, opts ...func(*Order) error) (n int, err error) {
	x := &Line{A: 1}
	return 1, nil
}

// Order is one.
type Order struct {
	*b.JSON
	ID, Other int64 \`json:"id"\`
	lines     []Line // the lines
}

type (
	Repo interface {
		io.Reader
		Find(id int) (*Order, error)
	}
	Handler func(*Order) error
	List[K comparable, V any] struct{ items map[K]V }
)

func (l List[K, V]) Get(k K) V { return l.items[k] }
func New(repo Repo) *Order { return new(Order) }
func (e *Engine) far(string, int) error { return nil }
`;

describe('Go', () => {
  it.each<[string, string, Partial<Declaration>]>([
    ['Open', '', { kind: 'constant', qualified: 'shop.Open', type: 'Status' }],
    ['closed', '', { type: 'Status', visibility: 'protected' }],
    ['ErrX', '', { kind: 'variable', values: ['fmt.Errorf("x = %d", 1)'] }],
    ['Order', '', { kind: 'struct', qualified: 'shop.Order', extends: ['b.JSON'], signature: 'type Order struct' }],
    ['Handle', 'Order', { kind: 'method', type: '(int, error)', row: 16, nameRow: 17 }],
    ['JSON', 'Order', { kind: 'property', type: '*b.JSON' }],
    ['Other', 'Order', { kind: 'property', type: 'int64', signature: 'Other int64' }],
    ['lines', 'Order', { type: '[]Line', visibility: 'protected' }],
    ['Repo', '', { kind: 'interface', extends: ['io.Reader'] }],
    ['Find', 'Repo', { kind: 'method', type: '(*Order, error)' }],
    ['Handler', '', { kind: 'type', type: 'func(*Order) error' }],
    ['List', '', { kind: 'struct', templates: ['K', 'V'], bounds: ['comparable', ''] }],
    ['Get', 'List', { type: 'V', params: [{ name: 'k', type: 'K' }] }],
    ['New', '', { kind: 'function', qualified: 'shop.New', type: '*Order', signature: 'func New(repo Repo) *Order' }],
    ['far', 'Engine', { kind: 'method', visibility: 'protected' }],
    ['Engine', '', { kind: 'extension', qualified: 'shop.Engine' }],
  ])('declares %s in %s', (name, parent, want) => {
    expect(named(read(CODE), name)).toMatchObject({ ...want, parent });
  });

  it('gives parameters of one type that type', () => {
    expect(named(read(CODE), 'Handle')['params']).toEqual([
      { name: 'ctx', type: 'context.Context' },
      { name: 'a', type: 'int' },
      { name: 'b', type: 'int' },
      { name: 'opts', type: 'func(*Order) error', isVariadic: true },
    ]);
  });

  it('knows its package, what it imports, and what it names', () => {
    const { namespace, imports, references } = read(CODE);
    expect(namespace).toBe('shop');
    expect(imports.map(({ alias }) => alias)).toEqual(['fmt', 'b', 'yaml']);
    const used = references.map(({ role, name }) => `${role} ${name}`);
    expect(used).toEqual(
      expect.arrayContaining([
        'call fmt.Errorf',
        'type binding.JSON',
        'new shop.Line',
        'new shop.Order',
        'type shop.Repo',
      ]),
    );
  });

  it('has containers stand before their members, wherever they are declared', () => {
    for (const [index, { parent }] of read(CODE).declarations.entries()) expect(parent).toBeLessThan(index);
  });

  it('reads code that ends anywhere', () => {
    for (let end = 0; end <= CODE.length; end += 3) expect(() => read(CODE.slice(0, end))).not.toThrow();
  });
});

it('gives a type the methods that other files of its package declare', async () => {
  const { ask } = await memoryProject({
    'go.mod': 'module m',
    'order.go': 'package shop\n\ntype Order struct {\n\tID int\n}\n',
    'total.go': 'package shop\n\nfunc (o *Order) Total(rate int) int { return 1 }\n',
  });
  const text = 'package shop\n\nfunc Pay(order *Order) {\n\torder¦\n}\n';
  const { snippets } = await ask('pay.go', text);
  const shown = snippets.filter(({ source }) => source === 'scope').map((one) => one.text);
  expect(shown.join('\n')).toContain('func (o *Order) Total(rate int) int');
});
