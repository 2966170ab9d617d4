import { beforeAll, describe, expect, it } from 'vitest';
import type { Declaration, FileSymbols } from '../../../src/context/symbols.ts';
import { javascript } from '../../../src/syntax/languages/javascript.ts';
import { typescript } from '../../../src/syntax/languages/typescript.ts';
import { reader } from '../helpers/memory.ts';

beforeAll(async () => {
  await reader.load(typescript);
  await reader.load(javascript);
});

const CODE = `import { A, type B as C } from './a';
import * as ns from '../ns';
/** Doc. */
export class Foo<T extends A> extends A<T> implements C {
  private readonly x?: T = 1;
  constructor(private readonly svc: ns.Service, public b = 3) { super(); }
  static async load<K>(a: K, ...rest: string[]): Promise<A[]> { return new A(); }
  handler = async (e: Event): Promise<void> => {};
}
export const f = (a: A, b?: (c: C) => void): C => a;
`;
const read = (code: string): FileSymbols => reader.read(typescript, code);
const named = ({ declarations }: FileSymbols, name: string): Declaration | undefined =>
  declarations.find((one) => one.name === name);

describe('TypeScript', () => {
  it.each([
    ['Foo', { row: 2, endRow: 8, extends: ['A<T>'], implements: ['C'], templates: ['T'], bounds: ['A'] }],
    ['x', { kind: 'property', parent: 0, visibility: 'private', type: 'T' }],
    ['svc', { kind: 'property', parent: 0, visibility: 'private', type: 'ns.Service' }],
    ['load', { kind: 'method', isStatic: true, type: 'Promise<A[]>' }],
    ['handler', { kind: 'method', type: 'Promise<void>', params: [{ name: 'e', type: 'Event' }] }],
    ['f', { kind: 'function', type: 'C' }],
  ])('declares %s', (name, want) => {
    expect(named(read(CODE), name)).toMatchObject(want);
  });

  it('knows where imports come from and where they are used', () => {
    const { imports, references } = read(CODE);
    expect(imports.map(({ alias, name, from }) => `${alias}=${name} ${from}`)).toEqual([
      'A=A ./a',
      'C=B ./a',
      'ns=* ../ns',
    ]);
    expect(references.map(({ role, name }) => `${role} ${name}`)).toEqual(
      expect.arrayContaining(['extends A', 'implements B', 'type Service', 'new A']),
    );
  });

  it('reads code that ends anywhere', () => {
    for (let end = 0; end <= CODE.length; end += 3) expect(() => read(CODE.slice(0, end))).not.toThrow();
  });
});

it('reads the types of JavaScript from its comments', () => {
  const symbols = reader.read(
    javascript,
    '/** @param {A} a @returns {B} */\nfunction g(a) {}\n/** @returns {B} */\nfunction h() {}',
  );
  expect(named(symbols, 'h')?.type).toBe('B');
});
