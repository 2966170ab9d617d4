import { beforeAll, describe, expect, it } from 'vitest';
import { type MemoryProject, memoryProject } from '../helpers/memory.ts';

const FILES = {
  'lua/shop/order.lua': `local Item = require('shop.item')
---@class shop.Order
---@field customer Customer?
---@field items shop.Item[]
---@field by_name table<string, shop.Item>
local Order = {}
Order.__index = Order

---@param opts { name: string }
function Order.new(opts)
  local self = setmetatable({ name = opts.name }, Order)
  self.first = Item.new()
  self._secret = 1
  return self
end

---@return Receipt
function Order:pay(amount, ...) end

function Order:chain()
  return self
end

---@param name string
---@return shop.Item? item
---@return string? err
function Order:find(name) end

return Order
`,
  'lua/shop/item.lua': `local Item = {}
Item.__index = Item
function Item.new()
  local made = setmetatable({}, Item)
  made.sku = 'a'
  return made
end
function Item:order() return require('shop.order').new({}) end
---@alias shop.Item Item
return Item
`,
  'lua/shop/init.lua': `local M = {}
M.settings = { retries = 3, order = require('shop.order').new({}) }
M.version = '1'
---@return shop.Order
function M.load(id) end
function M.made() return require('shop.order').new({}) end
M.with = function(a, b) end
local function hidden() end
return M
`,
  'lua/shop/types.lua': `---@class Customer
---@field name string
---@field orders shop.Order[]

---@class Receipt
---@field number integer
---@field total fun(self): Money
---@class Money: Receipt
---@field cents integer
`,
  'lua/shop/class.lua': `local Base = {}
function Base:new(o)
  o = o or {}
  setmetatable(o, self)
  self.__index = self
  return o
end
function Base:save() end
local Sub = setmetatable({}, { __index = Base })
Sub.__index = Sub
function Sub:extra() end
return { Base = Base, Sub = Sub }
`,
} as const;

let project: MemoryProject;
beforeAll(async () => {
  project = await memoryProject(FILES);
});

/** What \`members\` says in a function; \`¦\` is the cursor. */
async function shown(body: string, path = 'lua/shop/service.lua'): Promise<string> {
  const text = `local Order = require('shop.order')
local Item = require "shop.item"
local shop = require('shop')
local load = require('shop').load
local classes = require('shop.class')

local M = {}
M.state = {}

local Tool = {}
Tool.__index = Tool
function Tool:use() end

---@param order shop.Order
---@param customer Customer|nil
function M.run(order, customer, any)
  -- It's a comment: function
  ${body}
end

function M.below() end
return M
`;
  const { snippets } = await project.ask(path, text, { sources: ['members'] });
  return snippets[0]?.text ?? '';
}

describe('the type before a dot or colon of Lua', () => {
  it.each<[string, string, string]>([
    ['a parameter by its annotation', 'order.¦', 'shop.Order'],
    ['one of several types', 'customer.¦', 'class Customer'],
    ['a method', 'order:¦', 'shop.Order'],
    ['a module', 'shop.¦', 'local M'],
    ['a class that is required', 'Order.¦', 'shop.Order'],
    ['require on the spot', "require('shop.item').¦", 'Item'],
    ['require without brackets', "local x = require 'shop.item'\n  x.¦", 'Item'],
    ['a field of what is required', 'load(1).¦', 'shop.Order'],
    ['an object made by a constructor', 'local o = Order.new({})\n  o:¦', 'shop.Order'],
    ['a constructor called without brackets', 'local o = Order.new { name = "a" }\n  o:¦', 'shop.Order'],
    ['a field set in a constructor', 'order.first.¦', 'Item'],
    ['a field by its annotation', 'order.customer.¦', 'class Customer'],
    ['an item of a list', 'order.items[1].¦', 'Item'],
    ['a value of a table', 'order.by_name["a"].¦', 'Item'],
    ['a chain', 'order:chain():chain().customer.¦', 'class Customer'],
    ['what a method returns', 'order:pay(1).¦', 'class Receipt'],
    ['a function in a field', 'order:pay(1):total().¦', 'class Money'],
    ['a function of a module', 'shop.load(1).¦', 'shop.Order'],
    ['one without annotation', 'shop.made().¦', 'shop.Order'],
    ['a table of a module', 'shop.settings.order.¦', 'shop.Order'],
    ['the fields of a table', 'shop.settings.¦', 'retries'],
    ['a local table', 'local t = { a = 1, b = order }\n  t.¦', 'b'],
    ['a field of it', 'local t = { a = 1, b = order }\n  t.b.¦', 'shop.Order'],
    ['setmetatable', 'local t = setmetatable({}, Tool)\n  t:¦', 'Tool'],
    ['setmetatable as a statement', 'local t = {}\n  setmetatable(t, Tool)\n  t:¦', 'Tool'],
    ['a metatable with __index', 'local t = setmetatable({}, { __index = Tool })\n  t:¦', 'Tool'],
    ['ipairs', 'for _, item in ipairs(order.items) do\n    item.¦', 'Item'],
    ['pairs', 'for name, item in pairs(order.by_name) do\n    item.¦', 'Item'],
    ['an annotated variable', '---@type Receipt\n  local r = any()\n  r.¦', 'class Receipt'],
    ['or', 'local o = any or order\n  o.¦', 'shop.Order'],
    ['and or', 'local o = any and order or nil\n  o.¦', 'shop.Order'],
    ['an assignment', 'local o\n  o = order\n  o.¦', 'shop.Order'],
    ['several names', 'local a, b = 1, order\n  b.¦', 'shop.Order'],
    ['a function inside', 'local f = function()\n    order.¦', 'shop.Order'],
    ['an open bracket', 'print("a", order.¦', 'shop.Order'],
    ['a condition', 'if order.¦', 'shop.Order'],
    ['the table of the file', 'M.¦', 'local M'],
    ['a class by another style', 'classes.Base:new().¦', 'Base'],
    ['an heir', 'classes.Sub:¦', 'Sub'],
  ])('%s', async (_, body, head) => {
    expect(await shown(body)).toContain(head);
  });

  it.each<[string, string]>([
    ['an unknown name', 'nobody.¦'],
    ['a parameter without annotation', 'any.¦'],
    ['a library', 'vim.api.¦'],
    ['the second result of a call', 'local _, b = order:find("a")\n  b.¦'],
    ['a variable of a block that has ended', 'do\n    local inner = order\n  end\n  inner.¦'],
    ['a loop that has ended', 'for _, inner in ipairs(order.items) do\n  end\n  inner.¦'],
    ['a string', 'local x = "order.¦'],
    ['a comment', '-- order.¦'],
    ['the name of a function that is declared', 'end\n\nfunction M.¦'],
  ])('is not guessed for %s', async (_, body) => {
    expect(await shown(body)).toBe('');
  });

  it('offers only functions behind a colon', async () => {
    const text = await shown('order:¦');
    for (const name of ['pay', 'chain', 'find']) expect(text).toContain(name);
    expect(text).not.toContain('by_name');
  });

  it('knows fields that constructors give to what they make', async () => {
    expect(await shown('order.¦')).toMatch(/name[\s\S]*/u);
    expect(await shown('order.first.¦')).toContain('sku');
  });

  it('has inherited members', async () => {
    const text = await shown('classes.Sub:¦');
    for (const name of ['extra', 'save']) expect(text).toContain(name);
  });

  it('is the class around for self', async () => {
    const text =
      'local Order = {}\nOrder.__index = Order\nfunction Order:pay()\n  self.paid = 1\nend\nfunction Order:other()\n  self:¦\nend\nreturn Order\n';
    const { snippets } = await project.ask('lua/other.lua', text, { sources: ['members'] });
    expect(snippets[0]?.text).toContain('pay');
  });
});
