import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Declaration, FileSymbols } from '../../../src/context/symbols.ts';
import { rust } from '../../../src/syntax/languages/rust.ts';
import { reader } from '../helpers/memory.ts';

beforeAll(() => reader.load(rust));

const read = (code: string): FileSymbols => reader.read(rust, code);
function named(symbols: FileSymbols, name: string): Record<string, unknown> {
  const found = symbols.declarations.find((one) => one.name === name);
  return { ...found, parent: symbols.declarations[found?.parent ?? -1]?.name ?? '' };
}

const CODE = `use std::{fmt::{self, Debug as D}, io::*};
use crate::shop::{Cart, MAX_SIZE};

/// One order.
#[derive(Debug, Clone)]
pub struct Order<'a, T: Debug = u8> {
    pub id: u64,
    lines: Vec<Line<'a>>, // "the" lines
    kind: T,
}

struct Pair(u32, String);

pub enum State {
    Open,
    Closed { by: String },
}

pub trait Priced: Debug + Clone {
    const FREE: bool = false;
    type Unit;
    fn total(&self, tax: f64) -> Result<u64, Error>;
    fn label(&self) -> String { String::from('{') }
}

impl<'a, T: Debug> Order<'a, T> {
    pub fn new(id: u64, mut lines: Vec<Line<'a>>) -> Self where T: Clone {
        let x = Cart::empty();
    }
    fn add(&mut self, line: Line<'a>) {}
}

impl<'a, T> Priced for Order<'a, T> {
    fn total(&self, tax: f64) -> Result<u64, Error> { Ok(1) }
}

impl fmt::Display for crate::far::Away<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { Ok(()) }
}

pub(crate) const LIMIT: usize = 10;
static mut COUNT: u32 = 0;
pub type Shared<T> = Arc<Mutex<T>>;
macro_rules! order { () => {}; }
pub async fn load<P>(path: P) -> Option<Order<'static>> { None }
`;

describe('Rust', () => {
  it.each<[string, string, Partial<Declaration>]>([
    [
      'Order',
      '',
      { kind: 'struct', row: 3, nameRow: 5, endRow: 9, templates: ['T'], bounds: ['Debug'], implements: ['Priced'] },
    ],
    ['id', 'Order', { kind: 'property', type: 'u64' }],
    ['lines', 'Order', { type: "Vec<Line<'a>>", visibility: 'protected' }],
    ['Pair', '', { kind: 'struct', signature: 'struct Pair(u32, String)' }],
    ['State', '', { kind: 'enum' }],
    ['Closed', 'State', { kind: 'case', signature: 'Closed { by: String }' }],
    ['Priced', '', { kind: 'trait', extends: ['Debug', 'Clone'] }],
    ['FREE', 'Priced', { kind: 'constant', type: 'bool' }],
    [
      'total',
      'Priced',
      { kind: 'method', isAbstract: true, type: 'Result<u64, Error>', params: [{ name: 'tax', type: 'f64' }] },
    ],
    ['label', 'Priced', { signature: 'fn label(&self) -> String' }],
    [
      'new',
      'Order',
      {
        isStatic: true,
        type: 'Self',
        params: [
          { name: 'id', type: 'u64' },
          { name: 'lines', type: 'Vec<Line>' },
        ],
      },
    ],
    ['add', 'Order', { visibility: 'protected', signature: "fn add(&mut self, line: Line<'a>)" }],
    ['Away', '', { kind: 'extension', implements: ['Display'] }],
    ['fmt', 'Away', { kind: 'method', type: 'fmt::Result' }],
    ['LIMIT', '', { kind: 'constant', type: 'usize', signature: 'pub(crate) const LIMIT: usize = 10' }],
    ['COUNT', '', { kind: 'constant', type: 'u32' }],
    ['Shared', '', { kind: 'type', type: 'Arc<Mutex<T>>', templates: ['T'] }],
    ['order', '', { kind: 'function', signature: 'macro_rules! order' }],
    [
      'load',
      '',
      {
        kind: 'function',
        type: 'Option<Order>',
        signature: "pub async fn load<P>(path: P) -> Option<Order<'static>>",
      },
    ],
  ])('declares %s in %s', (name, parent, want) => {
    expect(named(read(CODE), name)).toMatchObject({ ...want, parent });
  });

  it('imports what `use` brings in, one by one', () => {
    expect(read(CODE).imports.map(({ alias, name, from, kind }) => [alias, name, from, kind])).toEqual([
      ['fmt', 'fmt', 'std', 'module'],
      ['D', 'Debug', 'std::fmt', 'type'],
      ['*', '*', 'std::io', 'module'],
      ['Cart', 'Cart', 'crate::shop', 'type'],
      ['MAX_SIZE', 'MAX_SIZE', 'crate::shop', 'constant'],
    ]);
  });

  it('names the types that it uses', () => {
    const names = read(CODE).references.map(({ name, role }) => `${role} ${name}`);
    expect(names).toEqual(expect.arrayContaining(['type Cart', 'type Line', 'type Error', 'implements Priced']));
    expect(names).not.toContain('type u64');
  });

  it('says what is whole of a text that is half typed', () => {
    const { declarations } = read('struct A { x: u8 }\nimpl A {\n  fn a(&self) {}\n  fn b(&self, \n');
    expect(declarations.map(({ name }) => name)).toEqual(expect.arrayContaining(['A']));
  });

  it('never throws, wherever a text is cut', () => {
    fc.assert(
      fc.property(fc.nat(CODE.length), fc.nat(CODE.length), (a, b) => {
        for (const { parent, row, endRow } of read(CODE.slice(Math.min(a, b), Math.max(a, b))).declarations) {
          expect(parent).toBeGreaterThanOrEqual(-1);
          expect(row).toBeLessThanOrEqual(endRow);
        }
      }),
      { numRuns: 60 },
    );
  });
});
