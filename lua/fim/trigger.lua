--- Triggers: watches typing, follows it with the ghost text, and has the host asked when nothing on screen fits. Chooses no text.
local config = require('fim.config')
local gate = require('fim.gate')
local ghost = require('fim.ghost')
local host = require('fim.host')
local menu = require('fim.menu')
local request = require('fim.request')
local status = require('fim.status')

local api = vim.api
local M = {}

local awake = false
---@type boolean? nil: as the option says
local enabled
--- Place and text that were dealt with last: CursorMovedI and TextChangedI both come for one key.
---@type { buf: integer, tick: integer, row: integer, col: integer }
local last = { buf = -1, tick = -1, row = -1, col = -1 }
-- Insert mode that our own keys enter and leave again, to accept in normal mode.
local passing = false
-- The cursor of normal mode has moved while fed keys were still to come.
local is_arriving = false

---@return boolean
function M.is_enabled()
  if enabled == nil then
    return config.get().enabled
  end
  return enabled
end

--- Whether the buffer may be completed now.
---@param buf integer
---@return boolean
local function active(buf)
  return M.is_enabled() and (gate.check(buf))
end

---@return boolean changed whether cursor or text are elsewhere than at the last call
---@return boolean typed whether the text has changed
local function look()
  local buf = api.nvim_get_current_buf()
  local tick = api.nvim_buf_get_changedtick(buf)
  local row, col = ghost.cursor('i')
  local typed = tick ~= last.tick and buf == last.buf
  local changed = typed or buf ~= last.buf or row ~= last.row or col ~= last.col
  last.buf, last.tick, last.row, last.col = buf, tick, row, col
  return changed, typed
end

--- Insert mode: text or cursor have changed.
local function on_change()
  if passing then
    return
  elseif ghost.mode() ~= 'i' then
    request.stop('left')
    return
  end
  local changed, typed = look()
  if not changed then
    return
  end
  if not active(last.buf) then
    request.shut(last.buf)
    return
  end
  if ghost.follow(last.row, last.col) then
    request.advance(last.row, last.col)
    return
  end
  ghost.clear(typed and 'typed' or 'moved')
  if not typed or not config.get().autoTrigger then
    request.cancel()
    return
  end
  if config.get().popup == 'hide' and menu.is_open() then
    request.cancel()
    return
  end
  -- No cancel: the host may keep the stream when its text agrees with what was typed.
  request.ask('auto')
end

--- Insert mode begins in a buffer.
---@param buf integer
---@return boolean active
local function arrive(buf)
  gate.forget(buf)
  request.stop('moved')
  look()
  if not active(buf) then
    request.shut(buf)
    return false
  end
  require('fim.keys').setup_buffer(config.get().keys, buf)
  return request.attach(buf)
end

local function on_insert_enter()
  local buf = api.nvim_get_current_buf()
  if passing or not awake or not arrive(buf) then
    return
  end
  -- A fresh line (`o`, `O`, `cc`) wants its text; `i` in the middle of one may only be a correction.
  if config.get().autoTrigger and vim.v.insertmode == 'i' and api.nvim_get_current_line():match('^%s*$') then
    -- Later: the mode is still the old one, and `.` or `:normal` leave again before anybody is there to read.
    vim.schedule(function()
      if ghost.mode() == 'i' and not request.current() and api.nvim_get_current_buf() == buf and active(buf) then
        look()
        request.ask('auto')
      end
    end)
  end
end

local function on_insert_leave()
  if passing then
    passing = false
    return
  end
  request.stop('left')
end

--- CTRL-C, Replace mode, an expression to insert: ways out of insert mode that InsertLeave says nothing of.
local function on_mode()
  local asked = request.current()
  if not asked or passing then
    return
  end
  local mode = api.nvim_get_mode().mode
  local waits = asked.mode == 'n' and (mode:sub(1, 2) == 'no' or mode:sub(1, 1) == 'c')
  if not waits and ghost.mode() ~= asked.mode then
    request.stop('left')
  end
end

local function on_normal_change()
  local asked = request.current()
  if not asked or asked.mode ~= 'n' or passing then
    return
  end
  -- In the middle of fed keys, such as our own that accept, the cursor has not arrived yet: `on_idle` looks again.
  is_arriving = vim.fn.state('m') ~= ''
  if is_arriving then
    return
  end
  -- A part was accepted: the rest stands behind it.
  local row, col = ghost.cursor('n')
  if ghost.follow(row, col) then
    request.advance(row, col)
  else
    request.stop('moved')
  end
end

--- A click or a map goes to another buffer and stays in insert mode.
---@param event { buf: integer }
local function on_buffer_enter(event)
  if ghost.mode() == 'i' and not passing then
    arrive(event.buf)
  end
end

local function on_window_leave()
  if request.current() and not passing then
    request.stop('moved')
  end
end

--- A switch can be thrown at any time, and nobody tells.
local function on_idle()
  local asked = request.current()
  if asked and not active(asked.buf) then
    request.shut(asked.buf)
  end
  if is_arriving then
    is_arriving = false
    on_normal_change()
  end
  ghost.settle()
end

---@param event { buf: integer }
local function on_buffer_change(event)
  gate.forget(event.buf)
  if not request.is_attached(event.buf) then
    return
  end
  if active(event.buf) then
    request.attach(event.buf)
  else
    request.shut(event.buf)
  end
end

---@param event { buf: integer }
local function on_written(event)
  on_buffer_change(event)
  if request.is_attached(event.buf) then
    host.notify('saved', { buf = event.buf })
  end
end

local function on_menu_opened()
  if ghost.current() then
    ghost.refresh()
  end
end

local function on_menu_closed()
  if ghost.mode() ~= 'i' then
    return
  end
  vim.schedule(function()
    if ghost.mode() == 'i' then
      ghost.refresh()
      if not ghost.current() then
        last.tick = -1
        on_change()
      end
    end
  end)
end

local function on_host_gone()
  request.forget_all()
  ghost.clear('gone')
end

---@param p table
local function on_show(p)
  local asked = request.current()
  if asked and p.id == asked.id and active(p.buf) then
    ghost.show(p, asked.mode)
  end
end

---@param p { id: integer }
local function on_clear(p)
  local s = ghost.current()
  if s and s.id == p.id then
    ghost.clear('gone')
  end
end

local function autocommands()
  local group = api.nvim_create_augroup('fim', { clear = true })
  local function on(events, desc, callback, pattern)
    api.nvim_create_autocmd(events, { group = group, desc = 'fim: ' .. desc, callback = callback, pattern = pattern })
  end
  on({ 'TextChangedI', 'TextChangedP', 'CursorMovedI' }, 'follow typing', on_change)
  on('InsertEnter', 'start here', on_insert_enter)
  on('InsertLeave', 'end here', on_insert_leave)
  on('ModeChanged', 'end here', on_mode)
  on({ 'CursorMoved', 'TextChanged' }, 'drop the preview of normal mode', on_normal_change)
  on({ 'WinLeave', 'BufLeave' }, 'end here', on_window_leave)
  on('BufEnter', 'start here', on_buffer_enter)
  on('SafeState', 'notice that a switch was thrown', on_idle)
  menu.watch(group, on_menu_opened, on_menu_closed)
  on({ 'WinScrolled', 'VimResized' }, 'fit the window', function()
    if ghost.current() then
      ghost.refresh()
    end
  end)
  on({ 'FileType', 'BufFilePost' }, 'look at the buffer anew', on_buffer_change)
  on('BufWritePost', 'tell the host', on_written)
  on({ 'BufUnload', 'BufWipeout' }, 'forget the buffer', function(event)
    gate.forget(event.buf)
    request.forget(event.buf)
  end)
  on('ColorScheme', 'keep the highlights', M.highlights)
end

--- Default links of the highlight groups; the user's own win.
function M.highlights()
  api.nvim_set_hl(0, 'FimGhost', { link = 'Comment', default = true })
  api.nvim_set_hl(0, 'FimGhostDraft', { link = 'NonText', default = true })
  api.nvim_set_hl(0, 'FimCount', { link = 'NonText', default = true })
end

--- Loads everything: at the first insert mode, or the first command.
---@param entering boolean? insert mode is being entered: the autocommand that says so has been missed
function M.wake(entering)
  if awake then
    return
  end
  awake = true
  M.highlights()
  host.handle('show', on_show)
  host.handle('clear', on_clear)
  host.handle('gone', on_host_gone)
  host.handle('detached', function(p)
    local unanswered = request.lost(p.buf)
    if unanswered and p.buf == api.nvim_get_current_buf() and active(p.buf) then
      request.ask(unanswered)
    end
  end)
  autocommands()
  if config.get().enabled or enabled then
    require('fim.keys').setup(config.get().keys, 'i')
  end
  if entering or ghost.mode() == 'i' then
    on_insert_enter()
  end
end

--- Asks by hand: at once, in insert or normal mode.
function M.complete()
  M.wake()
  if api.nvim_get_mode().mode == 'niI' then
    -- By <C-o>: the cursor is where it belongs once insert mode goes on.
    api.nvim_create_autocmd('InsertEnter', {
      group = 'fim',
      once = true,
      desc = 'fim: complete after <C-o>',
      callback = vim.schedule_wrap(M.complete),
    })
    return
  end
  local buf = api.nvim_get_current_buf()
  gate.forget(buf)
  local allowed, reason = gate.check(buf)
  if not M.is_enabled() then
    allowed, reason = false, 'the plugin is disabled (:Fim enable)'
  end
  if not allowed then
    request.shut(buf)
    vim.notify(status.one_line('fim: no completion here: ' .. reason), vim.log.levels.INFO)
    return
  end
  ghost.clear('moved')
  look()
  if ghost.mode() == 'n' then
    require('fim.keys').setup(config.get().keys, 'n')
    require('fim.keys').setup_buffer(config.get().keys, buf, 'n')
  end
  request.ask('manual')
end

--- The next insert mode is entered by our own keys: it is not the user's.
function M.pass_insert()
  passing = true
end

--- Switches the plugin on or off, in all buffers.
---@param on boolean
function M.set_enabled(on)
  enabled = on
  if on then
    M.wake()
    require('fim.keys').setup(config.get().keys, 'i')
    if ghost.mode() == 'i' then
      on_insert_enter()
    end
  else
    request.stop('off')
    for _, buf in ipairs(request.attached()) do
      request.detach(buf)
    end
  end
  vim.cmd.redrawstatus()
end

--- Options have changed: decide anew, tell the host.
function M.options_changed()
  if not awake then
    return
  end
  request.stop('off')
  -- Before the host reads the new options: what has become a secret must be gone by then.
  for _, buf in ipairs(request.attached()) do
    on_buffer_change({ buf = buf })
  end
  host.send_setup()
  if M.is_enabled() then
    require('fim.keys').setup(config.get().keys, 'i')
  end
end

return M
