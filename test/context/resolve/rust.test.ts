import { beforeAll, describe, expect, it } from 'vitest';
import { type MemoryProject, memoryProject } from '../helpers/memory.ts';

const FILES = {
  'Cargo.toml': '[workspace]\nmembers = ["crates/*"]\n',
  'crates/shop/Cargo.toml': '[package]\nname = "shop-core"\n',
  'crates/shop/src/lib.rs': `pub mod models;
mod base;
pub use models::order::Order as Sale;
pub extern crate shop_tools as tools;

pub fn open(id: u32) -> models::order::Order { todo!() }
pub const LIMIT: usize = 3;
`,
  'crates/shop/src/base.rs': `pub trait Base {
    fn save(&self) -> Result<(), Error>;
    fn label(&self) -> String { String::new() }
}
`,
  'crates/shop/src/models/mod.rs': `pub mod order;
pub mod customer;
pub use self::customer::Customer;
`,
  'crates/shop/src/models/customer.rs': `use super::order::Order;
#[derive(Debug, Clone)]
pub struct Customer {
    pub name: String,
    pub orders: Vec<Order>,
}
`,
  'crates/shop/src/models/order.rs': `use crate::base::Base;
use crate::models::customer::Customer;
use std::collections::HashMap;

#[derive(Debug)]
pub enum Status {
    Open,
    Closed(Receipt),
    Named { receipt: Receipt },
}

impl Status {
    pub fn done(&self) -> bool { true }
}

pub struct Receipt {
    pub number: u32,
}

pub struct Pair(pub Order, usize);

pub struct Item<'a, T: Clone> {
    pub inner: T,
    pub sku: &'a str,
}

impl<'a, T: Clone> Item<'a, T> {
    pub fn new(inner: T) -> Self { todo!() }
    pub fn get(&self) -> &T { &self.inner }
}

pub struct Order {
    pub customer: Option<Customer>,
    pub items: Vec<Box<Item<'static, Receipt>>>,
    pub by_name: HashMap<String, Customer>,
    pub status: Status,
    secret: u32,
}

pub type Found = Result<Order, Receipt>;

impl Order {
    pub const MAX: u32 = 1;
    pub fn new(id: u32) -> Self { todo!() }
    pub fn find(id: u32) -> Found { todo!() }
    pub fn pay(&mut self, amount: u32) -> Result<Receipt, Customer> { todo!() }
    pub fn chain(self) -> Self { self }
    pub fn pair(&self) -> (Receipt, Customer) { todo!() }
    pub async fn load(&self) -> Customer { todo!() }
    fn hidden(&self) {}
}

impl Base for Order {
    fn save(&self) -> Result<(), Error> { Ok(()) }
}
`,
  'crates/shop/src/models/more.rs': `use crate::models::order::Order;
impl Order {
    pub fn more(&self) -> Option<&Order> { None }
}
`,
  'crates/tools/Cargo.toml': '[package]\nname = "shop-tools"\n',
  'crates/tools/src/lib.rs': `pub struct Tool { pub used: bool }
impl Tool { pub fn make() -> Tool { Tool { used: true } } }
`,
} as const;

let project: MemoryProject;
beforeAll(async () => {
  project = await memoryProject(FILES);
});

/** What \`members\` says in a method; \`¦\` is the cursor. */
async function shown(body: string, path = 'crates/shop/src/service.rs'): Promise<string> {
  const text = `use crate::models::order::{Item, Order, Pair, Receipt, Status};
use crate::models::{self, Customer as Client};
use crate::base::Base;
use shop_tools::Tool;

pub struct Service<'a> {
    order: &'a mut Order,
    tool: Tool,
}

impl<'a> Service<'a> {
    fn other(&self) -> Client { todo!() }
    fn build() -> Self { todo!() }

    pub fn run<B: Base>(&mut self, order: &mut Order, maybe: Option<Client>, base: impl Base, bound: B, pair: Pair, items: &[Order], any: Unknown) -> Found {
        // It's a comment: {
        ${body}
    }
}
`;
  const { snippets } = await project.ask(path, text, { sources: ['members'] });
  return snippets[0]?.text ?? '';
}

describe('the type before a dot or :: of Rust', () => {
  it.each<[string, string, string]>([
    ['self', 'self.¦', 'struct Service'],
    ['a field', 'self.order.¦', 'struct Order'],
    ['a field of another crate', 'self.tool.¦', 'struct Tool'],
    ['a method of its own', 'self.other().¦', 'struct Customer'],
    ['a parameter', 'order.¦', 'struct Order'],
    ['impl Trait', 'base.¦', 'trait Base'],
    ['a bound of a generic', 'bound.¦', 'trait Base'],
    ['a slice', 'items[0].¦', 'struct Order'],
    ['Type::', 'Order::¦', 'struct Order'],
    ['Self::', 'Self::¦', 'struct Service'],
    ['an enum', 'Status::¦', 'enum Status'],
    ['a module', 'models::¦', 'models'],
    ['a path', 'crate::models::¦', 'models'],
    ['a crate', 'crate::¦', 'LIMIT'],
    ['super', 'super::models::¦', 'models'],
    ['Type::new()', 'let x = Order::new(1);\n        x.¦', 'struct Order'],
    ['a chain', 'order.chain().chain().¦', 'struct Order'],
    ['a chain over lines', 'order\n            .chain()\n            .¦', 'struct Order'],
    ['a function of a module', 'crate::open(1).¦', 'struct Order'],
    ['a type by a path', 'let x: crate::models::Customer = any;\n        x.¦', 'struct Customer'],
    ['a type that is handed on', 'let x: crate::Sale = any;\n        x.¦', 'struct Order'],
    ['a crate that another one hands on', 'crate::tools::Tool::make().¦', 'struct Tool'],
    ['a typed variable', 'let x: Receipt = any;\n        x.¦', 'struct Receipt'],
    ['unwrap', 'order.customer.unwrap().¦', 'struct Customer'],
    ['as_ref and expect', 'order.customer.as_ref().expect("a").¦', 'struct Customer'],
    ['?', 'let x = order.pay(1)?;\n        x.¦', 'struct Receipt'],
    ['? in a chain', 'Order::find(1)?.customer?.¦', 'struct Customer'],
    ['an alias', 'Order::find(1).unwrap().¦', 'struct Order'],
    ['unwrap_err', 'order.pay(1).unwrap_err().¦', 'struct Customer'],
    ['if let Some', 'if let Some(c) = maybe {\n            c.¦', 'struct Customer'],
    ['if let Some(ref mut …)', 'if let Some(ref mut c) = order.customer {\n            c.¦', 'struct Customer'],
    ['let else', 'let Some(c) = maybe else { return };\n        c.¦', 'struct Customer'],
    ['while let', 'while let Some(x) = items.iter().next() {\n            x.¦', 'struct Order'],
    ['match', 'match order.pay(1) {\n            Ok(r) => r.¦', 'struct Receipt'],
    [
      'another arm',
      'match order.pay(1) {\n            Ok(r) => (),\n            Err(c) => {\n                c.¦',
      'struct Customer',
    ],
    [
      'a case',
      'match order.status {\n            Status::Open => (),\n            Status::Closed(r) => r.¦',
      'struct Receipt',
    ],
    ['a case with names', 'match order.status {\n            Status::Named { receipt } => receipt.¦', 'struct Receipt'],
    ['for', 'for x in items {\n            x.¦', 'struct Order'],
    ['for over iter', 'for x in items.iter() {\n            x.¦', 'struct Order'],
    ['for over references', 'for x in &order.items {\n            x.¦', 'struct Item'],
    ['for with positions', 'for (i, x) in items.iter().enumerate() {\n            x.¦', 'struct Order'],
    ['for over a map', 'for (name, c) in &order.by_name {\n            c.¦', 'struct Customer'],
    ['a map', 'order.by_name.get("a").unwrap().¦', 'struct Customer'],
    ['a value of a map', 'order.by_name["a"].¦', 'struct Customer'],
    ['a tuple taken apart', 'let (a, b) = order.pair();\n        b.¦', 'struct Customer'],
    ['a place in a tuple', 'order.pair().1.¦', 'struct Customer'],
    ['a place in a struct', 'pair.0.¦', 'struct Order'],
    ['generics', 'order.items[0].get().¦', 'struct Receipt'],
    ['a generic field', 'order.items[0].inner.¦', 'struct Receipt'],
    ['a box', 'let x = Box::new(Receipt { number: 1 });\n        x.¦', 'struct Receipt'],
    ['an arc', 'let x: Arc<Mutex<Receipt>> = any;\n        x.lock().unwrap().¦', 'struct Receipt'],
    ['a literal', 'let x = Receipt { number: 1 };\n        x.¦', 'struct Receipt'],
    ['vec!', 'let x = vec![Order::new(1)];\n        x[0].¦', 'struct Order'],
    ['Some', 'let x = Some(Order::new(1));\n        x.unwrap().¦', 'struct Order'],
    ['a reference', 'let x = &mut order.status;\n        x.¦', 'enum Status'],
    ['await', 'let x = order.load().await;\n        x.¦', 'struct Customer'],
    ['a closure', 'items.iter().map(|x| x.¦', 'struct Order'],
    ['a closure of an option', 'maybe.map(|c| c.¦', 'struct Customer'],
    ['a typed closure', 'let f = |x: Receipt| x.¦', 'struct Receipt'],
    ['in an argument', 'print(1, order.¦', 'struct Order'],
    ['in a macro', 'println!("{}", order.¦', 'struct Order'],
    ['an option', 'maybe.¦', 'enum Option'],
  ])('%s', async (_, body, head) => {
    expect(await shown(body)).toContain(head);
  });

  it.each<[string, string]>([
    ['an unknown name', 'nobody.¦'],
    ['an unknown type', 'any.¦'],
    ['a library', 'std::fmt::¦'],
    ['a variable of a block that has ended', '{ let inner = Order::new(1); }\n        inner.¦'],
    ['a condition that has ended', 'if let Some(inner) = maybe {}\n        inner.¦'],
    ['an arm that has ended', 'match maybe { Some(inner) => (), None => () }\n        inner.¦'],
    ['a string', 'let x = "order.¦'],
    ['a comment', '// order.¦'],
    ['a closure that has ended', 'items.iter().map(|inner| 1);\n        inner.¦'],
  ])('is not guessed for %s', async (_, body) => {
    expect(await shown(body)).toBe('');
  });

  it('has the members of all impl blocks, and of traits', async () => {
    const text = await shown('order.¦');
    for (const name of ['customer', 'pay', 'more', 'save', 'label']) expect(text).toContain(name);
    for (const name of ['hidden', 'secret', 'MAX', 'new']) expect(text).not.toMatch(new RegExp(`\\b${name}\\b`, 'u'));
  });

  it('has functions, constants and cases behind ::', async () => {
    const type = await shown('Order::¦');
    for (const name of ['new', 'find', 'MAX']) expect(type).toContain(name);
    expect(type).not.toContain('customer');
    const cases = await shown('Status::¦');
    for (const name of ['Open', 'Closed', 'Named']) expect(cases).toContain(name);
  });

  it('sees what is not public in its own file', async () => {
    const text = `pub struct Own { inner: u32 }\nimpl Own {\n    fn hidden(&self) {}\n    fn go(&self) {\n        self.¦\n    }\n}\n`;
    const { snippets } = await project.ask('crates/shop/src/own.rs', text, { sources: ['members'] });
    for (const name of ['inner', 'hidden', 'go']) expect(snippets[0]?.text).toContain(name);
  });

  it('knows self in an impl of a type that another file declares', async () => {
    const text = `use crate::models::order::Order;\nimpl Order {\n    fn go(&self) {\n        self.¦\n    }\n}\n`;
    const { snippets } = await project.ask('crates/shop/src/models/go.rs', text, { sources: ['members'] });
    expect(snippets[0]?.text).toContain('customer');
  });
});
