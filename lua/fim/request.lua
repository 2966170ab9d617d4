--- Requests: the one that the host works on, and the buffers that it was told of. Watches no events, and does not decide where anything may be asked.
local ghost = require('fim.ghost')
local host = require('fim.host')

local api = vim.api
local M = {}

---@class (exact) fim.Request
---@field id integer
---@field buf integer
---@field mode 'i'|'n' mode that it was made in
---@field trigger 'auto'|'manual'

local last_id = 0
--- The request whose answer may be shown; nil when nothing is wanted.
---@type fim.Request?
local current
---@type table<integer, string> buffer → what the host was told of it
local attached = {}

---@return fim.Request?
function M.current()
  return current
end

---@param buf integer
---@return boolean
function M.is_attached(buf)
  return attached[buf] ~= nil
end

---@return integer[] buffers that the host follows
function M.attached()
  return vim.tbl_keys(attached)
end

--- The buffer is gone, or about to be read anew.
---@param buf integer
function M.forget(buf)
  M.detach(buf)
  if current and current.buf == buf then
    M.stop('gone')
  end
end

--- The host has lost sight of the buffer: it is told of it again at the next request, if it still may be.
---@param buf integer
---@return ('auto'|'manual')? trigger of the request that will stay without an answer, as it crossed this on the way
function M.lost(buf)
  attached[buf] = nil
  local s = ghost.current()
  if current and current.buf == buf and not (s and s.id == current.id) then
    return current.trigger
  end
end

--- The host is gone, and knows nothing any more.
function M.forget_all()
  attached, current = {}, nil
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
function M.attach(buf, by_hand)
  local bo = vim.bo[buf]
  local path = api.nvim_buf_get_name(buf)
  local unit = indent_unit(buf)
  local key = table.concat({ path, bo.filetype, unit }, '\0')
  if attached[buf] == key then
    return true
  end
  -- Before the notification: starting the host forgets all buffers.
  if not host.ensure(by_hand) then
    return false
  end
  attached[buf] = key
  return host.notify('attach', { buf = buf, path = path, filetype = bo.filetype, indentUnit = unit })
end

---@param buf integer
function M.detach(buf)
  if attached[buf] then
    attached[buf] = nil
    host.notify('detach', { buf = buf })
  end
end

--- Gives up the request that is going on, if any.
function M.cancel()
  if current then
    host.notify('cancel', { id = current.id })
    current = nil
  end
end

--- Takes the ghost text away, and gives up the request.
---@param reason fim.Reason
function M.stop(reason)
  ghost.clear(reason)
  M.cancel()
end

--- The buffer is not to be completed, or not any more: the host must not see it.
---@param buf integer
function M.shut(buf)
  local s = ghost.current()
  if (s and s.buf == buf) or (current and current.buf == buf) then
    M.stop('off')
  end
  M.detach(buf)
end

--- Asks for a suggestion at the cursor. The one before it is not cancelled: the host may keep its stream.
---@param trigger 'auto'|'manual'
function M.ask(trigger)
  local mode = ghost.mode()
  -- A macro that is executing types faster than anybody reads.
  if (mode ~= 'i' and mode ~= 'n') or vim.fn.reg_executing() ~= '' then
    M.cancel()
    return
  end
  local buf = api.nvim_get_current_buf()
  if not M.attach(buf, trigger == 'manual') then
    M.cancel()
    return
  end
  local row, col = ghost.cursor(mode)
  last_id = last_id + 1
  current = { id = last_id, buf = buf, mode = mode, trigger = trigger }
  host.notify('complete', {
    id = last_id,
    buf = buf,
    tick = api.nvim_buf_get_changedtick(buf),
    row = row,
    col = col,
    bytes = #(api.nvim_buf_get_lines(buf, row, row + 1, false)[1] or ''),
    trigger = trigger,
  })
end

--- Tells the host that the ghost text has followed the cursor to (row, col).
---@param row integer
---@param col integer
function M.advance(row, col)
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

--- Next or previous suggestion of the same place.
---@param delta 1|-1
function M.cycle(delta)
  if current then
    host.notify('cycle', { id = current.id, delta = delta })
  end
end

return M
