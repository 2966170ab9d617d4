--- Where each piece of a suggestion stands on the screen: pure functions from text to virtual text. Draws nothing, reads no buffer.
local M = {}

---@class fim.Segment
---@field at integer bytes into the text after the cursor where the piece is shown
---@field text string piece of the suggestion's first line

--- Lays `line` around `tail`, which `line` contains as a subsequence, so that what already stands right of the cursor is not shown twice.
--- Matches from the right: a tail is mostly closing brackets, and the last closer of the suggestion closes the outermost one.
---
---     buffer  call(|);      line  fn($x), $b);      shown  call(⟦fn($x), $b⟧);
---     buffer  call(|)       line  $b);              shown  call(⟦$b⟧)⟦;⟧
---
---@param line string
---@param tail string
---@return fim.Segment[]? segments nil when `tail` is not a subsequence of `line`
function M.around(line, tail)
  local matched = {} ---@type integer[] byte index in `line` of each byte of `tail`
  local i = #line
  for t = #tail, 1, -1 do
    local byte = tail:byte(t)
    while i > 0 and line:byte(i) ~= byte do
      i = i - 1
    end
    if i == 0 then
      return nil
    end
    matched[t] = i
    i = i - 1
  end
  local segments = {} ---@type fim.Segment[]
  local from = 1
  for t = 1, #tail + 1 do
    local to = (matched[t] or #line + 1) - 1
    if to >= from then
      segments[#segments + 1] = { at = t - 1, text = line:sub(from, to) }
    end
    from = to + 2
  end
  return segments
end

--- How many bytes of `tail` stand in the first `bytes` bytes of `line`, laid out by `around`.
---@param line string
---@param tail string
---@param bytes integer
---@return integer
function M.tail_within(line, tail, bytes)
  local segments = M.around(line, tail)
  if not segments then
    return 0
  end
  local seen, left = 0, bytes -- bytes of tail, bytes of line to go
  for _, segment in ipairs(segments) do
    local gap = math.min(segment.at - seen, left)
    seen, left = seen + gap, left - gap
    if left < #segment.text then
      return seen
    end
    left = left - #segment.text
  end
  return math.min(#tail, seen + left)
end

--- Replaces tabs by blanks up to the next tab stop: a raw tab in inline virtual text becomes a control cell.
---@param text string
---@param column integer 0-based screen column where `text` begins
---@param tabstop integer
---@return string expanded
function M.expand_tabs(text, column, tabstop)
  if not text:find('\t', 1, true) then
    return text
  end
  local out = {}
  for piece, tab in text:gmatch('([^\t]*)(\t?)') do
    out[#out + 1] = piece
    column = column + vim.api.nvim_strwidth(piece)
    if tab ~= '' then
      local width = tabstop - column % tabstop
      out[#out + 1] = (' '):rep(width)
      column = column + width
    end
  end
  return table.concat(out)
end

--- Cuts a line at `width` screen cells, so that a long virtual line is wrapped and not lost at the window's edge.
---@param text string without tabs
---@param width integer
---@return string[]
function M.wrap(text, width)
  if width < 1 or vim.api.nvim_strwidth(text) <= width then
    return { text }
  end
  local rows, row, used = {}, {}, 0
  -- A cell's worth of text is a character with its combining ones: `\Z`-like splitting by composing characters.
  for _, char in ipairs(vim.fn.split(text, '\\zs')) do
    local cells = vim.api.nvim_strwidth(char)
    if used + cells > width and used > 0 then
      rows[#rows + 1] = table.concat(row)
      row, used = {}, 0
    end
    row[#row + 1] = char
    used = used + cells
  end
  rows[#rows + 1] = table.concat(row)
  return rows
end

---@class fim.Place
---@field column integer 0-based screen column of the cursor in its line
---@field tabstop integer
---@field width integer screen cells for text in the window
---@field wrap boolean whether virtual lines are to be cut at `width`
---@field after string text of the cursor's line after the cursor
---@field tail integer bytes of `after` that the suggestion contains and replaces

---@class fim.Layout
---@field inline fim.Segment[] pieces of the first line, `at` counted from the cursor
---@field below { text: string, rest: string }[] further lines; `rest` is buffer text that will stand there once accepted
---@field hidden integer bytes of `after` to cover because `below` shows them

--- Lays out a whole suggestion.
---@param text string what is to be inserted at the cursor
---@param place fim.Place
---@return fim.Layout
function M.of(text, place)
  local lines = vim.split(text, '\n', { plain = true })
  local tail, kept = place.after:sub(1, place.tail), place.after:sub(place.tail + 1)
  local layout = { inline = {}, below = {}, hidden = 0 }
  local segments = M.around(lines[1], tail)
  if #lines == 1 or (segments and kept == '') then
    layout.inline = segments or { { at = 0, text = lines[1] } }
  else
    -- What stands right of the cursor will stand at the end of the last line: cover it here, show it there.
    layout.inline = { { at = 0, text = lines[1] } }
    layout.hidden = #place.after
  end
  for _, segment in ipairs(layout.inline) do
    local before = vim.api.nvim_strwidth(place.after:sub(1, segment.at))
    segment.text = M.expand_tabs(segment.text, place.column + before, place.tabstop)
  end
  for i = 2, #lines do
    local expanded = M.expand_tabs(lines[i], 0, place.tabstop)
    local rows = place.wrap and M.wrap(expanded, place.width) or { expanded }
    for _, row in ipairs(rows) do
      layout.below[#layout.below + 1] = { text = row, rest = '' }
    end
  end
  if layout.hidden > 0 then
    layout.below[#layout.below].rest = kept
  end
  return layout
end

return M
