--- Checks what a user configured against the option tree of `fim.options`. Pure: reads no configuration and shows no message.
local M = {}

---@class (exact) fim.Spec
---@field kind 'section'|'boolean'|'integer'|'number'|'string'|'enum'|'list'|'record'
---@field expected string what to write, in words
---@field fields? table<string, fim.Spec> of a section
---@field of? fim.Spec of each entry of a list or record
---@field values? string[] of an enum
---@field min? number smallest value
---@field max? number largest value
---@field nonEmpty? boolean '' is refused
---@field orFalse? boolean `false` is accepted too
---@field orWords? string[] these are accepted too
---@field aliases? table<string, fim.Alias> of a section: other names of its fields
---@field refused? table<string, string> of a section: names that have nothing to act on, and why in words
---@field default? any

---@class (exact) fim.Alias
---@field of string the field
---@field inverted? boolean true means false

---@class (exact) fim.Problem
---@field path string option, dotted: `keys.accept`
---@field what string one sentence: what is wrong
---@field next string one sentence: what to do

-- Users' tables may carry metatables, and those may throw: only raw access below, and never `tostring` on a table.

---@param t table
---@return any[] keys sorted, so that messages come in the same order each time
local function sorted_keys(t)
  local keys = {}
  for key in next, t do
    keys[#keys + 1] = key
  end
  table.sort(keys, function(a, b)
    if type(a) == type(b) and (type(a) == 'string' or type(a) == 'number') then
      return a < b
    end
    return type(a) < type(b)
  end)
  return keys
end

---@param t table
---@return boolean whether its keys are 1 to n
local function is_list(t)
  local count = 0
  for _ in next, t do
    count = count + 1
  end
  for i = 1, count do
    if rawget(t, i) == nil then
      return false
    end
  end
  return true
end

-- Longer values are cut in messages: enough to recognise one's own text.
local LONGEST_PICTURE = 40

--- A value as a message shows it: what a table or function is rather than what is in it.
---@param value any
---@return string
local function picture(value)
  if type(value) == 'string' then
    local shown = value:gsub('%c', ' ')
    local cut = vim.fn.strcharpart(shown, 0, LONGEST_PICTURE)
    return ('"%s%s"'):format(cut, cut == shown and '' or '…')
  elseif type(value) == 'number' or type(value) == 'boolean' then
    return tostring(value)
  elseif value == nil or rawequal(value, vim.NIL) then
    return 'nil'
  end
  return 'a ' .. type(value)
end

---@param path string dotted; '' for the whole
---@param name any
---@return string
local function join(path, name)
  local last = type(name) == 'string' and name or ('[%s]'):format(type(name) == 'number' and name or type(name))
  return path == '' and last or path .. '.' .. last
end

---@param spec fim.Spec
---@param path string
---@param found table<string, true>
local function collect_paths(spec, path, found)
  for name, field in pairs(spec.fields or {}) do
    found[join(path, name)] = true
    collect_paths(field, join(path, name), found)
  end
end

-- The shortest beginning that stands for a whole name: three letters begin too many of them.
local SHORTEST_BEGINNING = 4

--- Levenshtein distance with adjacent transpositions, except that a beginning is one edit away (as in src/config/nearest.ts).
---@param a string
---@param b string
---@return integer
local function distance(a, b)
  if #a >= SHORTEST_BEGINNING and a ~= b and vim.startswith(b, a) then
    return 1
  end
  local older, previous = {}, {}
  for j = 0, #b do
    previous[j] = j
  end
  for i = 1, #a do
    local row = { [0] = i }
    for j = 1, #b do
      local same = a:byte(i) == b:byte(j)
      row[j] = math.min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + (same and 0 or 1))
      if i > 1 and j > 1 and a:byte(i) == b:byte(j - 1) and a:byte(i - 1) == b:byte(j) then
        row[j] = math.min(row[j], older[j - 2] + 1)
      end
    end
    older, previous = previous, row
  end
  return previous[#b]
end

---@param path string
---@return string section
---@return string name its last part
---@return string folded the name without case and separators: `debounce_ms` is `debounceMs`
local function split(path)
  local section, name = path:match('^(.*)%.([^.]*)$')
  name = name or path
  return section or '', name, (name:lower():gsub('[_-]', ''))
end

--- The option nearest to a misspelt one, nil when nothing is near: one edit in three characters at most.
--- Names are compared by their last part, so that `temperature` finds `model.temperature`.
---@param spec fim.Spec
---@param path string
---@return string?
function M.nearest(spec, path)
  local found, section, _, wanted = {}, split(path)
  collect_paths(spec, '', found)
  local best, best_cost = nil, math.huge
  for _, candidate in ipairs(sorted_keys(found)) do
    local its_section, _, offered = split(candidate)
    local edits = distance(wanted, offered)
    -- Half an edit: less than any real difference, enough to break a tie.
    local cost = edits + (its_section == section and 0 or 0.5)
    if edits <= math.max(1, math.floor(math.max(#wanted, #offered) / 3)) and cost < best_cost then
      best, best_cost = candidate, cost
    end
  end
  return best
end

---@param spec fim.Spec of a single value
---@param value any
---@return boolean
local function accepts(spec, value)
  if value == false and spec.orFalse then
    return true
  elseif spec.orWords and type(value) == 'string' and vim.list_contains(spec.orWords, value) then
    return true
  elseif spec.kind == 'boolean' then
    return type(value) == 'boolean'
  elseif spec.kind == 'enum' then
    return type(value) == 'string' and vim.list_contains(spec.values, value)
  elseif spec.kind == 'string' then
    return type(value) == 'string' and not (spec.nonEmpty and value == '')
  elseif spec.kind == 'integer' or spec.kind == 'number' then
    return type(value) == 'number'
      and (spec.kind == 'number' or value == math.floor(value))
      and value >= (spec.min or value)
      and value <= (spec.max or value)
      and value == value -- NaN
  end
  return false
end

---@class (exact) fim.Check
---@field root fim.Spec
---@field problems fim.Problem[]

local clean_value

---@param check fim.Check
---@param path string
---@param spec fim.Spec
---@param value any
---@param option? string whose help says more; by default `path`
local function report_wrong(check, path, spec, value, option)
  check.problems[#check.problems + 1] = {
    path = path,
    what = ('%s: expected %s, got %s.'):format(path, spec.expected, picture(value)),
    next = ('See :help fim.%s'):format(((option or path):gsub('%[.*', ''))),
  }
end

---@param check fim.Check
---@param path string
local function report_unknown(check, path)
  local nearest = M.nearest(check.root, path)
  check.problems[#check.problems + 1] = {
    path = path,
    what = ('%s: there is no such option.'):format(path),
    next = nearest and ('Did you mean %s?'):format(nearest) or 'See :help fim-options',
  }
end

--- The value of the option that `name` is another name of; nil where it is wrong, or the option is set itself: that goes first.
---@param check fim.Check
---@param spec fim.Spec
---@param given table
---@param name string
---@return any
local function clean_alias(check, spec, given, name)
  local alias = spec.aliases[name]
  if rawget(given, alias.of) ~= nil then
    check.problems[#check.problems + 1] = {
      path = name,
      what = ('%s: it is another name of %s, which is set as well and goes first.'):format(name, alias.of),
      next = ('Remove %s.'):format(name),
    }
    return nil
  end
  local value = clean_value(check, spec.fields[alias.of], rawget(given, name), name, alias.of)
  if alias.inverted and value ~= nil then
    return not value
  end
  return value
end

---@param check fim.Check
---@param spec fim.Spec
---@param given table
---@param path string
---@return table
local function clean_section(check, spec, given, path)
  local clean = {}
  for _, name in ipairs(sorted_keys(given)) do
    local here = join(path, name)
    local field = type(name) == 'string' and spec.fields[name] or nil
    if field then
      local value = clean_value(check, field, rawget(given, name), here)
      -- An empty table would reach the host as a list.
      if field.kind ~= 'section' or (value and next(value)) then
        clean[name] = value
      end
    elseif type(name) == 'string' and spec.aliases and spec.aliases[name] then
      local value = clean_alias(check, spec, given, name)
      if value ~= nil then
        clean[spec.aliases[name].of] = value
      end
    elseif type(name) == 'string' and spec.refused and spec.refused[name] then
      local what = ('%s: %s'):format(name, spec.refused[name])
      check.problems[#check.problems + 1] = { path = here, what = what, next = 'Remove it.' }
    else
      report_unknown(check, here)
    end
  end
  return clean
end

---@param check fim.Check
---@param spec fim.Spec of a list or record
---@param given table
---@param path string
---@return table
local function clean_entries(check, spec, given, path)
  local clean = {}
  for _, key in ipairs(sorted_keys(given)) do
    local label = type(key) == 'string' and ('["%s"]'):format(key) or ('[%d]'):format(key)
    local entry = clean_value(check, spec.of, rawget(given, key), path .. label)
    if entry ~= nil then
      clean[spec.kind == 'list' and #clean + 1 or key] = entry
    end
  end
  return clean
end

---@param t table
---@return boolean
local function has_only_names(t)
  for key in next, t do
    if type(key) ~= 'string' then
      return false
    end
  end
  return true
end

--- `value` where it is right, without its wrong parts; nil where it is not.
---@param check fim.Check
---@param spec fim.Spec
---@param value any
---@param path string
---@param option? string whose help says more; by default `path`
---@return any
function clean_value(check, spec, value, path, option)
  if type(value) == 'table' then
    if spec.kind == 'section' then
      return clean_section(check, spec, value, path)
    elseif (spec.kind == 'list' and is_list(value)) or (spec.kind == 'record' and has_only_names(value)) then
      return clean_entries(check, spec, value, path)
    end
  elseif accepts(spec, value) then
    return value
  end
  report_wrong(check, path, spec, value, option)
  return nil
end

--- Copies what `spec` accepts. A wrong option is left out; so is a wrong entry of a list or record, alone, so that one slip
--- in `disableInFiles` does not turn the plugin on in the files named beside it.
---@param spec fim.Spec a section
---@param given any
---@param name string what `given` is, for messages: `vim.g.fim`
---@return table clean
---@return fim.Problem[] problems ordered by path
function M.clean(spec, given, name)
  local check = { root = spec, problems = {} }
  if type(given) == 'table' then
    return clean_section(check, spec, given, ''), check.problems
  end
  local what = ('%s: expected a table, got %s.'):format(name, picture(given))
  return {}, { { path = name, what = what, next = 'See :help fim-options' } }
end

--- A new table: `base` with `over` laid on it. Sections and records are merged by key, lists and values replaced.
---@param spec fim.Spec
---@param base table clean
---@param over table clean
---@return table
function M.merge(spec, base, over)
  local merged = {}
  for key, value in pairs(base) do
    merged[key] = value
  end
  for key, value in pairs(over) do
    local field = spec.fields and spec.fields[key]
    local deep = field and (field.kind == 'section' or field.kind == 'record') and type(merged[key]) == 'table'
    merged[key] = deep and M.merge(field, merged[key], value) or value
  end
  return merged
end

--- Every option at its default, in new tables.
---@param spec fim.Spec a section
---@return table
function M.defaults(spec)
  local defaults = {}
  for name, field in pairs(spec.fields) do
    defaults[name] = field.kind == 'section' and M.defaults(field) or vim.deepcopy(field.default)
  end
  return defaults
end

return M
