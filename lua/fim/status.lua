--- What the plugin is doing, in a word for status lines, and the messages of the host: one for each thing that goes wrong, never one per key.
local api = vim.api
local M = {}

---@alias fim.State 'off'|'idle'|'waiting'|'loading'|'streaming'|'error'

---@class (exact) fim.HostStatus
---@field state fim.State
---@field backend string? `ollama`, `llamacpp`, `openai`, `embedded`
---@field model string?
---@field place string? URL of the server
---@field detail string? what is wrong, or what is going on
---@field figures string? what the server has counted
---@field drafts string? how much of the drafts was confirmed

---@type fim.HostStatus
local host = { state = 'idle' }
---@type { what: string, next: string }? the newest message
local told

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
  if not enabled or not require('fim.gate').check(api.nvim_get_current_buf()) then
    return 'off'
  end
  return host.state
end

--- Cuts a text to the room of one message line: more would make Neovim wait for a key while the user types.
---@param text string one line
---@return string
function M.one_line(text)
  local room = vim.v.echospace
  if api.nvim_strwidth(text) <= room then
    return text
  end
  return vim.fn.strcharpart(text, 0, math.max(1, room - 1)) .. '…'
end

--- The longest wording of a message that fits into one message line.
---@param p { code: string, what: string, next: string }
---@return string
local function fit(p)
  -- A command to run, or the switch to throw, tells by itself what is wrong.
  local advice = p.next:find('`', 1, true) or p.code == 'remote-forbidden'
  local main = advice and p.next or p.what
  local room = vim.v.echospace
  for _, text in ipairs({ ('fim: %s %s'):format(p.what, p.next), ('fim: %s (:Fim status)'):format(main) }) do
    if api.nvim_strwidth(text) <= room then
      return text
    end
  end
  return M.one_line('fim: ' .. main)
end

---@return boolean whether a message that comes now is hidden as it comes
local function hides_messages()
  local mode = api.nvim_get_mode().mode:sub(1, 1)
  -- What replaces vim.notify has a place of its own. Neovim's own functions have none from 0.12 on.
  local source = debug.getinfo(vim.notify, 'S').source
  local builtin = source == '?' or vim.startswith(source, '@vim/')
  -- `-- INSERT --` is written over it at once; where the command line has no row of its own, the next key's status line is.
  local covered = (mode == 'i' or mode == 'R') and (vim.o.showmode or vim.o.cmdheight == 0)
  return builtin and (covered or mode == 'c')
end

--- Shows a text when the user is back in normal mode, without another entry in `:messages`.
---@param text string one line
local function show_later(text)
  api.nvim_create_autocmd('ModeChanged', {
    group = api.nvim_create_augroup('fim.message', { clear = true }),
    pattern = '*:n',
    once = true,
    desc = 'fim: show a message that was hidden',
    callback = vim.schedule_wrap(function()
      if api.nvim_get_mode().mode == 'n' then
        api.nvim_echo({ { text, 'WarningMsg' } }, false, {})
      end
    end),
  })
end

--- Shows one message.
---@param p { code: string, what: string, next: string }
function M.message(p)
  told = p
  local text = fit(p)
  if hides_messages() then
    show_later(text)
  end
  vim.notify(text, vim.log.levels.WARN, { title = 'fim.nvim' })
  require('fim.ghost').emit('FimError', { code = p.code, what = p.what, next = p.next })
end

--- Lines for `:Fim status`.
---@return string[]
function M.lines()
  local info = require('fim.host').info()
  local buf = api.nvim_get_current_buf()
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
  add('counted', host.figures)
  add('drafts', host.drafts)
  add('now', host.detail)
  if told and vim.startswith(host.detail or '', told.what) then
    add('do', told.next)
  end
  if not info.running and info.last_error ~= host.detail then
    add('error', info.last_error)
  end
  return lines
end

return M
