--- Places in a buffer in the units that others count in: byte columns, byte offsets, UTF-16 columns. Pure: changes nothing, keeps nothing.
---
--- Neovim's API counts rows from 0 and columns in bytes of the line, JavaScript and language servers count UTF-16 code units, files
--- and JSON-RPC clients count bytes from the start. Rounding is always down, to the start of the character (code point).
local api = vim.api

local M = {}

--- 0.11 changed the signatures of both functions; the old ones still work there, but are on their way out.
local has_encodings = vim.fn.has('nvim-0.11') == 1

--- What each invalid byte becomes: U+FFFD.
local REPLACEMENT = '\239\191\189'

---@param condition any
---@param what string
local function check(condition, what)
  if not condition then
    error('fim.offset: ' .. what, 3)
  end
end

--- UTF-16 units before byte `col`, which must begin a character or end the line.
---@param line string
---@param col integer 0-based byte column
---@return integer units
local function units_before(line, col)
  if has_encodings then
    return vim.str_utfindex(line, 'utf-16', col, true)
  end
  local _, units = vim.str_utfindex(line, col)
  return units
end

--- Bytes before UTF-16 column `units`; between the halves of a surrogate pair Neovim rounds up, and behind a sequence that the
--- line's end cuts off it answers as if the missing bytes were there.
---@param line string
---@param units integer 0-based, not past the end
---@return integer bytes
local function bytes_before(line, units)
  local bytes ---@type integer
  if has_encodings then
    bytes = vim.str_byteindex(line, 'utf-16', units, false)
  else
    bytes = vim.str_byteindex(line, units, true)
  end
  return math.min(bytes, #line)
end

--- Bytes of the line end that the file will have: 2 for dos, else 1.
---@param buf integer
---@return integer bytes
local function eol_bytes(buf)
  return vim.bo[buf].fileformat == 'dos' and 2 or 1
end

--- Byte offset of the start of `row`, which may be the row after the last one: then it is the size of the whole text.
---@param buf integer
---@param row integer 0-based
---@return integer offset in bytes
local function row_start(buf, row)
  local offset = api.nvim_buf_get_offset(buf, row) -- counts one byte for each line end, whatever 'fileformat' says
  check(offset >= 0, 'buffer ' .. buf .. ' is not loaded')
  local line_ends = row
  local last = api.nvim_buf_line_count(buf) - 1
  if row > last then
    -- With 'noeol' the last line has no line end, with 'fixeol' it will get one.
    local size = api.nvim_buf_get_offset(buf, last) + #api.nvim_buf_get_lines(buf, last, row, true)[1]
    line_ends = last + (offset - size)
  end
  return offset + line_ends * (eol_bytes(buf) - 1)
end

--- Column of the character that byte column `col` is in.
---@param line string
---@param col integer 0-based byte column, `#line` at most
---@return integer col 0-based byte column
function M.character_start(line, col)
  check(col >= 0 and col <= #line, ('byte column %d in a line of %d bytes'):format(col, #line))
  if col == #line then
    return col
  end
  return col + vim.str_utf_start(line, col + 1)
end

--- Byte column → UTF-16 column. Invalid bytes count as they do in |str_utfindex()|: one unit each, a sequence that the line's end
--- cuts off one unit in all.
--- Fails when the line is shorter.
---@param line string
---@param col integer 0-based byte column; inside a character it rounds down to its start
---@return integer units 0-based UTF-16 column
function M.utf16_col(line, col)
  return units_before(line, M.character_start(line, col))
end

--- UTF-16 column → byte column. Fails when the line is shorter.
---@param line string
---@param units integer 0-based UTF-16 column; between the halves of a surrogate pair it rounds down to the character's start
---@return integer col 0-based byte column
function M.byte_col(line, units)
  local length = units_before(line, #line)
  check(units >= 0 and units <= length, ('UTF-16 column %d in a line of %d units'):format(units, length))
  local col = bytes_before(line, units)
  if units > 0 and units_before(line, col) > units then
    return bytes_before(line, units - 1)
  end
  return col
end

--- (row, byte column) → byte offset in the text as it would be written in the buffer's 'fileformat', without a byte order mark.
--- The same as `line2byte(row + 1) - 1 + col`, for any buffer. Fails when there is no such row.
---@param buf integer 0 for the current one
---@param row integer 0-based
---@param col integer 0-based byte column; taken as it is
---@return integer offset in bytes
function M.byte_offset(buf, row, col)
  return row_start(buf, row) + col
end

--- Size of the text in bytes, line ends included as far as they would be written.
---@param buf integer 0 for the current one
---@return integer bytes
function M.total_bytes(buf)
  return row_start(buf, api.nvim_buf_line_count(buf))
end

--- Byte offset → (row, byte column). Inside a character it rounds down to its start, in a line end to the end of the line.
--- Looks at log2(rows) line starts. Fails when the text is shorter.
---@param buf integer 0 for the current one
---@param offset integer in bytes
---@return integer row 0-based
---@return integer col 0-based byte column
function M.position(buf, offset)
  local total = M.total_bytes(buf)
  check(offset >= 0 and offset <= total, ('byte offset %d in a text of %d bytes'):format(offset, total))
  local row, below = 0, api.nvim_buf_line_count(buf)
  while below - row > 1 do -- the row that is looked for is ≥ row and < below
    local middle = math.floor((row + below) / 2)
    if row_start(buf, middle) <= offset then
      row = middle
    else
      below = middle
    end
  end
  local line = api.nvim_buf_get_lines(buf, row, row + 1, true)[1]
  local col = math.min(offset - row_start(buf, row), #line)
  return row, M.character_start(line, col)
end

--- Whether `byte` is there and goes on a sequence.
---@param byte integer?
---@param low integer? least value, 0x80 unless told
---@param high integer? greatest value, 0xBF unless told
---@return boolean
local function follows(byte, low, high)
  return byte ~= nil and byte >= (low or 0x80) and byte <= (high or 0xBF)
end

--- Length of the valid UTF-8 sequence at `at`, nil where there is none (RFC 3629: no overlong forms, no surrogates, nothing
--- past U+10FFFF; Neovim itself is more generous).
---@param s string
---@param at integer 1-based, of a byte ≥ 0x80
---@return integer? bytes
local function sequence_length(s, at)
  local b1, b2, b3, b4 = s:byte(at, at + 3)
  if b1 >= 0xC2 and b1 <= 0xDF then
    return follows(b2) and 2 or nil
  elseif b1 >= 0xE0 and b1 <= 0xEF then
    local low, high = b1 == 0xE0 and 0xA0 or 0x80, b1 == 0xED and 0x9F or 0xBF
    return follows(b2, low, high) and follows(b3) and 3 or nil
  elseif b1 >= 0xF0 and b1 <= 0xF4 then
    local low, high = b1 == 0xF0 and 0x90 or 0x80, b1 == 0xF4 and 0x8F or 0xBF
    return follows(b2, low, high) and follows(b3) and follows(b4) and 4 or nil
  end
  return nil
end

--- `s` with each byte that is not part of valid UTF-8 replaced by U+FFFD; `s` itself where all of it is valid.
---@param s string
---@return string valid
function M.to_valid(s)
  local parts, kept_from, at = {}, 1, s:find('[\128-\255]')
  while at do
    local length = sequence_length(s, at)
    if not length then
      parts[#parts + 1] = s:sub(kept_from, at - 1) .. REPLACEMENT
      kept_from = at + 1
    end
    at = s:find('[\128-\255]', at + (length or 1))
  end
  return #parts == 0 and s or table.concat(parts) .. s:sub(kept_from)
end

--- The line's text before and after a place, as valid UTF-8: for the host where a line holds bytes that JSON and JavaScript cannot.
---@param buf integer 0 for the current one
---@param row integer 0-based
---@param col integer 0-based byte column; inside a character it rounds down to its start
---@return string before
---@return string after
function M.halves(buf, row, col)
  local line = api.nvim_buf_get_lines(buf, row, row + 1, true)[1]
  local start = M.character_start(line, col)
  return M.to_valid(line:sub(1, start)), M.to_valid(line:sub(start + 1))
end

return M
