--- File globs of `secretFiles` and `disableInFiles`: `*`, `**`, `?`, `[…]`, `{a,b}`, with the meaning that the host gives them
--- (src/text/glob.ts). Walks no folders. `vim.glob` is no help: in Neovim 0.10 its `.env*` doesn't match `.env`.
local M = {}

---@class (exact) fim.Glob
---@field anywhere boolean it has no `/`: it is held against the file's name
---@field regex? vim.regex nil when the glob is malformed

--- A character as itself in a Vim pattern.
---@param char string
---@return string
local function literal(char)
  return char:match('^[%w\128-\255]$') and char or ('\\%%u%04x'):format(char:byte())
end

--- `[abc]`, `[!a-z]`: never a `/`. A first `]` is one of its members.
---@param glob string
---@param from integer index of the `[`
---@return string? pattern nil when it isn't closed
---@return integer next index after the `]`
local function set(glob, from)
  local negation, members, to = glob:match('^%[(!?)(%]?[^%]]*)%]()', from)
  if not members or members == '' then
    return nil, from
  end
  members = members:gsub('[\\^%[%]]', '\\%0')
  return negation == '!' and '[^/' .. members .. ']' or '[' .. members .. ']', to
end

local translate

--- `{a,b}`: one of them; no braces within.
---@param glob string
---@param from integer index of the `{`
---@return string? pattern nil when it isn't closed
---@return integer next index after the `}`
local function choice(glob, from)
  local body, to = glob:match('^{([^{}]*)}()', from)
  if not body then
    return nil, from
  end
  return '\\%(' .. table.concat(vim.tbl_map(translate, vim.split(body, ',', { plain = true })), '\\|') .. '\\)', to
end

--- What the glob means at one index.
---@param glob string
---@param at integer
---@return string pattern
---@return integer next
local function part(glob, at)
  if glob:find('^%*%*/', at) then
    return '\\%(.*/\\)\\?', at + 3
  elseif glob:find('^%*%*', at) then
    return '.*', at + 2
  end
  local char = glob:sub(at, at)
  if char == '*' then
    return '[^/]*', at + 1
  elseif char == '?' then
    return '[^/]', at + 1
  end
  local pattern, to
  if char == '[' then
    pattern, to = set(glob, at)
  elseif char == '{' then
    pattern, to = choice(glob, at)
  end
  return pattern or literal(char), pattern and to or at + 1
end

---@param glob string
---@return string pattern of Vim, 'magic'
function translate(glob)
  local out, at = {}, 1
  while at <= #glob do
    out[#out + 1], at = part(glob, at)
  end
  return table.concat(out)
end

---@type table<string, fim.Glob>
local compiled = {}

--- Letter case is ignored, as file systems exist that ignore it. `~/` is the home folder.
---@param glob string
---@return fim.Glob
local function compile(glob)
  if not compiled[glob] then
    local whole = vim.startswith(glob, '~/') and vim.fs.normalize('~') .. glob:sub(2) or glob
    local ok, regex = pcall(vim.regex, '\\m\\c^' .. translate(whole) .. '$')
    compiled[glob] = { anywhere = not whole:find('/', 1, true), regex = ok and regex or nil }
  end
  return compiled[glob]
end

--- Whether `glob` can be read at all.
---@param glob string
---@return boolean
function M.is_valid(glob)
  return compile(glob).regex ~= nil
end

--- Whether `path` matches: a glob without `/` the file's name, one with `/` the path from the working directory, or the whole path.
---@param glob string
---@param path string absolute, with `/`
---@param cwd string absolute
---@return boolean? matches nil when the glob is malformed
function M.matches(glob, path, cwd)
  local matcher = compile(glob)
  local regex = matcher.regex
  if not regex then
    return nil
  elseif matcher.anywhere then
    return regex:match_str(vim.fs.basename(path)) ~= nil
  end
  local root = cwd:sub(-1) == '/' and cwd or cwd .. '/'
  local relative = vim.startswith(path, root) and path:sub(#root + 1) or path
  return regex:match_str(relative) ~= nil or regex:match_str(path) ~= nil
end

return M
