--- Where each piece of a suggestion stands on the screen: pure functions from text to virtual text. Draws nothing, reads no buffer.
local M = {}

---@class fim.Segment
---@field at integer bytes into the text after the cursor where the piece is shown
---@field text string piece of the suggestion's first line
---@field from integer bytes of that line before the piece

--- Byte ranges in `line` of the characters of `tail`, which must occur there in order; those farthest right are taken.
---@param line string
---@param tail string
---@return { at: integer, from: integer, to: integer }[]? matches `at`: 0-based byte in `tail`; `from`, `to`: 1-based bytes in `line`, inclusive; nil when `tail` is not a subsequence
local function match(line, tail)
  local matches, limit = {}, #line
  local chars = {} ---@type { at: integer, text: string }[]
  for at, char in tail:gmatch('()([^\128-\191][\128-\191]*)') do
    chars[#chars + 1] = { at = at - 1, text = char }
  end
  for i = #chars, 1, -1 do
    local char = chars[i].text
    local from = limit - #char + 1
    -- A whole character of valid UTF-8 is never found in the middle of another one.
    while from > 0 and line:sub(from, from + #char - 1) ~= char do
      from = from - 1
    end
    if from < 1 then
      return nil
    end
    matches[i] = { at = chars[i].at, from = from, to = from + #char - 1 }
    limit = from - 1
  end
  return matches
end

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
  local matches = match(line, tail)
  if not matches then
    return nil
  end
  local segments = {} ---@type fim.Segment[]
  local from = 1
  matches[#matches + 1] = { at = #tail, from = #line + 1, to = #line + 1 }
  for _, char in ipairs(matches) do
    if char.from > from then
      segments[#segments + 1] = { at = char.at, text = line:sub(from, char.from - 1), from = from - 1 }
    end
    from = char.to + 1
  end
  return segments
end

--- How many bytes of `tail` stand in the first `bytes` bytes of `line`, laid out by `around`.
---@param line string
---@param tail string
---@param bytes integer
---@return integer
function M.tail_within(line, tail, bytes)
  local within = 0
  for _, char in ipairs(match(line, tail) or {}) do
    if char.to <= bytes then
      within = char.at + char.to - char.from + 1
    end
  end
  return within
end

--- Screen cells from `column` to the next tab stop.
---@param column integer 0-based
---@param stops integer[] widths of the tab stops in order, the last one repeats (`'tabstop'`, or `'vartabstop'`)
---@return integer
local function to_next_stop(column, stops)
  local at = 0
  for i = 1, #stops - 1 do
    at = at + stops[i]
    if column < at then
      return at - column
    end
  end
  local last = stops[#stops]
  return last - (column - at) % last
end

--- Replaces tabs by blanks up to the next tab stop: a raw tab in inline virtual text becomes a control cell.
---@param text string
---@param column integer 0-based screen column where `text` begins
---@param stops integer[]
---@return string expanded
function M.expand_tabs(text, column, stops)
  if not text:find('\t', 1, true) then
    return text
  end
  local out = {}
  for piece, tab in text:gmatch('([^\t]*)(\t?)') do
    out[#out + 1] = piece
    column = column + vim.api.nvim_strwidth(piece)
    if tab ~= '' then
      local width = to_next_stop(column, stops)
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
  -- Splits into what shares a cell: a character with its combining ones, and, where Neovim knows them, joined emoji.
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
---@field stops integer[] widths of the tab stops, the last one repeats
---@field width integer screen cells for text in the window
---@field after string text of the cursor's line after the cursor
---@field tail integer bytes of `after` that the suggestion contains and replaces
---@field confirmed integer bytes of the suggestion that are confirmed

---@class fim.Piece.Drawn
---@field text string
---@field confirmed integer bytes of `text` that are confirmed

---@class fim.Layout
---@field inline (fim.Piece.Drawn|{ at: integer })[] pieces of the first line, `at` counted from the cursor
---@field below (fim.Piece.Drawn|{ rest: string })[] further rows of the screen; `rest` is buffer text that will stand there once accepted
---@field covers boolean `after` is to be covered, because `below` shows what will be left of it

--- Expands the tabs of a text whose first `confirmed` bytes are confirmed.
---@param text string
---@param confirmed integer may be more than there are, or fewer than none
---@param column integer 0-based screen column where `text` begins
---@param stops integer[]
---@return string expanded
---@return integer confirmed bytes of `expanded`
local function expand(text, confirmed, column, stops)
  local sure = M.expand_tabs(text:sub(1, math.max(0, confirmed)), column, stops)
  local rest = text:sub(math.max(0, confirmed) + 1)
  return sure .. M.expand_tabs(rest, column + vim.api.nvim_strwidth(sure), stops), #sure
end

--- Expands the tabs of the pieces, each from the column where it stands.
---@param segments fim.Segment[]
---@param place fim.Place
---@return (fim.Piece.Drawn|{ at: integer })[]
local function expand_segments(segments, place)
  local column, seen = place.column, 0
  local drawn = {}
  for _, segment in ipairs(segments) do
    local between = M.expand_tabs(place.after:sub(seen + 1, segment.at), column, place.stops)
    column, seen = column + vim.api.nvim_strwidth(between), segment.at
    local text, confirmed = expand(segment.text, place.confirmed - segment.from, column, place.stops)
    column = column + vim.api.nvim_strwidth(text)
    drawn[#drawn + 1] = { at = segment.at, text = text, confirmed = confirmed }
  end
  return drawn
end

--- The rows of one further line.
---@param rows (fim.Piece.Drawn|{ rest: string })[] gets them at its end
---@param line string
---@param confirmed integer bytes of it
---@param kept string buffer text that will stand behind it
---@param place fim.Place
local function add_rows(rows, line, confirmed, kept, place)
  local text, sure = expand(line, confirmed, 0, place.stops)
  local rest = M.expand_tabs(kept, vim.api.nvim_strwidth(text), place.stops)
  local own = #text
  for _, row in ipairs(M.wrap(text .. rest, place.width)) do
    local shown = row:sub(1, own)
    rows[#rows + 1] = { text = shown, confirmed = math.min(sure, #shown), rest = row:sub(own + 1) }
    own, sure = math.max(0, own - #row), math.max(0, sure - #row)
  end
end

--- Lays out a whole suggestion.
---@param text string what is to be inserted at the cursor
---@param place fim.Place
---@return fim.Layout
function M.of(text, place)
  local lines = vim.split(text, '\n', { plain = true })
  local tail, kept = place.after:sub(1, place.tail), place.after:sub(place.tail + 1)
  local segments = M.around(lines[1], tail)
  -- With further lines, what stands right of the cursor will stand at the end of the last one: it is shown there and covered here.
  local covers = place.after ~= '' and #lines > 1 and (segments == nil or kept ~= '')
  local whole = { { at = 0, text = lines[1], from = 0 } }
  local inline = expand_segments(covers and whole or segments or whole, place)
  local layout = { inline = inline, below = {}, covers = covers }
  local from = #lines[1] + 1
  for i = 2, #lines do
    add_rows(layout.below, lines[i], place.confirmed - from, covers and i == #lines and kept or '', place)
    from = from + #lines[i] + 1
  end
  return layout
end

return M
