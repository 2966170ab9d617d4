--- Triggers: watches typing, follows it with the ghost text, and asks the host when nothing on screen fits. Chooses no text.
local config = require('fim.config')
local gate = require('fim.gate')
local ghost = require('fim.ghost')
local host = require('fim.host')
local menu = require('fim.menu')
local status = require('fim.status')

local api = vim.api
local M = {}

local awake = false
---@type boolean? nil: as the option says
local enabled
local next_id = 0
--- The request whose answer may be shown; nil when nothing is wanted.
---@type { id: integer, buf: integer, mode: 'i'|'n' }?
local request
--- Place and text that were dealt with last: CursorMovedI and TextChangedI both come for one key.
---@type { buf: integer, tick: integer, row: integer, col: integer }
local last = { buf = -1, tick = -1, row = -1, col = -1 }
---@type table<integer, string> buffer → what the host was told of it
local attached = {}
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

---@param buf integer
---@return string
local function indent_unit(buf)
  if not vim.bo[buf].expandtab then
    return '\t'
  end
  local width = vim.bo[buf].shiftwidth
  return (' '):rep(width > 0 and width or vim.bo[buf].tabstop)
end

--- Tells the host of a buffer, or of its new name or file type.
---@param buf integer
---@param by_hand boolean? the user asks: a host that has died is not left in peace
---@return boolean attached
local function attach(buf, by_hand)
  local bo = vim.bo[buf]
  local path = api.nvim_buf_get_name(buf)
  local key = table.concat({ path, bo.filetype, indent_unit(buf) }, '\0')
  if attached[buf] == key then
    return true
  end
  -- Before the notification: starting the host forgets all buffers.
  if not host.ensure(by_hand) then
    return false
  end
  attached[buf] = key
  return host.notify('attach', { buf = buf, path = path, filetype = bo.filetype, indentUnit = indent_unit(buf) })
end

---@param buf integer
local function detach(buf)
  if attached[buf] then
    attached[buf] = nil
    host.notify('detach', { buf = buf })
  end
end

--- Whether the buffer may be completed now.
---@param buf integer
---@return boolean
local function active(buf)
  return M.is_enabled() and (gate.check(buf))
end

--- Gives up the request that is going on, if any.
local function cancel()
  if request then
    host.notify('cancel', { id = request.id })
    request = nil
  end
end

--- Takes the ghost text away, and gives up the request.
---@param reason fim.Reason
local function stop(reason)
  ghost.clear(reason)
  cancel()
end

--- The buffer is not to be completed, or not any more: the host must not see it.
---@param buf integer
local function shut(buf)
  local s = ghost.current()
  if (s and s.buf == buf) or (request and request.buf == buf) then
    stop('off')
  end
  detach(buf)
end

---@param trigger 'auto'|'manual'
local function ask(trigger)
  local mode = ghost.mode()
  -- A macro that is executing types faster than anybody reads.
  if (mode ~= 'i' and mode ~= 'n') or vim.fn.reg_executing() ~= '' then
    cancel()
    return
  end
  local buf = api.nvim_get_current_buf()
  if not attach(buf, trigger == 'manual') then
    cancel()
    return
  end
  local row, col = ghost.cursor(mode)
  next_id = next_id + 1
  request = { id = next_id, buf = buf, mode = mode }
  host.notify('complete', {
    id = next_id,
    buf = buf,
    tick = api.nvim_buf_get_changedtick(buf),
    row = row,
    col = col,
    bytes = #(api.nvim_buf_get_lines(buf, row, row + 1, false)[1] or ''),
    trigger = trigger,
  })
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

--- Tells the host that the ghost text has followed the cursor to (row, col).
---@param row integer
---@param col integer
local function advance(row, col)
  local s = assert(ghost.current())
  host.notify('advance', {
    id = s.id,
    tick = api.nvim_buf_get_changedtick(s.buf),
    row = row,
    col = col,
    bytes = #api.nvim_get_current_line(),
    have = s.base + #s.text,
  })
end

--- Insert mode: text or cursor have changed.
local function on_change()
  if passing then
    return
  elseif ghost.mode() ~= 'i' then
    stop('left')
    return
  end
  local changed, typed = look()
  if not changed then
    return
  end
  if not active(last.buf) then
    shut(last.buf)
    return
  end
  if ghost.follow(last.row, last.col) then
    advance(last.row, last.col)
    return
  end
  ghost.clear(typed and 'typed' or 'moved')
  if not typed or not config.get().autoTrigger then
    cancel()
    return
  end
  if config.get().popup == 'hide' and menu.is_open() then
    cancel()
    return
  end
  -- No cancel: the host may keep the stream when its text agrees with what was typed.
  ask('auto')
end

--- Insert mode begins in a buffer.
---@param buf integer
---@return boolean active
local function arrive(buf)
  gate.forget(buf)
  stop('moved')
  look()
  if not active(buf) then
    shut(buf)
    return false
  end
  require('fim.keys').setup_buffer(config.get().keys, buf)
  return attach(buf)
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
      if ghost.mode() == 'i' and not request and api.nvim_get_current_buf() == buf and active(buf) then
        look()
        ask('auto')
      end
    end)
  end
end

local function on_insert_leave()
  if passing then
    passing = false
    return
  end
  stop('left')
end

--- CTRL-C, Replace mode, an expression to insert: ways out of insert mode that InsertLeave says nothing of.
local function on_mode()
  if not request or passing then
    return
  end
  local mode = api.nvim_get_mode().mode
  local waits = request.mode == 'n' and (mode:sub(1, 2) == 'no' or mode:sub(1, 1) == 'c')
  if not waits and ghost.mode() ~= request.mode then
    stop('left')
  end
end

local function on_normal_change()
  if not request or request.mode ~= 'n' or passing then
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
    advance(row, col)
  else
    stop('moved')
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
  if request and not passing then
    stop('moved')
  end
end

--- A switch can be thrown at any time, and nobody tells.
local function on_idle()
  if request and not active(request.buf) then
    shut(request.buf)
  end
  if is_arriving then
    on_normal_change()
  end
  ghost.settle()
end

---@param event { buf: integer }
local function on_buffer_change(event)
  gate.forget(event.buf)
  if not attached[event.buf] then
    return
  end
  if active(event.buf) then
    attach(event.buf)
  else
    shut(event.buf)
  end
end

---@param event { buf: integer }
local function on_written(event)
  on_buffer_change(event)
  if attached[event.buf] then
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
  attached, request = {}, nil
  ghost.clear('gone')
end

---@param p table
local function on_show(p)
  if not request or p.id ~= request.id or not active(p.buf) then
    return
  end
  ghost.show(p, request.mode)
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
    attached[event.buf] = nil
    if request and request.buf == event.buf then
      stop('gone')
    end
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
    shut(buf)
    vim.notify(status.one_line('fim: no completion here: ' .. reason), vim.log.levels.INFO)
    return
  end
  ghost.clear('moved')
  look()
  if ghost.mode() == 'n' then
    require('fim.keys').setup(config.get().keys, 'n')
    require('fim.keys').setup_buffer(config.get().keys, buf, 'n')
  end
  ask('manual')
end

--- Next or previous suggestion of the same place.
---@param delta 1|-1
function M.cycle(delta)
  if request then
    host.notify('cycle', { id = request.id, delta = delta })
  end
end

--- Takes the suggestion away and stops what is going on for it.
function M.dismiss()
  stop('key')
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
    stop('off')
    for buf in pairs(attached) do
      detach(buf)
    end
  end
  vim.cmd.redrawstatus()
end

--- Options have changed: decide anew, tell the host.
function M.options_changed()
  if not awake then
    return
  end
  stop('off')
  -- Before the host reads the new options: what has become a secret must be gone by then.
  for buf in pairs(attached) do
    on_buffer_change({ buf = buf })
  end
  host.send_setup()
  if M.is_enabled() then
    require('fim.keys').setup(config.get().keys, 'i')
  end
end

return M
