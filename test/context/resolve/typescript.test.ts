import { beforeAll, describe, expect, it } from 'vitest';
import { type MemoryProject, memoryProject } from '../helpers/memory.ts';

const FILES = {
  'src/models/order.ts': `import type { Customer } from './customer';
import { Base } from '../base.js';
export interface Payable { pay(amount: number): Promise<Receipt>; }
export interface Receipt { number: string; order: Order; }
export class Order extends Base implements Payable {
  static latest: Order;
  static make(): Order { return new Order(); }
  customer?: Customer;
  items: Item[] = [];
  #secret = 1;
  private hidden = 2;
  readonly byName = new Map<string, Item>();
  private pending = new Map<string, { receipt: Receipt }>();
  async pay(amount: number): Promise<Receipt> { throw new Error(); }
  find(test: (item: Item) => boolean): Item | undefined { return undefined; }
  get total(): number { return 1; }
  onPaid: (receipt: Receipt) => void = () => {};
  each = <U>(act: (item: Item) => U): U[] => this.items.map(act);
  helper() { return this.customer; }
}
export class Item { sku = ''; kind: 'a' | 'b' = 'a'; order!: Order; }
export enum Status { Open = 'o', Closed = 'c' }
export type Either = Order | Item | undefined;
export type Shape = { name: string; customer: Customer; nested: { item: Item } };
export type Handler = (order: Order, at: number) => void;
export const settings = { order: new Order(), retries: 3, load(): Item { return new Item(); } };
export function load(id: number) { return new Order(); }
export const loadAll = async (): Promise<Order[]> => [];
export function wrap<T>(value: T): Box<T> { return { value }; }
export function search(order: Order, fits: (order: Order) => boolean = () => true): Item | null { return null; }
export function open<T>(box: Box<T>): T { return box.value; }
export function listen(handler: Handler): void {}
export interface Slim extends Omit<Receipt, 'order'> { extra: string; }
export interface Box<T> { value: T; all: readonly T[]; }
export default class Shop { orders = new Set<Order>(); }
`,
  'src/models/customer.ts': `export interface Named { name: string; }
export interface Customer extends Named { orders: import('./order').Order[]; email: string; }
`,
  'src/models/index.ts': `export * from './order';
export { Customer as Client } from './customer';
export * as people from './customer';
`,
  'src/base.ts': `export abstract class Base { protected inner = 1; save(): Promise<void> { return Promise.resolve(); } private own() {} }
`,
  'src/other/order.ts': `export class Order { unrelated = 1; }
`,
  'src/old.js': `const { Order } = require('./models/order');
class Old { constructor(order) { this.order = new Order(); this.log = []; } run() { return this.order; } }
module.exports = { Old };
`,
} as const;

let project: MemoryProject;
beforeAll(async () => {
  project = await memoryProject(FILES);
});

const IMPORTS = `import Shop, { Order, Item, Status, type Either, type Shape, type Payable, settings, load, loadAll, wrap, listen, search, open } from './models/order';
import * as models from './models';
import { Client, people } from './models';
`;

/** What \`members\` says for a body of a method; \`¦\` is the cursor. */
async function shown(body: string, path = 'src/service.ts', members = ''): Promise<string> {
  const text = `${IMPORTS}
export class Service extends Order {
  private readonly made = new Item();
  constructor(private readonly order: Order, readonly shop?: Shop) { super(); }
  ${members}
  run(given: Order, either: Either, shape: Shape, list: Order[], pair: [Order, Item], any: any, opts: { item: Item; deep?: { order: Order } }) {
    ${body}
  }
}
`;
  const { snippets } = await project.ask(path, text, { sources: ['members'] });
  return snippets[0]?.text ?? '';
}

const names = (text: string): ReadonlySet<string> => new Set(text.match(/[A-Za-z_]\w*/gu));

describe('the type before a dot', () => {
  it.each<[string, string, string]>([
    ['a typed parameter', 'given.¦', 'class Order'],
    ['a parameter property', 'this.order.¦', 'class Order'],
    ['an optional one', 'this.shop?.¦', 'class Shop'],
    ['a field by its value', 'this.made.¦', 'class Item'],
    ['a chain', 'given.items[0].order.customer?.¦', 'interface Customer'],
    ['a chain over lines', 'given\n      .find((item) => true)\n      ?.¦', 'class Item'],
    ['behind a !', 'given.customer!.¦', 'interface Customer'],
    ['new', 'new Item().¦', 'class Item'],
    ['a variable', 'const o = new Order();\n o.¦', 'class Order'],
    ['a typed variable', 'let o: Item;\n o.¦', 'class Item'],
    ['the last assignment', 'let o;\n o = new Item();\n o.¦', 'class Item'],
    ['a promise that is waited for', 'const r = await given.pay(1);\n r.¦', 'interface Receipt'],
    ['in brackets', '(await given.pay(1)).¦', 'interface Receipt'],
    ['an imported function', 'load(1).¦', 'class Order'],
    ['an async arrow function', '(await loadAll())[0].¦', 'class Order'],
    ['a template that a call binds', 'wrap(given).value.¦', 'class Order'],
    ['a function whose parameter has a function as default', 'search(given).¦', 'class Item'],
    ['a template inside of the same generic type', 'open(wrap(given)).¦', 'class Order'],
    ['a template that a call says', 'wrap<Item>(any).all[0].¦', 'class Item'],
    ['a local function', 'function f(): Item { return any; }\n f().¦', 'class Item'],
    ['a local arrow function', 'const f = (o: Order) => o.customer;\n f(given).¦', 'interface Customer'],
    ['as', '(any as Order).¦', 'class Order'],
    ['for of', 'for (const o of list) {\n o.¦', 'class Order'],
    ['for of a map', 'for (const [name, item] of given.byName) {\n item.¦', 'class Item'],
    ['for of the entries', 'for (const [name, item] of given.byName.entries()) {\n item.¦', 'class Item'],
    ['an object taken apart', 'const { customer } = given;\n customer.¦', 'interface Customer'],
    ['under another name', 'const { customer: c } = given;\n c.¦', 'interface Customer'],
    ['deeper', 'const { nested: { item } } = shape;\n item.¦', 'class Item'],
    ['a tuple taken apart', 'const [a, b] = pair;\n b.¦', 'class Item'],
    ['a callback', 'list.map((o) => o.¦', 'class Order'],
    ['one without brackets', 'list.filter(o => o.¦', 'class Order'],
    ['a function as callback', 'list.forEach(function (o) {\n o.¦', 'class Order'],
    ['a callback taken apart', 'list.map(({ customer }) => customer.¦', 'interface Customer'],
    ['one of a class', 'given.find((item) => item.¦', 'class Item'],
    ['by an alias', 'listen((order) => {\n order.¦', 'class Order'],
    ['what a callback gives', 'list.map((o) => o.customer)[0].¦', 'interface Customer'],
    ['after a filter', 'list.filter((o) => o.total > 1).map((o) => o.¦', 'class Order'],
    ['reduce', 'list.reduce((sum, o) => sum + o.¦', 'class Order'],
    ['then', 'given.pay(1).then((r) => r.¦', 'interface Receipt'],
    ['a map', "given.byName.get('a')?.¦", 'class Item'],
    ['in a shape', 'opts.item.¦', 'class Item'],
    ['deep in a shape', 'opts.deep?.order.¦', 'class Order'],
    ['an alias that is a shape', 'shape.customer.¦', 'interface Customer'],
    ['either of two', 'const x = any ? given : null;\n x.¦', 'class Order'],
    ['a fallback', 'const x = any ?? new Item();\n x.¦', 'class Item'],
    ['instanceof', 'if (any instanceof Item) {\n any.¦', 'class Item'],
    ['instanceof that was left', 'if (!(any instanceof Item)) {\n return;\n}\n any.¦', 'class Item'],
    ['super', 'super.¦', 'class Order'],
    ['a static property', 'Order.latest.¦', 'class Order'],
    ['a static method', 'Order.make().¦', 'class Order'],
    ['a default import', 'new Shop().¦', 'class Shop'],
    ['an element of a set', 'for (const o of this.shop.orders) {\n o.¦', 'class Order'],
    ['a module', 'new models.Item().¦', 'class Item'],
    ['what a module hands on', 'const c: Client = any;\n c.¦', 'interface Customer'],
    ['a type of a module', 'const c: people.Customer = any;\n c.¦', 'interface Customer'],
    ['a constant object', 'settings.order.¦', 'class Order'],
    ['its method', 'settings.load().¦', 'class Item'],
    ['a getter of no type', 'given.helper().¦', 'interface Customer'],
    ['Partial', 'const p: Partial<Order> = {};\n p.¦', 'class Order'],
    ['typeof', 'const s: typeof settings = any;\n s.order.¦', 'class Order'],
    ['the type of a field', "const f: Shape['customer'] = any;\n f.¦", 'interface Customer'],
    ['code in a template', 'const t = `${given.¦', 'class Order'],
    ['an argument', 'f(1, given.¦', 'class Order'],
    ['spread', 'const a = [...list, ...given.¦', 'class Order'],
  ])('is found: %s', async (_, body, want) => {
    expect(await shown(body)).toMatch(new RegExp(`^(?:abstract )?${want}\\b`, 'u'));
  });

  it.each([
    ['an unknown name', 'nobody.¦'],
    ['any', 'any.¦'],
    ['a string', "'given.¦"],
    ['a comment', '// given.¦'],
    ['a name of a block that is closed', '{ const o = new Order(); }\n o.¦'],
    ['a caught error', 'const e = given;\n try { } catch (e) { e.¦'],
    ['a parameter that hides another', 'any.use((given) => { given.¦'],
    ['an assignment of itself', 'const x = x.next();\n x.¦'],
    ['a number', '1.¦'],
  ])('is not guessed: %s', async (_, body) => {
    expect(await shown(body)).toBe('');
  });
});

describe('the members', () => {
  it('are inherited ones as well, and those that are hidden only from inside', async () => {
    const outside = names(await shown('given.¦'));
    for (const name of ['pay', 'items', 'save', 'total', 'onPaid', 'each']) expect(outside).toContain(name);
    for (const name of ['hidden', 'secret', 'latest', 'make', 'constructor', 'own']) {
      expect(outside).not.toContain(name);
    }
    const inside = names(await shown('this.¦'));
    for (const name of ['made', 'order', 'run', 'inner', 'save', 'pay']) expect(inside).toContain(name);
    expect(inside).not.toContain('own');
  });

  it('of a class are its static ones', async () => {
    const text = names(await shown('Order.¦'));
    for (const name of ['latest', 'make']) expect(text).toContain(name);
    expect(text).not.toContain('items');
  });

  it('of an enum are its cases', async () => {
    expect(names(await shown('Status.¦'))).toContain('Closed');
  });

  it('of a module are its names', async () => {
    expect(names(await shown('people.¦'))).toContain('Customer');
    const handedOn = names(await shown('models.¦'));
    for (const name of ['Order', 'loadAll', 'Client', 'people']) expect(handedOn).toContain(name);
    expect(handedOn).not.toContain('unrelated');
    const all = names(await shown('const o = settings.¦'));
    for (const name of ['order', 'retries', 'load']) expect(all).toContain(name);
  });

  it('are those of a type that another one only leaves out', async () => {
    const text = names(await shown('const s: models.Slim = any;\n s.¦'));
    for (const name of ['extra', 'number']) expect(text).toContain(name);
  });

  it('of a union are those of its parts', async () => {
    const text = names(await shown('either.¦'));
    for (const name of ['pay', 'sku']) expect(text).toContain(name);
  });

  it('of a shape are its fields', async () => {
    const text = await shown('opts.¦');
    expect(text).toContain('item: Item');
    expect(text).toContain('deep?:');
  });

  it('are written in the language itself', async () => {
    expect(await shown('given.pa¦')).toContain('  async pay(amount: number): Promise<Receipt>;');
  });

  it('are those of the class that the file imports, not of one of the same name', async () => {
    const text = "import { Order } from './order';\nconst o = new Order();\no.¦\n";
    const { snippets } = await project.ask('src/other/use.ts', text, { sources: ['members'] });
    expect(names(snippets[0]?.text ?? '')).toContain('unrelated');
  });
});

describe('JavaScript', () => {
  it.each([
    ['what a constructor assigns', 'class A { constructor() { this.o = new Old(); }\n run() { this.o.¦ } }', 'run'],
    ['through another file', 'new Old().order.¦', 'pay'],
    ['a parameter by its comment', '/** @param {Old} old */\nfunction f(old) {\n  old.¦\n}', 'run'],
  ])('knows %s', async (_, code, want) => {
    const text = `const { Old } = require('./old');\n${code}\n`;
    const { snippets } = await project.ask('src/use.js', text, { sources: ['members'] });
    expect(names(snippets[0]?.text ?? '')).toContain(want);
  });
});
