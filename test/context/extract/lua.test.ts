import { beforeAll, describe, expect, it } from 'vitest';
import type { Declaration, FileSymbols } from '../../../src/context/symbols.ts';
import { lua } from '../../../src/syntax/languages/lua.ts';
import { reader } from '../helpers/memory.ts';

beforeAll(() => reader.load(lua));

const read = (code: string): FileSymbols => reader.read(lua, code);
const named = ({ declarations }: FileSymbols, name: string): Declaration | undefined =>
  declarations.find((one) => one.name === name);
/** With the name of what it is a member of in place of an index. */
function member(symbols: FileSymbols, name: string): Record<string, unknown> {
  const found = named(symbols, name);
  return { ...found, parent: symbols.declarations[found?.parent ?? -1]?.name };
}

const CODE = `--- Doc of the file.
local utils = require('tele.utils')
local channel = require("plenary.async.control").channel
local Job = require 'plenary.job'

---@alias Mode "n"|"i"

---@class Options
---@field width integer of it
---@field private height? number

---@class fim.Picker: Other, Another
---@field items Item[] all of them
local Picker = {}
Picker.__index = Picker
Picker.limit = 5

local M = { max = 3, run = function(a, b) return a end }

--- Makes one.
---@generic T: Base
---@param opts Options what
---@param cb? fun(a: string): boolean
---@return fim.Picker picker, string name
function Picker.new(opts, cb)
  local self = setmetatable({ opts = opts, count = 1, sub = { x = 1 } }, Picker)
  self.job = Job:new { command = 'x = 1' }
  return self
end
function Picker:find(prompt, ...)
  if prompt then return utils.find(prompt) end
  local f = function() return 5 end
  self._hidden = true
  return f
end
M.pick = function(self) end
M.nested = {}
function M.nested.deep(a) end
local function helper(a) return M.max end
function everywhere(a) end
function vim.later(x) end
local Heir = setmetatable({}, { __index = Picker })
function Heir:go() end
Made = Object:extend()
function Made:init() self.a = 1 end
---@type Options
local defaults = { width = 1 }
return M
`;

describe('Lua', () => {
  it.each<[string, Partial<Declaration>]>([
    ['M', { kind: 'module', signature: 'local M = {}' }],
    ['fim.Picker', { kind: 'class', extends: ['Other', 'Another'], row: 11, nameRow: 13 }],
    ['Options', { kind: 'class', signature: '---@class Options' }],
    ['Mode', { kind: 'type', type: '"n"|"i"' }],
    ['Heir', { kind: 'class', extends: ['fim.Picker'] }],
    ['Made', { kind: 'class', extends: ['Object'] }],
    ['helper', { kind: 'function', visibility: 'private', values: ['M.max'], signature: 'local function helper(a)' }],
    ['everywhere', { kind: 'function', qualified: 'everywhere' }],
    ['later', { kind: 'function', qualified: 'vim.later', parent: -1 }],
    ['defaults', { kind: 'variable', type: 'Options', visibility: 'private' }],
  ])('declares %s', (name, want) => {
    expect(named(read(CODE), name)).toMatchObject(want);
  });

  it.each<[string, string, Partial<Declaration>]>([
    ['width', 'Options', { kind: 'property', type: 'integer' }],
    ['height', 'Options', { type: 'number?', visibility: 'private' }],
    ['items', 'fim.Picker', { type: 'Item[]', signature: 'Picker.items ---@type Item[]' }],
    ['limit', 'fim.Picker', { values: ['5'] }],
    [
      'new',
      'fim.Picker',
      { kind: 'method', isStatic: true, type: 'fim.Picker', row: 19, templates: ['T'], bounds: ['Base'] },
    ],
    ['opts', 'fim.Picker', { kind: 'property', type: 'Options' }],
    ['count', 'fim.Picker', { values: ['1'], valuesIn: ['new'] }],
    ['job', 'fim.Picker', { values: ["Job:new { command = 'x = 1' }"] }],
    [
      'find',
      'fim.Picker',
      { kind: 'method', values: ['utils.find(prompt)', 'f'], signature: 'function Picker:find(prompt, ...)' },
    ],
    ['_hidden', 'fim.Picker', { visibility: 'protected' }],
    ['max', 'M', { kind: 'property', signature: 'M.max = 3' }],
    ['run', 'M', { kind: 'function', params: [{ name: 'a' }, { name: 'b' }] }],
    ['pick', 'M', { kind: 'method', signature: 'function M.pick(self)', params: [] }],
    ['deep', 'M.nested', { kind: 'function' }],
    ['go', 'Heir', { kind: 'method' }],
    ['a', 'Made', { values: ['1'], valuesIn: ['init'] }],
  ])('gives %s to %s', (name, parent, want) => {
    expect(member(read(CODE), name)).toMatchObject({ ...want, parent });
  });

  it('keeps the types of parameters', () => {
    expect(named(read(CODE), 'new')?.params).toEqual([
      { name: 'opts', type: 'Options' },
      { name: 'cb', type: 'fun(a: string): boolean', isOptional: true },
    ]);
  });

  it('knows where imports come from and where they are used', () => {
    const { imports, references } = read(CODE);
    expect(imports.map(({ kind, alias, name, from }) => `${kind} ${alias}=${name} ${from}`)).toEqual([
      'module utils=* tele.utils',
      'function channel=channel plenary.async.control',
      'module Job=* plenary.job',
    ]);
    const used = references.map(({ role, name }) => `${role} ${name}`);
    expect(used).toEqual(
      expect.arrayContaining(['call new', 'call find', 'extends Other', 'type Item', 'type Options']),
    );
    expect(used).not.toContain('type integer');
  });

  it('has containers stand before their members, wherever they are declared', () => {
    const { declarations } = read('function M.a() end\nM = {}\nfunction M.b() end\nreturn M\n');
    for (const [index, { parent }] of declarations.entries()) expect(parent).toBeLessThan(index);
  });

  it('reads code that ends anywhere, and what is whole in it', () => {
    for (let end = 0; end <= CODE.length; end += 3) expect(() => read(CODE.slice(0, end))).not.toThrow();
    const half = `${CODE.slice(0, CODE.indexOf('M.pick'))}function M.half(a,\n`;
    expect(member(read(half), 'find')['parent']).toBe('fim.Picker');
  });
});

it('takes a function that gives missing fields for no parent', () => {
  const code =
    'local M = setmetatable({}, { __index = function(_, key) return key end })\nfunction M.a() end\nreturn M\n';
  const found = named(read(code), 'M');
  expect(found).toMatchObject({ kind: 'module', signature: 'local M = setmetatable({}, …)' });
  expect(found?.extends).toBeUndefined();
});
