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
---@field enter? 'i'|'a' command that enters insert mode for it

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
--- The local value is set to itself, so that neither the global nor a local setting changes, and nobody is told of it.
local function break_undo()
  vim.cmd('noautocmd let &l:undolevels = &l:undolevels')
end

---@param text string
local function put_text(text)
  api.nvim_put(vim.split(text, '\n', { plain = true }), 'c', false, true)
end

---@param buf integer
---@param text string
---@return string? problem why nothing was inserted
local function try(buf, text)
  local tick = api.nvim_buf_get_changedtick(buf)
  local method = require('fim.config').get().accept.method
  local ok, problem = pcall(method == 'paste' and api.nvim_paste or put_text, text, false, -1)
  if api.nvim_buf_get_changedtick(buf) ~= tick then
    return nil
  end
  return ok and 'vim.paste() did not insert it' or tostring(problem)
end

--- Inserts `text` at the cursor of insert mode and deletes `tail` bytes after it.
---@param text string
---@param tail integer bytes
function M.insert(text, tail)
  break_undo()
  local buf, pos = api.nvim_get_current_buf(), api.nvim_win_get_cursor(0)
  local row, col = pos[1] - 1, pos[2]
  local after = api.nvim_get_current_line():sub(col + 1, col + tail)
  if after ~= '' then
    api.nvim_buf_set_text(buf, row, col, row, col + #after, {})
  end
  local problem = try(buf, text)
  if problem and after ~= '' then
    api.nvim_buf_set_text(buf, row, col, row, col, { after })
  end
  break_undo()
  if problem then
    error(problem, 0)
  end
end

--- The suggestion as it stands at the cursor now: keys may come faster than the events that make the ghost text follow them.
---@return fim.Suggestion?
local function up_to_date()
  local s = ghost.current()
  if not s or not vim.bo[s.buf].modifiable or api.nvim_get_mode().mode == 'niI' then
    return nil
  end
  local row, col = ghost.cursor(s.mode)
  return ghost.follow(row, col) and s or nil
end

---@param kind fim.AcceptKind
---@return fim.Piece?
local function piece_of(kind)
  local s = up_to_date()
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
  elseif vim.fn.pumvisible() == 1 then
    -- A menu that stays open would take the inserted text for the word that it completes.
    return ("<C-y><Cmd>lua require('fim.accept').now('%s')<CR>"):format(kind)
  end
  local run = "<Cmd>lua require('fim.accept').run()<CR>"
  if ghost.mode() == 'i' then
    return run
  end
  -- From normal mode: through insert mode and back, so that `.` repeats it and one `u` takes it back.
  local _, col = ghost.cursor('n')
  pending.enter = col > api.nvim_win_get_cursor(0)[2] and 'a' or 'i'
  require('fim.trigger').pass_insert()
  -- The rest of a suggestion in the middle of a line is to be in front of the cursor again.
  local back = pending.enter == 'i' and pending.text ~= ghost.rest() and '<Esc>l' or '<Esc>'
  return pending.enter .. run .. back .. "<Cmd>lua require('fim.macro').mark()<CR>"
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
  local id, draft = s.id, ghost.is_draft(s.consumed + #piece.text)
  if all then
    ghost.clear()
  else
    ghost.trim_after(piece.tail)
  end
  local tail_text = api.nvim_get_current_line():sub(api.nvim_win_get_cursor(0)[2] + 1):sub(1, piece.tail)
  local ok, problem = pcall(M.insert, piece.text, piece.tail)
  if not ok then
    ghost.clear()
    vim.notify(('fim: could not insert the suggestion: %s'):format(problem), vim.log.levels.ERROR)
    return
  end
  if not all then
    -- Now, not at the event: the next key may be here before it.
    ghost.follow(ghost.cursor(s.mode))
  end
  require('fim.macro').note({ text = piece.text, tail = tail_text, enter = piece.enter })
  if not piece.enter then
    require('fim.macro').mark()
  end
  require('fim.host').notify('accepted', { id = id, bytes = #piece.text, all = all, draft = draft })
  ghost.emit('FimAccepted', { id = id, buf = piece.buf, text = piece.text, all = all, draft = draft })
end

--- Inserts what stands there now.
---@param kind fim.AcceptKind
function M.now(kind)
  pending = piece_of(kind)
  M.run()
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
  -- In front of what else waits to be typed: the rest of the caller's own map, say.
  api.nvim_feedkeys(api.nvim_replace_termcodes(keys, true, false, true), 'in', false)
  return true
end

return M
