--- Draws a suggestion as extmarks, in the current window only, and takes them off again. Knows nothing of what was typed, and decides nothing.
local layout = require('fim.layout')

local api = vim.api
local ns = api.nvim_create_namespace('fim.ghost')
local M = {}

-- Neovim draws marks of one place in the order of their priorities; other plugins mostly leave theirs at this one.
local DEFAULT_PRIORITY = 4096

---@type integer? buffer that holds our extmarks
local drawn_in
--- Highest extmark id in use; ids 1..n are changed in place, so nothing flickers.
local drawn_marks = 0
---@type integer? window that our namespace is shown in
local shown_in

--- Shows the namespace in window `win` alone: another window on the same buffer has other widths, and no cursor there.
--- Neovim has no stable function for this yet; without the one it has, all windows on the buffer show the suggestion.
---@param win integer
local function show_only_in(win)
  if shown_in == win then
    return
  end
  if api.nvim__ns_set then
    pcall(api.nvim__ns_set, ns, { wins = { win } })
  elseif api.nvim__win_add_ns then
    if shown_in and api.nvim_win_is_valid(shown_in) then
      pcall(api.nvim__win_del_ns, shown_in, ns)
    end
    pcall(api.nvim__win_add_ns, win, ns)
  end
  shown_in = win
end

---@param buf integer
---@param id integer
---@param row integer
---@param col integer
---@param opts table
local function mark(buf, id, row, col, opts)
  opts.id, opts.strict = id, false
  -- Neovim 0.10 asks each mark whether its namespace is bound to windows.
  if not api.nvim__ns_set and api.nvim__win_add_ns then
    opts.scoped = true
  end
  api.nvim_buf_set_extmark(buf, ns, row, col, opts)
end

--- Priority that puts the suggestion in front of inline text which would move right if something were typed here, such as inlay hints.
---@param buf integer
---@param row integer
---@param col integer
---@return integer
local function inline_priority(buf, row, col)
  local priority = DEFAULT_PRIORITY
  for _, other in
    ipairs(api.nvim_buf_get_extmarks(buf, -1, { row, col }, { row, col }, { details = true, type = 'virt_text' }))
  do
    local details = assert(other[4])
    if details.ns_id ~= ns and details.virt_text_pos == 'inline' and details.right_gravity then
      priority = math.min(priority, (details.priority or DEFAULT_PRIORITY) - 1)
    end
  end
  return math.max(0, priority)
end

--- 0-based screen column of a place in its line, with other plugins' inline text before it, without ours behind it.
---@param row integer
---@param col integer
---@return integer
local function screen_column(row, col)
  return col == 0 and 0 or vim.fn.virtcol({ row + 1, col })
end

---@param buf integer
---@return integer[] widths of the tab stops, the last one repeats
function M.tab_stops(buf)
  local own = vim.bo[buf].vartabstop
  if own == '' or own == '0' then
    return { vim.bo[buf].tabstop }
  end
  return vim.tbl_map(tonumber, vim.split(own, ',', { plain = true }))
end

--- Blanks over the text after the cursor, one mark for each character: Neovim cuts one that is drawn over several at the window's edge.
---@param s fim.Suggestion
---@param id integer last id in use
---@param row integer
---@param col integer
---@return integer id
local function cover(s, id, row, col)
  local group = vim.wo.cursorline and 'CursorLine' or 'Normal'
  for _, char in ipairs(vim.fn.split((s.after:gsub('%z', '\1')), '\\zs')) do
    id = id + 1
    -- 'list' shows tabs and blanks too. A tab is at most this wide.
    local width = char == '\t' and vim.bo[s.buf].tabstop or api.nvim_strwidth(char)
    mark(s.buf, id, row, col, {
      virt_text = { { (' '):rep(width), group } },
      virt_text_pos = 'overlay',
      -- Behind the inline text of the same place, or it would cover that.
      priority = DEFAULT_PRIORITY + 1,
    })
    col = col + #char
  end
  return id
end

--- A piece as virtual text: what is confirmed looks other than what is not.
---@param piece fim.Piece.Drawn
---@return [string, string?][]
local function chunks_of(piece)
  if piece.confirmed >= #piece.text then
    return { { piece.text, 'FimGhost' } }
  elseif piece.confirmed <= 0 then
    return { { piece.text, 'FimGhostDraft' } }
  end
  return {
    { piece.text:sub(1, piece.confirmed), 'FimGhost' },
    { piece.text:sub(piece.confirmed + 1), 'FimGhostDraft' },
  }
end

---@param rows (fim.Piece.Drawn|{ rest: string })[]
---@return [string, string?][][]
local function virtual_lines(rows)
  return vim.tbl_map(function(row)
    local chunks = chunks_of(row)
    if row.rest ~= '' then
      chunks[#chunks + 1] = { row.rest }
    end
    return chunks
  end, rows)
end

--- Scrolls as far as further lines of the suggestion would stand below the window, but leaves some of the text above the cursor.
---@param row integer 0-based
---@param below integer number of further rows
local function reveal(row, below)
  local win = api.nvim_get_current_win()
  local height = assert(vim.fn.getwininfo(win)[1]).height
  local top = vim.fn.line('w0')
  local first = top
  local function rows_of(from, to)
    return api.nvim_win_text_height(win, { start_row = from - 1, end_row = to - 1 }).all
  end
  local rows = rows_of(top, row + 1) + below
  local last_top = row + 1 - math.max(vim.wo[win].scrolloff, math.floor(height / 4))
  while rows > height and top < last_top do
    local fold_end = vim.fn.foldclosedend(top)
    local last = fold_end > 0 and fold_end or top
    rows, top = rows - rows_of(top, last), last + 1
  end
  if top > first and top <= row + 1 then
    vim.fn.winrestview({ topline = top, topfill = 0 })
  end
end

--- The pieces of the first line, each where it belongs in the text after the cursor.
---@param s fim.Suggestion
---@param row integer
---@param col integer
---@param segments (fim.Piece.Drawn|{ at: integer })[]
---@return integer id last id in use
local function draw_inline(s, row, col, segments)
  local id = 0
  for _, segment in ipairs(segments) do
    if segment.text ~= '' then
      id = id + 1
      mark(s.buf, id, row, col + segment.at, {
        virt_text = chunks_of(segment),
        virt_text_pos = 'inline',
        -- `combine` would give it the look of the character behind it, such as a matching bracket's.
        hl_mode = 'replace',
        priority = inline_priority(s.buf, row, col + segment.at),
      })
    end
  end
  return id
end

--- Lays the rest of `s` out for the window that it is to be drawn in.
---@param s fim.Suggestion
---@param win integer
---@param row integer
---@param col integer
---@return fim.Layout
local function layout_in(s, win, row, col)
  -- Cells that 'virtualedit' put between the text and the cursor; blanks will stand there.
  local beyond = vim.fn.getcurpos()[4]
  local pieces = layout.of(s.text:sub(s.consumed + 1), {
    column = screen_column(row, col) + beyond,
    stops = M.tab_stops(s.buf),
    width = api.nvim_win_get_width(win) - assert(vim.fn.getwininfo(win)[1]).textoff,
    after = s.after,
    tail = s.tail,
    confirmed = s.confirmed - s.consumed,
  })
  local first = pieces.inline[1]
  if first then
    first.text = (' '):rep(beyond) .. first.text
    first.confirmed = first.confirmed + beyond
  end
  return pieces
end

--- Draws the rest of `s` at the cursor; changes what is drawn already in place.
---@param s fim.Suggestion
---@param row integer 0-based row of the cursor
---@param col integer 0-based byte column of the cursor
function M.draw(s, row, col)
  local win = api.nvim_get_current_win()
  local pieces = layout_in(s, win, row, col)
  if drawn_in ~= s.buf then
    M.erase()
  end
  show_only_in(win)
  drawn_in = s.buf

  local id = draw_inline(s, row, col, pieces.inline)
  if #pieces.below > 0 then
    id = id + 1
    mark(s.buf, id, row, col, { virt_lines = virtual_lines(pieces.below) })
  end
  if pieces.covers then
    id = cover(s, id, row, col)
  end
  if s.count > 1 then
    id = id + 1
    local label = ('%d/%d'):format(s.index, s.count)
    mark(s.buf, id, row, col, { virt_text = { { label, 'FimCount' } }, virt_text_pos = 'eol', hl_mode = 'combine' })
  end
  for stale = id + 1, drawn_marks do
    api.nvim_buf_del_extmark(s.buf, ns, stale)
  end
  drawn_marks = id
  if #pieces.below > 0 then
    reveal(row, #pieces.below)
  end
end

--- Takes everything off the screen.
function M.erase()
  if drawn_in and api.nvim_buf_is_valid(drawn_in) then
    api.nvim_buf_clear_namespace(drawn_in, ns, 0, -1)
  end
  drawn_in, drawn_marks = nil, 0
end

return M
