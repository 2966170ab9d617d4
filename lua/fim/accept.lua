--- Insertion: puts a suggestion, or its next word or line, into the buffer as an undo step of its own. Chooses no text.
local ghost = require('fim.ghost')
local layout = require('fim.layout')

local api = vim.api
local M = {}

---@alias fim.AcceptKind 'all'|'word'|'line'

---@class fim.Piece
---@field buf integer
---@field tick integer
---@field text string
---@field tail integer bytes after the cursor to delete

--- The next word of `text`: leading blanks and line ends, then a run of characters of one class (keyword, punctuation, emoji, script).
--- A single `$`, `@` or `#` goes with the word behind it.
---@param text string
---@return string
function M.next_word(text)
  local blanks = text:match('^%s*')
  local chars = vim.fn.split(text:sub(#blanks + 1), '\\zs')
  local word, class = {}, nil
  for i, char in ipairs(chars) do
    local this = vim.fn.charclass(char)
    local sigil = i == 2 and chars[1]:match('^[$@#]$') and this == 2
    if this == 0 or (class and this ~= class and not sigil) then
      break
    end
    word[#word + 1], class = char, this
  end
  return blanks .. table.concat(word)
end

--- The rest of the line, or, at its end, the line end and the next line.
---@param text string
---@return string
function M.next_line(text)
  return text:match('^\n*[^\n]*')
end

--- Ends the undo step: what is typed before and after an accept is undone on its own.
--- The local value is set to itself, so that neither the global nor a local setting changes.
local function break_undo()
  vim.cmd('let &l:undolevels = &l:undolevels')
end

---@param text string
local function insert_text(text)
  local pos = api.nvim_win_get_cursor(0)
  local row, col = pos[1] - 1, pos[2]
  local lines = vim.split(text, '\n', { plain = true })
  api.nvim_buf_set_text(0, row, col, row, col, lines)
  local last = #lines == 1 and col + #text or #lines[#lines]
  api.nvim_win_set_cursor(0, { row + #lines, last })
end

--- Inserts `text` at the cursor and deletes `tail` bytes after it.
---@param text string
---@param tail integer bytes
function M.insert(text, tail)
  break_undo()
  local pos = api.nvim_win_get_cursor(0)
  if tail > 0 then
    api.nvim_buf_set_text(0, pos[1] - 1, pos[2], pos[1] - 1, pos[2] + tail, {})
  end
  if require('fim.config').get().accept.method == 'paste' then
    api.nvim_paste(text, false, -1)
  else
    insert_text(text)
  end
  break_undo()
end

---@param kind fim.AcceptKind
---@return fim.Piece?
local function piece_of(kind)
  local s = ghost.current()
  if not s then
    return nil
  end
  local rest = ghost.rest()
  local text = kind == 'all' and rest or kind == 'word' and M.next_word(rest) or M.next_line(rest)
  local tail = s.tail
  if text ~= rest then
    tail = layout.tail_within(rest:match('^[^\n]*'), s.after:sub(1, s.tail), #text)
  end
  return { buf = s.buf, tick = api.nvim_buf_get_changedtick(s.buf), text = text, tail = tail }
end

---@type fim.Piece? what the keys that were just returned will insert
local pending

--- Keys that insert the piece. The piece is fixed now: nothing that arrives in between changes what the user saw.
---@param kind fim.AcceptKind
---@return string? keys nil when there is nothing to accept
function M.keys(kind)
  pending = piece_of(kind)
  if not pending then
    return nil
  end
  local s = assert(ghost.current())
  local run = "<Cmd>lua require('fim.accept').run()<CR>"
  if s.mode == 'i' then
    return run
  end
  -- From normal mode: through insert mode and back, so that `.` repeats it and one `u` takes it back.
  local _, col = ghost.cursor('n')
  local enter = col > api.nvim_win_get_cursor(0)[2] and 'a' or 'i'
  require('fim.trigger').pass_insert()
  return enter .. run .. '<Esc>'
end

--- Inserts what `keys` fixed.
function M.run()
  local piece = pending
  pending = nil
  local s = ghost.current()
  if not piece or not s or piece.buf ~= api.nvim_get_current_buf() then
    return
  end
  if piece.tick ~= api.nvim_buf_get_changedtick(piece.buf) then
    return
  end
  local all = piece.text == ghost.rest()
  local id, draft = s.id, s.draft
  if all then
    ghost.clear()
  else
    ghost.trim_after(piece.tail)
  end
  local insert = function()
    M.insert(piece.text, piece.tail)
  end
  local ok, problem = pcall(insert)
  if not ok then
    ghost.clear()
    vim.notify('fim: could not insert the suggestion: ' .. tostring(problem), vim.log.levels.ERROR)
    return
  end
  require('fim.macro').note(piece.text, piece.tail)
  require('fim.host').notify('accepted', { id = id, bytes = #piece.text, all = all })
  ghost.emit('FimAccepted', { id = id, buf = piece.buf, text = piece.text, all = all, draft = draft })
end

--- Accepts without a key: for scripts and other plugins' maps.
---@param kind fim.AcceptKind
---@return boolean accepted
function M.accept(kind)
  if not ghost.takes_keys() then
    return false
  end
  local keys = M.keys(kind)
  if not keys then
    return false
  end
  api.nvim_feedkeys(api.nvim_replace_termcodes(keys, true, false, true), 'n', false)
  return true
end

return M
