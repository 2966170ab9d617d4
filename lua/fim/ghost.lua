--- Ghost text: holds the one suggestion on screen, draws it, shrinks and grows it as the user types, clears it. Never asks for text.
local layout = require('fim.layout')

local api = vim.api
local ns = api.nvim_create_namespace('fim.ghost')
local M = {}

---@class (exact) fim.Suggestion
---@field id integer request that it answers
---@field buf integer
---@field row integer 0-based row where the text begins
---@field col integer 0-based byte column where the text begins
---@field text string the whole text from (row, col), also what was typed of it meanwhile
---@field consumed integer bytes of `text` that the user has typed
---@field before string the line up to (row, col)
---@field after string the line from the cursor on
---@field tail integer bytes of `after` that `text` contains and that accepting replaces
---@field index integer 1-based
---@field count integer
---@field draft boolean not yet confirmed by the target model
---@field final boolean nothing will be added to it
---@field mode 'i'|'n' mode that it was asked for in
---@field hidden boolean a completion menu is in front
---@field shown boolean it was on screen, and `FimShown` said so

---@type fim.Suggestion?
local current
---@type integer? buffer that holds our extmarks
local drawn_in
--- Highest extmark id in use; ids 1..n are changed in place, so nothing flickers.
local drawn_marks = 0
local seen_id = 0

---@return fim.Suggestion?
function M.current()
  return current
end

--- Text that is still to come: what the ghost shows.
---@return string
function M.rest()
  return current and current.text:sub(current.consumed + 1) or ''
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

--- Whether a completion menu is open: the built-in one, nvim-cmp's or blink's.
--- Looks only at modules that are loaded: a failed `require` would be searched anew at each key.
---@return boolean
function M.menu_open()
  if vim.fn.pumvisible() == 1 then
    return true
  end
  local cmp = package.loaded['cmp']
  if type(cmp) == 'table' and type(cmp.visible) == 'function' then
    local ok, visible = pcall(cmp.visible)
    if ok and visible then
      return true
    end
  end
  local blink = package.loaded['blink.cmp']
  if type(blink) == 'table' and type(blink.is_menu_visible) == 'function' then
    local ok, visible = pcall(blink.is_menu_visible)
    return ok and visible == true
  end
  return false
end

---@return boolean a menu is open in which something is selected: the keys are its own
local function menu_takes_keys()
  if vim.fn.pumvisible() == 1 then
    return vim.fn.complete_info({ 'selected' }).selected ~= -1
  end
  return M.menu_open()
end

--- Whether there is ghost text on screen that a key may act on.
---@return boolean
function M.takes_keys()
  return current ~= nil
    and not current.hidden
    and current.buf == api.nvim_get_current_buf()
    and current.mode == mode()
    and not menu_takes_keys()
end

local function erase()
  if drawn_in and api.nvim_buf_is_valid(drawn_in) then
    api.nvim_buf_clear_namespace(drawn_in, ns, 0, -1)
  end
  drawn_in, drawn_marks = nil, 0
end

---@param buf integer
---@param id integer
---@param row integer
---@param col integer
---@param opts table
local function mark(buf, id, row, col, opts)
  opts.id, opts.strict = id, false
  api.nvim_buf_set_extmark(buf, ns, row, col, opts)
end

--- 0-based screen column of the cursor in its line, with other plugins' inline text, without ours.
---@param row integer
---@param col integer
---@return integer
local function screen_column(row, col)
  if col == 0 then
    return 0
  end
  return vim.fn.virtcol({ row + 1, col })
end

---@param s fim.Suggestion
---@param row integer
---@param col integer
local function draw(s, row, col)
  local win = api.nvim_get_current_win()
  local info = vim.fn.getwininfo(win)[1]
  local wraps = vim.wo[win].wrap
  local can_scroll = vim.fn.has('nvim-0.11') == 1
  local pieces = layout.of(s.text:sub(s.consumed + 1), {
    column = screen_column(row, col),
    tabstop = vim.bo[s.buf].tabstop,
    width = api.nvim_win_get_width(win) - info.textoff,
    wrap = wraps or not can_scroll,
    after = s.after,
    tail = s.tail,
  })
  local group = s.draft and 'FimGhostDraft' or 'FimGhost'

  if drawn_in ~= s.buf then
    erase()
  end
  drawn_in = s.buf
  local id = 0
  -- Blanks between the end of the line and a cursor that 'virtualedit' put beyond it.
  local beyond = vim.fn.virtcol('.') > vim.fn.virtcol({ row + 1, '$' }) and vim.fn.getpos('.')[4] or 0

  local below = {}
  for _, line in ipairs(pieces.below) do
    below[#below + 1] = line.rest ~= '' and { { line.text, group }, { line.rest } } or { { line.text, group } }
  end
  for i, segment in ipairs(#pieces.inline > 0 and pieces.inline or { { at = 0, text = '' } }) do
    id = id + 1
    local text = segment.text
    if i == 1 and beyond > 0 then
      text = (' '):rep(beyond) .. text
    end
    local opts = { virt_text = { { text, group } }, virt_text_pos = 'inline', hl_mode = 'combine' }
    if text == '' then
      opts.virt_text, opts.virt_text_pos = nil, nil
    end
    if i == 1 and #below > 0 then
      opts.virt_lines = below
      if can_scroll and not wraps then
        opts.virt_lines_overflow = 'scroll'
      end
    end
    mark(s.buf, id, row, col + segment.at, opts)
  end
  if pieces.hidden > 0 then
    id = id + 1
    local blank = (' '):rep(vim.fn.strdisplaywidth(s.after, screen_column(row, col)))
    mark(s.buf, id, row, col, { virt_text = { { blank, 'Normal' } }, virt_text_pos = 'overlay', hl_mode = 'combine' })
  end
  if s.count > 1 or s.index > 1 then
    id = id + 1
    local label = ('%d/%d'):format(s.index, s.count)
    mark(s.buf, id, row, col, { virt_text = { { label, 'FimCount' } }, virt_text_pos = 'eol', hl_mode = 'combine' })
  end
  for stale = id + 1, drawn_marks do
    api.nvim_buf_del_extmark(s.buf, ns, stale)
  end
  drawn_marks = id
end

--- Draws the current suggestion at the cursor, or hides it behind nothing while a completion menu is open.
---@param row integer
---@param col integer
local function render(row, col)
  local s = assert(current)
  s.hidden = require('fim.config').get().popup == 'hide' and M.menu_open()
  if s.hidden or s.consumed >= #s.text then
    erase()
    return
  end
  draw(s, row, col)
  if not s.shown then
    s.shown = true
    M.emit('FimShown', { id = s.id, buf = s.buf, row = row, col = col, text = M.rest(), draft = s.draft })
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

--- Draws what the host offers, unless the buffer, the cursor or the mode has moved on.
---@param p { id: integer, buf: integer, tick: integer, row: integer, col: integer, text: string, replace: integer, index: integer, count: integer, draft: boolean, final: boolean }
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
  seen_id = p.id
  local line = api.nvim_buf_get_lines(p.buf, row, row + 1, false)[1] or ''
  local last = current
  local same = last and last.id == p.id and last.index == p.index
  if same and last then
    -- Typed-through meanwhile: the suggestion keeps its beginning, so that backspacing can grow it back.
    last.text = last.text:sub(1, last.consumed) .. p.text
    last.after, last.tail = line:sub(col + 1), p.replace
    last.count, last.draft, last.final = p.count, p.draft, p.final
  else
    current = {
      id = p.id,
      buf = p.buf,
      row = row,
      col = col,
      text = p.text,
      consumed = 0,
      before = line:sub(1, col),
      after = line:sub(col + 1),
      tail = p.replace,
      index = p.index,
      count = p.count,
      draft = p.draft,
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
    local char = vim.fn.matchstr(line:sub(col + 1), '^.')
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
  local same = grown >= 0 and after:sub(grown + 1) == s.after or grown < 0 and s.after:sub(1 - grown) == after
  local tail = s.tail + grown
  if not same or tail < 0 then
    return nil
  end
  local text = after:sub(1, tail)
  local first, last = rest:match('^[^\n]*'), rest:match('[^\n]*$')
  if text == '' or layout.around(first, text) or layout.around(last, text) then
    return tail
  end
  return nil
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

--- The text after the cursor is about to change by our own hand: accepting a part deletes what of it the part contains.
---@param bytes integer how many bytes of it go
function M.trim_after(bytes)
  local s = assert(current)
  s.after, s.tail = s.after:sub(bytes + 1), s.tail - bytes
end

return M
