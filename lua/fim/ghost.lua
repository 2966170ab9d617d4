--- Ghost text: holds the one suggestion on screen, shrinks and grows it as the user types, clears it. Never asks for text.
local canvas = require('fim.canvas')
local layout = require('fim.layout')
local menu = require('fim.menu')

local api = vim.api
local M = {}

---@class (exact) fim.Suggestion
---@field id integer request that it answers
---@field buf integer
---@field row integer 0-based row where the text begins
---@field col integer 0-based byte column where the text begins
---@field text string the whole text from (row, col), also what was typed of it meanwhile
---@field base integer bytes of the model's text that stood before (row, col) already
---@field consumed integer bytes of `text` that the user has typed
---@field before string the line up to (row, col)
---@field tick integer changedtick when it was last found to belong where it stands
---@field at integer[] cursor at that time: 0-based row, 0-based byte column
---@field after string the line from the cursor on
---@field tail integer bytes of `after` that `text` contains and that accepting replaces
---@field index integer 1-based
---@field count integer
---@field confirmed integer bytes of `text` that the target model has said; behind them stands a draft
---@field final boolean nothing will be added to it
---@field mode 'i'|'n' mode that it was asked for in
---@field hidden boolean a completion menu is in front
---@field shown boolean it was on screen, and `FimShown` said so

---@type fim.Suggestion?
local current
local seen_id = 0
--- What the drawing was made for; nil when nothing is drawn.
---@type { buf: integer, tick: integer, win: integer, row: integer, col: integer }?
local drawn
--- A redraw found the drawing out of date and took it away.
local is_torn = false

---@return fim.Suggestion?
function M.current()
  return current
end

--- Text that is still to come: what the ghost shows.
---@return string
function M.rest()
  return current and current.text:sub(current.consumed + 1) or ''
end

--- Whether some of what the ghost shows is a draft that the target model has not confirmed.
---@param to integer bytes of the suggestion's whole text that are looked at
---@return boolean
function M.is_draft(to)
  return current ~= nil and math.max(current.confirmed, current.consumed) < to
end

---@param name 'FimShown'|'FimAccepted'|'FimDismissed'|'FimError'
---@param data table
function M.emit(name, data)
  api.nvim_exec_autocmds('User', { pattern = name, modeline = false, data = data })
end

---@return string mode 'i', 'n', or something in which no suggestion may stand
local function mode()
  local m = api.nvim_get_mode().mode
  -- `niI` is <C-o>: normal mode for one command, on the way back to insert mode.
  return (m:sub(1, 1) == 'i' or m == 'niI') and 'i' or (m == 'n' and 'n' or m)
end
M.mode = mode

--- Whether there is ghost text on screen that a key may act on.
---@return boolean
function M.takes_keys()
  return current ~= nil
    and not current.hidden
    and current.buf == api.nvim_get_current_buf()
    and current.mode == mode()
    and not menu.takes_keys()
end

local function erase()
  canvas.erase()
  drawn, is_torn = nil, false
end

--- Before each redraw: text may have changed that no event has told of yet, as in the middle of a paste. What was drawn for another
--- text or another place must not be seen, not even for a frame.
local function before_redraw()
  if not drawn then
    return false
  end
  local ok, pos = pcall(api.nvim_win_get_cursor, drawn.win)
  local holds = ok
    and pos[1] == drawn.row
    and pos[2] == drawn.col
    and api.nvim_buf_is_valid(drawn.buf)
    and api.nvim_buf_get_changedtick(drawn.buf) == drawn.tick
  if not holds then
    erase()
    is_torn = true
  end
  return false
end

--- Draws the current suggestion at the cursor, or hides it behind nothing while a completion menu is open.
---@param row integer
---@param col integer
local function render(row, col)
  local s = assert(current)
  s.hidden = require('fim.config').get().popup == 'hide' and menu.is_open()
  if s.hidden or s.consumed >= #s.text then
    erase()
    return
  end
  canvas.draw(s, row, col)
  local win = api.nvim_get_current_win()
  local pos = api.nvim_win_get_cursor(win)
  drawn = { buf = s.buf, tick = api.nvim_buf_get_changedtick(s.buf), win = win, row = pos[1], col = pos[2] }
  is_torn = false
  if not s.shown then
    s.shown = true
    M.emit('FimShown', { id = s.id, buf = s.buf, row = row, col = col, text = M.rest(), draft = M.is_draft(#s.text) })
  end
end

---@alias fim.Reason 'key'|'typed'|'moved'|'left'|'off'|'gone'

--- Forgets the suggestion and takes it off the screen.
---@param reason fim.Reason? why the user did not get it; nil: they did
function M.clear(reason)
  local s = current
  current = nil
  erase()
  if s and s.shown and reason then
    M.emit('FimDismissed', { id = s.id, buf = s.buf, reason = reason })
  end
end

local is_watching = false

--- Looks at each redraw from the first suggestion on: before that there is nothing to tear.
local function watch()
  if not is_watching then
    is_watching = true
    api.nvim_set_decoration_provider(api.nvim_create_namespace('fim.ghost.watch'), { on_start = before_redraw })
  end
end

--- Draws what the host offers, unless the buffer, the cursor or the mode has moved on.
---@param p { id: integer, buf: integer, tick: integer, row: integer, col: integer, text: string, typed: integer, replace: integer, index: integer, count: integer, confirmed: integer, final: boolean }
---@param asked_in 'i'|'n' mode that the request was made in
---@return boolean drawn
function M.show(p, asked_in)
  if
    p.id < seen_id
    or not api.nvim_buf_is_loaded(p.buf)
    or api.nvim_get_current_buf() ~= p.buf
    or api.nvim_buf_get_changedtick(p.buf) ~= p.tick
    or mode() ~= asked_in
  then
    return false
  end
  local row, col = M.cursor(asked_in)
  if row ~= p.row or col ~= p.col then
    return false
  end
  watch()
  seen_id = p.id
  local line = api.nvim_buf_get_lines(p.buf, row, row + 1, false)[1] or ''
  local last = current
  -- A request that was begun anew on the way has another text, which does not go on from what was typed of the old one.
  local same = last and last.id == p.id and last.index == p.index and last.base + last.consumed == p.typed
  if same and last then
    -- Typed-through meanwhile: the suggestion keeps its beginning, so that backspacing can grow it back.
    last.text = last.text:sub(1, last.consumed) .. p.text
    last.after, last.tail = line:sub(col + 1), p.replace
    last.tick, last.at = p.tick, { row, col }
    last.confirmed = last.consumed + p.confirmed
    last.count, last.final = p.count, p.final
  else
    current = {
      id = p.id,
      buf = p.buf,
      row = row,
      col = col,
      text = p.text,
      base = p.typed,
      consumed = 0,
      before = line:sub(1, col),
      tick = p.tick,
      at = { row, col },
      after = line:sub(col + 1),
      tail = p.replace,
      index = p.index,
      count = p.count,
      confirmed = p.confirmed,
      final = p.final,
      mode = asked_in,
      hidden = false,
      shown = false,
    }
  end
  render(row, col)
  return true
end

--- Place of the cursor for a request: in insert mode before the cursor; in normal mode before the character under the cursor, on the last character of a line after it.
---@param in_mode 'i'|'n'
---@return integer row 0-based
---@return integer col 0-based byte column
function M.cursor(in_mode)
  local pos = api.nvim_win_get_cursor(0)
  local row, col = pos[1] - 1, pos[2]
  if in_mode == 'n' then
    local line = api.nvim_get_current_line()
    -- A string with a NUL would reach Vim's functions as a Blob.
    local char = vim.fn.matchstr((line:sub(col + 1):gsub('%z', '\1')), '^.')
    if col + #char >= #line then
      col = #line
    end
  end
  return row, col
end

--- What was typed since the suggestion began; nil when the cursor stands before it or too far below.
---@param s fim.Suggestion
---@param row integer
---@param col integer
---@return string?
local function typed(s, row, col)
  if row == s.row then
    return col >= s.col and api.nvim_get_current_line():sub(s.col + 1, col) or nil
  end
  local _, newlines = s.text:gsub('\n', '')
  if row < s.row or row > s.row + newlines then
    return nil
  end
  local ok, text = pcall(api.nvim_buf_get_text, s.buf, s.row, s.col, row, col, {})
  return ok and table.concat(text, '\n') or nil
end

--- How many bytes of the text after the cursor the suggestion contains now; nil when that text has changed in another way.
--- Plugins that pair brackets put `)` there while the user types the `(` of the suggestion, and step over it when its `)` is typed.
---@param s fim.Suggestion
---@param rest string what is still to come
---@param after string
---@return integer? tail
local function follow_tail(s, rest, after)
  local grown = #after - #s.after
  local same = grown < 0 and s.after:sub(1 - grown) == after
    or grown >= 0 and after:sub(grown + 1) == s.after and after:sub(1, grown):match('^[%)%]}\'"`]*$')
  local tail = s.tail + grown
  if not same or tail < 0 then
    return nil
  end
  -- Nothing new would be left to show.
  if #rest <= tail or not layout.around(rest, after:sub(1, tail)) then
    return nil
  end
  return tail
end

--- Follows the cursor: when what was typed is what the suggestion says, it shrinks in place; when some of that was taken back, it grows.
---@param row integer 0-based
---@param col integer 0-based byte column
---@return boolean followed false: the suggestion does not belong here any more
function M.follow(row, col)
  local s = current
  if not s or s.buf ~= api.nvim_get_current_buf() or s.mode ~= mode() then
    return false
  end
  local tick = api.nvim_buf_get_changedtick(s.buf)
  -- The cursor alone went back into what was typed: that takes nothing back. (Forwards it steps over brackets that a plugin has paired.)
  if tick == s.tick and (row < s.at[1] or (row == s.at[1] and col < s.at[2])) then
    return false
  end
  local first = api.nvim_buf_get_lines(s.buf, s.row, s.row + 1, false)[1]
  if not first or first:sub(1, s.col) ~= s.before then
    return false
  end
  local text = typed(s, row, col)
  if not text or #text >= #s.text or s.text:sub(1, #text) ~= text then
    return false
  end
  local after = api.nvim_get_current_line():sub(col + 1)
  local tail = follow_tail(s, s.text:sub(#text + 1), after)
  if not tail then
    return false
  end
  s.consumed, s.after, s.tail = #text, after, tail
  s.tick, s.at = tick, { row, col }
  render(row, col)
  return true
end

--- Draws again where it stands: a menu has closed, the window has another size.
function M.refresh()
  if not current then
    return
  end
  local row, col = M.cursor(current.mode)
  if not M.follow(row, col) then
    M.clear('moved')
  end
end

--- Nothing more is going to happen by itself: what a redraw took away is drawn again where it belongs here after all.
function M.settle()
  if is_torn then
    M.refresh()
  end
end

--- The text after the cursor is about to change by our own hand: accepting a part deletes what of it the part contains.
---@param bytes integer how many bytes of it go
function M.trim_after(bytes)
  local s = assert(current)
  s.after, s.tail = s.after:sub(bytes + 1), s.tail - bytes
end

return M
