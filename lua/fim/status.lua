--- What the plugin is doing, in a word for status lines, and the messages of the host: one for each thing that goes wrong, never one per key.
local M = {}

---@alias fim.State 'off'|'idle'|'waiting'|'loading'|'streaming'|'error'

---@class (exact) fim.HostStatus
---@field state fim.State
---@field backend string? `ollama`, `embedded`
---@field model string?
---@field place string? URL of the server
---@field detail string? what is wrong, or what is going on

---@type fim.HostStatus
local host = { state = 'idle' }

---@return fim.HostStatus
function M.host()
  return host
end

---@param status table
function M.set(status)
  local before = host.state
  -- Only `error` may come from this side, without the host's knowledge of its backend.
  host = vim.tbl_extend('force', host, { detail = '' }, status)
  if before ~= host.state then
    vim.cmd.redrawstatus()
  end
end

--- For status lines: off, idle, waiting, loading, streaming or error.
---@return fim.State
function M.state()
  local trigger = package.loaded['fim.trigger']
  local enabled = require('fim.config').get().enabled
  if trigger then
    enabled = trigger.is_enabled()
  end
  if not enabled or not require('fim.gate').check(vim.api.nvim_get_current_buf()) then
    return 'off'
  end
  return host.state
end

--- Shortens a message to the room of one message line: more would make Neovim wait for a key while the user types.
---@param what string
---@param next string
---@return string
local function fit(what, next)
  local room = vim.v.echospace
  for _, text in ipairs({ ('fim: %s %s'):format(what, next), ('fim: %s (:Fim status)'):format(next), 'fim: ' .. next }) do
    if vim.api.nvim_strwidth(text) <= room then
      return text
    end
  end
  return vim.fn.strcharpart('fim: ' .. next, 0, math.max(1, room - 1)) .. '…'
end

--- Shows one message.
---@param p { code: string, what: string, next: string }
function M.message(p)
  vim.notify(fit(p.what, p.next), vim.log.levels.WARN, { title = 'fim.nvim' })
  require('fim.ghost').emit('FimError', { code = p.code, what = p.what, next = p.next })
end

--- Lines for `:Fim status`.
---@return string[]
function M.lines()
  local info = require('fim.host').info()
  local buf = vim.api.nvim_get_current_buf()
  local allowed, reason = require('fim.gate').check(buf)
  local trigger = require('fim.trigger')
  local lines = { ('fim: %s'):format(M.state()) }
  local function add(name, value)
    if value and value ~= '' then
      lines[#lines + 1] = ('  %-9s%s'):format(name, value)
    end
  end
  add('plugin', trigger.is_enabled() and 'enabled' or 'disabled (:Fim enable)')
  add('buffer', allowed and 'completes here' or 'off: ' .. tostring(reason))
  local host_text = 'not started (starts with the first insert mode)'
  if info.running then
    host_text = ('pid %s, node %s'):format(info.pid or '?', info.node or 'starting')
  end
  add('host', host_text)
  add('backend', host.backend)
  add('server', host.place)
  add('model', host.model)
  add('now', host.detail)
  add('error', info.last_error)
  return lines
end

return M
