import { beforeAll, describe, expect, it } from 'vitest';
import { type MemoryProject, memoryProject } from '../helpers/memory.ts';

const FILES = {
  'go.mod': 'module example.com/shop/v2\n\ngo 1.22\n',
  'models/order.go': `package models

import "example.com/shop/v2/base"

type Status int

const (
	Open Status = iota
	Closed
)

func (s Status) Label() string { return "" }

type Item struct {
	Sku   string
	Order *Order
	count int
}

type Payer interface {
	base.Saver
	Pay(amount int) (*Receipt, error)
}

type Order struct {
	base.Model
	*Customer
	Items  []*Item
	ByName map[string]Item
	Status Status
	Box    Box[Item]
	Events chan Item
	Handle func(o *Order) Receipt
	secret int
}

type Box[T any] struct {
	Value T
}

func (b *Box[T]) Get() T { return b.Value }

type Items []*Item

func (i Items) First() *Item { return i[0] }

func NewOrder(n int) (*Order, error) { return &Order{}, nil }

func Load() Items { return nil }

func Wrap[T any](value T) *Box[T] { return nil }

var Default = &Order{}

var Fallback Item
`,
  'models/more.go': `package models

type Customer struct {
	Name   string
	Orders []Order
}

type Receipt struct {
	Number int
	Total  Money
}

type Money float64

func (m Money) Cents() int { return 0 }

func (o *Order) Find(name string) *Item { return nil }

func (o *Order) Chain() *Order { return o }

func (o *Order) hidden() {}

func (o *Order) All() (Items, *Receipt, error) { return nil, nil, nil }
`,
  'base/base.go': `package base

type Model struct {
	ID int
}

func (m *Model) Save() error { return nil }

type Saver interface {
	Save() error
}
`,
} as const;

let project: MemoryProject;
beforeAll(async () => {
  project = await memoryProject(FILES);
});

/** What \`members\` says in a method; \`¦\` is the cursor. */
async function shown(body: string, path = 'service/service.go'): Promise<string> {
  const text = `package service

import (
	"fmt"

	"example.com/shop/v2/models"
	alias "example.com/shop/v2/base"
)

type Service struct {
	order *models.Order
	Tool
}

type Tool struct{ used bool }

func (t Tool) Use() {}

func (s *Service) Run(order *models.Order, payer models.Payer, items []models.Item, any interface{}, rest ...models.Item) (result models.Receipt, err error) {
	// It's a comment: {
	${body}
}

func make2() models.Item { return models.Item{} }
`;
  const { snippets } = await project.ask(path, text, { sources: ['members'] });
  return snippets[0]?.text ?? '';
}

describe('the type before a dot of Go', () => {
  it.each<[string, string, string]>([
    ['the receiver', 's.¦', 'type Service struct'],
    ['a parameter', 'order.¦', 'type Order struct'],
    ['a result with a name', 'result.¦', 'type Receipt struct'],
    ['an interface', 'payer.¦', 'type Payer interface'],
    ['a field', 's.order.¦', 'type Order struct'],
    ['an embedded field', 's.Tool.¦', 'type Tool struct'],
    ['a field of an embedded type', 'order.Orders[0].¦', 'type Order struct'],
    ['a chain', 'order.Chain().Chain().Find("a").Order.¦', 'type Order struct'],
    ['a package', 'models.¦', 'package models'],
    ['a package under another name', 'alias.¦', 'package base'],
    ['a function of a package', 'o, err := models.NewOrder(1)\n\to.¦', 'type Order struct'],
    ['the second result', '_, r, _ := order.All()\n\tr.¦', 'type Receipt struct'],
    ['a variable of a package', 'models.Default.¦', 'type Order struct'],
    ['a typed variable of a package', 'models.Fallback.¦', 'type Item struct'],
    ['a function of the own package', 'make2().¦', 'type Item struct'],
    ['&T{}', 'o := &models.Order{Items: nil}\n\to.¦', 'type Order struct'],
    ['T{} over lines', 'o := models.Item{\n\t\tSku: "}",\n\t}\n\to.¦', 'type Item struct'],
    ['new', 'o := new(models.Item)\n\to.¦', 'type Item struct'],
    ['make', 'm := make(map[string]models.Item)\n\tm["a"].¦', 'type Item struct'],
    ['var', 'var o models.Item\n\to.¦', 'type Item struct'],
    ['var with a value', 'var o = make2()\n\to.¦', 'type Item struct'],
    ['range', 'for _, item := range order.Items {\n\t\titem.¦', 'type Item struct'],
    ['range over a map', 'for name, item := range order.ByName {\n\t\titem.¦', 'type Item struct'],
    ['range over a named list', 'for _, item := range models.Load() {\n\t\titem.¦', 'type Item struct'],
    ['a named list', 'models.Load().¦', 'type Items'],
    ['rest', 'rest[0].¦', 'type Item struct'],
    ['a slice', 'items[1:][0].¦', 'type Item struct'],
    ['a map', 'order.ByName["a"].¦', 'type Item struct'],
    ['a map with ok', 'if item, ok := order.ByName["a"]; ok {\n\t\titem.¦', 'type Item struct'],
    ['a channel', 'item := <-order.Events\n\titem.¦', 'type Item struct'],
    ['a function in a field', 'order.Handle(order).¦', 'type Receipt struct'],
    ['an assertion', 'o := any.(*models.Order)\n\to.¦', 'type Order struct'],
    ['an assertion on the spot', 'any.(*models.Order).Find("a").¦', 'type Item struct'],
    ['an assertion with ok', 'if o, ok := any.(models.Item); ok {\n\t\to.¦', 'type Item struct'],
    [
      'a type switch',
      'switch o := any.(type) {\n\tcase *models.Item:\n\t\tfmt.Println(o)\n\tcase *models.Order:\n\t\to.¦',
      'type Order struct',
    ],
    ['generics', 'order.Box.Get().¦', 'type Item struct'],
    ['a generic function', 'models.Wrap(order).Get().¦', 'type Order struct'],
    ['a function that is written here', 'f := func(o models.Item) {\n\t\to.¦', 'type Item struct'],
    ['what that gives', 'f := func() *models.Order { return nil }\n\tf().¦', 'type Order struct'],
    ['a variable seen from inside', 'func() {\n\t\torder.¦', 'type Order struct'],
    ['a named number', 'order.Status.¦', 'type Status'],
    ['a chain over lines', 'order.\n\t\tChain().\n\t\t¦', 'type Order struct'],
    ['an open bracket', 'fmt.Println("a", order.¦', 'type Order struct'],
    ['append', 'all := append(items, items...)\n\tall[0].¦', 'type Item struct'],
    [
      'a struct without a name',
      'tests := []struct {\n\t\tname string\n\t\twant *models.Item\n\t}{\n\t\t{"a", nil},\n\t}\n\tfor _, test := range tests {\n\t\ttest.want.¦',
      'type Item struct',
    ],
    ['a condition', 'if order.¦', 'type Order struct'],
    ['an error', 'err.¦', 'type error interface'],
  ])('%s', async (_, body, head) => {
    expect(await shown(body)).toContain(head);
  });

  it.each<[string, string]>([
    ['an unknown name', 'nobody.¦'],
    ['any', 'any.¦'],
    ["Go's own packages", 'fmt.¦'],
    ['what they give', 'x := fmt.Sprint()\n\tx.¦'],
    ['a variable of a block that has ended', '{\n\t\tinner := order\n\t}\n\tinner.¦'],
    ['one of a condition that has ended', 'if inner := order; true {\n\t}\n\tinner.¦'],
    ['a string', 'x := "order.¦'],
    ['a comment', '// order.¦'],
    ['a case of several types', 'switch o := any.(type) {\n\tcase models.Item, models.Order:\n\t\to.¦'],
  ])('is not guessed for %s', async (_, body) => {
    expect(await shown(body)).toBe('');
  });

  it('has the members of all files of the package, and of what is embedded', async () => {
    const text = await shown('order.¦');
    for (const name of ['Items', 'Find', 'Chain', 'Save', 'ID', 'Name']) expect(text).toContain(name);
    for (const name of ['hidden', 'secret']) expect(text).not.toContain(name);
  });

  it('sees what is not exported in its own package', async () => {
    const text = 'package models\n\nfunc use(o *Order) {\n\to.¦\n}\n';
    const { snippets } = await project.ask('models/use.go', text, { sources: ['members'] });
    expect(snippets[0]?.text).toContain('hidden');
    expect(snippets[0]?.text).toContain('secret');
  });

  it('lists what a package exports', async () => {
    const text = await shown('models.¦');
    for (const name of ['NewOrder', 'Customer', 'Default', 'Open']) expect(text).toContain(name);
  });

  it('shows the fields of a struct without a name', async () => {
    const text = await shown('var s struct {\n\t\tFoo, Bar string\n\t}\n\ts.¦');
    expect(text).toContain('Foo string');
    expect(text).toContain('Bar string');
  });
});
