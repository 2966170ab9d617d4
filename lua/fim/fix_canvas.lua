--- Draws a proposed repair over the text: lines that go are coloured, lines that come stand as virtual lines below them. Changes no text, decides nothing.
local layout = require('fim.layout')

local api = vim.api
local ns = api.nvim_create_namespace('fim.fix')
local anchors = api.nvim_create_namespace('fim.fix.anchors')
local M = {}

---@alias fim.FixMark [integer, integer, integer] 0-based index of a line of the hunk, and the bytes of it that differ: from, to (exclusive)

---@class fim.FixHunk
---@field row integer 0-based row of its first old line; without old lines: the row that the new ones are put before
---@field old string[]
---@field new string[]
---@field oldMarks fim.FixMark[]? words that go
---@field newMarks fim.FixMark[]? words that come

---@alias fim.Chunk [string, string]

--- Remembers where the hunks of a preview stand: text that is edited elsewhere moves them.
---@param buf integer
---@param hunks fim.FixHunk[]
function M.anchor(buf, hunks)
  api.nvim_buf_clear_namespace(buf, anchors, 0, -1)
  local last = api.nvim_buf_line_count(buf)
  for i, hunk in ipairs(hunks) do
    api.nvim_buf_set_extmark(buf, anchors, math.min(hunk.row, last), 0, { id = i, strict = false })
  end
end

--- Where a hunk stands now.
---@param buf integer
---@param index integer 1-based
---@return integer? row 0-based
function M.row_of(buf, index)
  return api.nvim_buf_get_extmark_by_id(buf, anchors, index, {})[1]
end

--- The pieces of a new line, each with its group.
---@param line string
---@param marks fim.FixMark[] those of this line, ascending
---@param stops integer[]
---@return fim.Chunk[]
local function added(line, marks, stops)
  local chunks, at, column = {}, 0, 0
  local function put(to, group)
    if to > at then
      local text = layout.expand_tabs(line:sub(at + 1, to), column, stops)
      chunks[#chunks + 1] = { text, group }
      at, column = to, column + api.nvim_strwidth(text)
    end
  end
  for _, mark in ipairs(marks) do
    put(mark[2], 'FimFixAdd')
    put(mark[3], 'FimFixAddWord')
  end
  put(#line, 'FimFixAdd')
  -- An empty line that comes is to be seen as well.
  return #chunks > 0 and chunks or { { ' ', 'FimFixAdd' } }
end

---@param marks fim.FixMark[]?
---@param index integer 0-based
---@return fim.FixMark[]
local function marks_of(marks, index)
  return vim.tbl_filter(function(mark)
    return mark[1] == index
  end, marks or {})
end

---@param buf integer
---@param hunk fim.FixHunk
---@param row integer where it stands now
local function draw_old(buf, hunk, row)
  for i = 0, #hunk.old - 1 do
    api.nvim_buf_set_extmark(buf, ns, row + i, 0, { line_hl_group = 'FimFixDelete', priority = 200 })
    for _, mark in ipairs(marks_of(hunk.oldMarks, i)) do
      api.nvim_buf_set_extmark(buf, ns, row + i, mark[2], {
        end_col = mark[3],
        hl_group = 'FimFixDeleteWord',
        priority = 201,
        strict = false,
      })
    end
  end
end

---@param buf integer
---@param lines fim.Chunk[][]
---@param before integer 0-based row that they stand before
local function draw_lines(buf, lines, before)
  if #lines == 0 then
    return
  end
  -- Lines above the first row of a window are not shown: where there is a row before, they hang on that.
  local above = before == 0
  api.nvim_buf_set_extmark(buf, ns, above and 0 or before - 1, 0, { virt_lines = lines, virt_lines_above = above })
end

--- Draws all hunks, and the header before the first one.
---@param buf integer
---@param hunks fim.FixHunk[]
---@param header fim.Chunk[][] lines
---@param stops integer[] widths of the tab stops, the last one repeats
function M.draw(buf, hunks, header, stops)
  M.erase(buf)
  for i, hunk in ipairs(hunks) do
    local row = M.row_of(buf, i) or hunk.row
    local lines = {} ---@type fim.Chunk[][]
    if i == 1 and row > 0 then
      draw_lines(buf, header, row)
    end
    draw_old(buf, hunk, row)
    for at, line in ipairs(hunk.new) do
      lines[at] = added(line, marks_of(hunk.newMarks, at - 1), stops)
    end
    if i == 1 and row == 0 then
      lines = vim.list_extend(vim.list_extend({}, header), lines)
    end
    draw_lines(buf, lines, row + #hunk.old)
  end
end

--- More lines than these are not told of away from their place.
local MOST_TOLD = 8

--- Tells below a row what changes elsewhere, with the header.
---@param buf integer
---@param hunks fim.FixHunk[]
---@param header fim.Chunk[][] lines
---@param row integer 0-based
---@return integer count of the lines that were drawn
function M.tell_below(buf, hunks, header, row)
  local lines = vim.list_extend({}, header)
  for i, hunk in ipairs(hunks) do
    local at = (M.row_of(buf, i) or hunk.row) + 1
    for _, side in ipairs({ { hunk.old, '-', 'FimFixDelete' }, { hunk.new, '+', 'FimFixAdd' } }) do
      for _, line in ipairs(side[1]) do
        if #lines < #header + MOST_TOLD then
          local text = ('line %d: %s %s'):format(at, side[2], vim.trim(line))
          lines[#lines + 1] = { { text, side[3] } }
        end
      end
    end
  end
  draw_lines(buf, lines, row + 1)
  return #lines
end

---@param buf integer
function M.erase(buf)
  if api.nvim_buf_is_valid(buf) then
    api.nvim_buf_clear_namespace(buf, ns, 0, -1)
  end
end

---@param buf integer
function M.forget(buf)
  M.erase(buf)
  if api.nvim_buf_is_valid(buf) then
    api.nvim_buf_clear_namespace(buf, anchors, 0, -1)
  end
end

return M
