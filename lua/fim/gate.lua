--- The gate: in which buffers the plugin may do anything at all. Files that hold secrets are never read, whatever the switches say.
local glob = require('fim.glob')

local api = vim.api
local M = {}

---@class (exact) fim.Verdict
---@field name string buffer name that it was made for
---@field cwd string
---@field options fim.Options
---@field secret string? why secrets forbid it
---@field disabled string? why `disableInFiles` forbids it

--- What the globs say of each buffer: links are followed and globs matched once per name, not once per key.
---@type table<integer, fim.Verdict>
local verdicts = {}

--- The buffer's path, and where symbolic links lead, also when nothing stands there yet.
---@param name string
---@return string[] paths
local function paths(name)
  if name == '' then
    return {}
  end
  local path = vim.fs.normalize(name, { expand_env = false })
  local real = vim.fs.normalize(vim.fn.resolve(path), { expand_env = false })
  return real ~= path and { path, real } or { path }
end

---@param list string[] paths
---@param cwd string
---@param secret_files string[]
---@return string?
local function secret(list, cwd, secret_files)
  for _, pattern in ipairs(secret_files) do
    for _, path in ipairs(list) do
      local matches = glob.matches(pattern, path, cwd)
      if matches == nil then
        -- What it was to guard is not known: guard everything.
        return ('secretFiles holds the malformed glob %s'):format(pattern)
      elseif matches then
        return ('file may hold secrets (secretFiles: %s)'):format(pattern)
      end
    end
  end
  return nil
end

---@param list string[] paths
---@param cwd string
---@param disabled_files string[]
---@return string?
local function disabled(list, cwd, disabled_files)
  for _, pattern in ipairs(disabled_files) do
    for _, path in ipairs(list) do
      if glob.matches(pattern, path, cwd) then
        return ('file matches disableInFiles: %s'):format(pattern)
      end
    end
  end
  return nil
end

---@param buf integer
---@param options fim.Options
---@return fim.Verdict
local function verdict(buf, options)
  local name, cwd = api.nvim_buf_get_name(buf), vim.fn.getcwd()
  local known = verdicts[buf]
  if known and known.name == name and known.cwd == cwd and known.options == options then
    return known
  end
  local list, from = paths(name), vim.fs.normalize(cwd, { expand_env = false })
  local made = { name = name, cwd = cwd, options = options }
  made.secret = secret(list, from, options.secretFiles)
  made.disabled = disabled(list, from, options.disableInFiles)
  verdicts[buf] = made
  return made
end

--- `filetypes`: the filetype's own switch; for `php.laravel` those of its parts as well; else `*`.
---@param filetype string
---@param switches table<string, boolean>
---@return boolean
local function wants_filetype(filetype, switches)
  if switches[filetype] ~= nil then
    return switches[filetype]
  end
  for part in vim.gsplit(filetype, '.', { plain = true }) do
    if switches[part] ~= nil then
      return switches[part]
    end
  end
  return switches['*'] ~= false
end

---@param buf integer
---@param options fim.Options
---@return string? reason why a switch turns it off
local function switched_off(buf, options)
  local own = vim.b[buf].fim_enabled
  if own ~= nil and own ~= vim.NIL then
    return (own == false or own == 0) and 'b:fim_enabled is false' or nil
  end
  local filetype = vim.bo[buf].filetype
  if not wants_filetype(filetype, options.filetypes) then
    return ('filetype %s is switched off (filetypes)'):format(filetype == '' and '(none)' or filetype)
  end
  return verdict(buf, options).disabled
end

---@param buf integer
---@return string? reason why it is no text that a user edits
local function no_text(buf)
  local bo = vim.bo[buf]
  if bo.buftype ~= '' and bo.buftype ~= 'acwrite' then
    return ("buffer is no file ('buftype' %s)"):format(bo.buftype)
  elseif not bo.modifiable then
    return "buffer can't be changed ('nomodifiable')"
  elseif bo.binary then
    return "buffer is binary ('binary')"
  end
  return nil
end

---@param buf integer
---@param options fim.Options
---@return string?
local function too_large(buf, options)
  local bytes = api.nvim_buf_get_offset(buf, api.nvim_buf_line_count(buf))
  if bytes > options.maxFileBytes then
    return ('buffer has %d bytes, more than maxFileBytes %d'):format(bytes, options.maxFileBytes)
  end
  return nil
end

--- Whether completions may be asked for in `buf`. Cheap enough for each key: whatever may have changed since the last one is looked at.
---@param buf integer
---@return boolean allowed
---@return string? reason why not
function M.check(buf)
  if not api.nvim_buf_is_loaded(buf) then
    return false, 'buffer is not loaded'
  end
  local options = require('fim.config').get()
  local reason = no_text(buf) or verdict(buf, options).secret or switched_off(buf, options) or too_large(buf, options)
  return reason == nil, reason
end

--- Forgets where the buffer's name leads: a link may lead elsewhere now.
---@param buf integer
function M.forget(buf)
  verdicts[buf] = nil
end

return M
