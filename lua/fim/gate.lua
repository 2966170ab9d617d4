--- The gate: in which buffers the plugin may do anything at all. Files that hold secrets are never read, whatever the switches say.
local api = vim.api
local M = {}

---@type table<string, vim.lpeg.Pattern|false>
local compiled = {}

--- A glob as a matcher. Patterns without `/` match the file name anywhere.
---@param glob string
---@return vim.lpeg.Pattern|false pattern false when the glob is malformed
local function compile(glob)
  if compiled[glob] == nil then
    local ok, pattern = pcall(vim.glob.to_lpeg, glob)
    compiled[glob] = ok and pattern or false
  end
  return compiled[glob]
end

---@param path string absolute
---@return string[] spellings that a glob may mean: whole, from the working directory, name
local function spellings(path)
  local cwd = vim.fs.normalize(vim.fn.getcwd()) .. '/'
  local relative = vim.startswith(path, cwd) and path:sub(#cwd + 1) or path
  return { path, relative }
end

--- The first of `globs` that `path` matches.
---@param path string absolute
---@param globs string[]
---@return string?
function M.match(path, globs)
  local whole = spellings(path)
  local name = vim.fs.basename(path)
  for _, glob in ipairs(globs) do
    local pattern = compile(vim.startswith(glob, '~/') and vim.fs.normalize(glob) or glob)
    if pattern then
      local texts = glob:find('/', 1, true) and whole or { name }
      for _, text in ipairs(texts) do
        if pattern:match(text) then
          return glob
        end
      end
    end
  end
  return nil
end

---@param buf integer
---@return string[] paths the buffer's path, and where a symbolic link leads
local function paths(buf)
  local name = api.nvim_buf_get_name(buf)
  if name == '' then
    return {}
  end
  local path = vim.fs.normalize(name)
  local real = vim.uv.fs_realpath(path)
  return real and real ~= path and { path, vim.fs.normalize(real) } or { path }
end

---@param buf integer
---@param options fim.Options
---@return string? reason why secrets forbid it
local function secret(buf, options)
  for _, path in ipairs(paths(buf)) do
    local glob = M.match(path, options.secretFiles)
    if glob then
      return ('file may hold secrets (secretFiles: %s)'):format(glob)
    end
  end
  return nil
end

---@param buf integer
---@param options fim.Options
---@return string? reason why a switch turns it off
local function switched_off(buf, options)
  local own = vim.b[buf].fim_enabled
  if own ~= nil then
    return (own == false or own == 0) and 'b:fim_enabled is false' or nil
  end
  local filetype = vim.bo[buf].filetype
  local by_type = options.filetypes[filetype]
  if by_type == nil then
    by_type = options.filetypes['*']
  end
  if by_type == false then
    return ('filetype %s is switched off (filetypes)'):format(filetype == '' and '(none)' or filetype)
  end
  for _, path in ipairs(paths(buf)) do
    local glob = M.match(path, options.disableInFiles)
    if glob then
      return ('file matches disableInFiles: %s'):format(glob)
    end
  end
  return nil
end

---@param buf integer
---@return integer bytes size of the buffer's text
local function size(buf)
  return api.nvim_buf_get_offset(buf, api.nvim_buf_line_count(buf))
end

--- Whether completions may be asked for in `buf`.
---@param buf integer
---@return boolean allowed
---@return string? reason why not
function M.check(buf)
  if not api.nvim_buf_is_loaded(buf) then
    return false, 'buffer is not loaded'
  end
  local bo = vim.bo[buf]
  if bo.buftype ~= '' and bo.buftype ~= 'acwrite' then
    return false, ("buffer is no file ('buftype' %s)"):format(bo.buftype)
  elseif not bo.modifiable then
    return false, "buffer can't be changed ('nomodifiable')"
  elseif bo.binary then
    return false, "buffer is binary ('binary')"
  end
  local options = require('fim.config').get()
  local reason = secret(buf, options) or switched_off(buf, options)
  if reason then
    return false, reason
  end
  local bytes = size(buf)
  if bytes > options.maxFileBytes then
    return false, ('buffer has %d bytes, more than maxFileBytes %d'):format(bytes, options.maxFileBytes)
  end
  return true
end

---@type table<integer, { key: string, allowed: boolean }>
local cache = {}

--- As `check`, for status lines: looks again only when name, file type or switches have changed.
---@param buf integer
---@return boolean
function M.allowed_cached(buf)
  local bo = vim.bo[buf]
  local key = table.concat({
    vim.api.nvim_buf_get_name(buf),
    bo.filetype,
    bo.buftype,
    tostring(bo.modifiable),
    tostring(vim.b[buf].fim_enabled),
    math.floor(size(buf) / 1024),
  }, '\0')
  local entry = cache[buf]
  if not entry or entry.key ~= key then
    entry = { key = key, allowed = (M.check(buf)) }
    cache[buf] = entry
  end
  return entry.allowed
end

--- Forgets what was decided: options or the buffer have changed.
---@param buf integer? all buffers when absent
function M.forget(buf)
  if buf then
    cache[buf] = nil
  else
    cache, compiled = {}, {}
  end
end

return M
