--- Macros: a recorded accept key means nothing at replay, when no ghost text stands there. Puts the accepted text in its place.
--- Refuses to guess: a key that a user's own function turns into an accept stays as it was typed, in front of the text.
local api = vim.api
local M = {}

--- A key that does nothing and is recorded: it marks in the register where the n-th accept key was typed.
---@param n integer
---@return string
local function mark_key(n)
  return ('<Plug>(fim-accepted-%d)'):format(n)
end

---@class fim.RecordedAccept
---@field text string
---@field tail string text after the cursor that `text` contains and that the accept replaced
---@field enter? 'i'|'a' accepted in normal mode: the command that entered insert mode

---@type fim.RecordedAccept[] accepts of the recording that is going on, in order
local accepts = {}
local watching, is_marked = false, true

---@param keys string
---@return string
local function raw(keys)
  return api.nvim_replace_termcodes(keys, true, true, true)
end

--- A Lua string literal without control characters, which would end a <Cmd>. Other bytes stay: the register is text to people.
---@param text string
---@return string
local function quote(text)
  local escaped = text:gsub('[%c"\\]', function(char)
    return char == '\n' and '\\n' or ('\\%03d'):format(char:byte())
  end)
  return '"' .. escaped .. '"'
end

--- Keys that insert `text` as it was inserted, whatever indentation, pairs or abbreviations the buffer has then.
--- Only the key names are translated: a register holds text as it is, and escapes it when it is executed.
---@param accept fim.RecordedAccept
---@return string
local function replay_keys(accept)
  local call = ("lua require('fim.macro').replay(%s, %s)"):format(quote(accept.text), quote(accept.tail))
  local keys = raw('<Cmd>') .. call .. raw('<CR>')
  return accept.enter and accept.enter .. keys .. raw('<Esc>') or keys
end

--- Inserts a recorded accept. Replaces the text after the cursor where it is what the accept replaced.
---@param text string
---@param tail string
function M.replay(text, tail)
  local after = api.nvim_get_current_line():sub(api.nvim_win_get_cursor(0)[2] + 1)
  require('fim.accept').insert(text, vim.startswith(after, tail) and #tail or 0)
end

--- Replaces each (accept key, its mark) in the register by keys that insert the text.
---@param contents string what was recorded
---@param list fim.RecordedAccept[]
---@param keys string[] raw spellings of the accept keys, longest first
---@return string
function M.rewrite(contents, list, keys)
  for n, accept in ipairs(list) do
    local at, to = contents:find(raw(mark_key(n)), 1, true)
    if at then
      local head = contents:sub(1, at - 1)
      for _, key in ipairs(keys) do
        if vim.endswith(head, key) then
          head = head:sub(1, -#key - 1)
          break
        end
      end
      contents = head .. replay_keys(accept) .. contents:sub(to + 1)
    end
  end
  return contents
end

---@return string[] raw spellings of all keys that accept, longest first
local function accept_keys()
  local keys = {}
  for _, mode in ipairs({ 'i', 'n' }) do
    local maps = vim.list_extend(api.nvim_get_keymap(mode), api.nvim_buf_get_keymap(0, mode))
    for _, map in ipairs(maps) do
      if vim.startswith(map.desc or '', 'fim: accept') or (map.rhs or ''):find('<Plug>(fim-accept', 1, true) then
        vim.list_extend(keys, { map.lhsraw, raw(map.lhs), map.lhsrawalt })
      end
    end
  end
  table.sort(keys, function(a, b)
    return #a > #b
  end)
  return keys
end

---@type { register: string, list: fim.RecordedAccept[], keys: string[] }? recording that has ended
local ended

--- Rewrites the register of the recording that has ended.
function M.finish()
  if not ended then
    return
  end
  local register = ended.register
  local contents = M.rewrite(vim.fn.getreg(register, 1), ended.list, ended.keys)
  vim.fn.setreg(register, contents, vim.fn.getregtype(register))
  for n in ipairs(ended.list) do
    vim.keymap.del({ 'i', 'n' }, mark_key(n))
  end
  ended = nil
end

local function on_recording_leave()
  if #accepts == 0 then
    return
  end
  ended = { register = vim.fn.reg_recording():lower(), list = accepts, keys = accept_keys() }
  accepts, is_marked = {}, true
  -- The register is written after this event, and the next key may already execute it.
  api.nvim_feedkeys(raw("<Cmd>lua require('fim.macro').finish()<CR>"), 'in', false)
end

local function watch()
  if watching then
    return
  end
  watching = true
  api.nvim_create_autocmd('RecordingLeave', {
    group = api.nvim_create_augroup('fim.macro', { clear = true }),
    desc = 'fim: put accepted text into the macro',
    callback = on_recording_leave,
  })
end

--- Remembers an accept while a macro is recorded.
---@param accept fim.RecordedAccept
function M.note(accept)
  if vim.fn.reg_recording() == '' then
    return
  end
  watch()
  accepts[#accepts + 1], is_marked = accept, false
  -- Not <Nop>: Neovim takes all that was typed since the last real key for the `q` that ends the recording, and drops it.
  vim.keymap.set({ 'i', 'n' }, mark_key(#accepts), '<Ignore>', { desc = 'fim: place of an accept in a macro' })
end

--- Marks the place of the accept that was noted last. It is recorded where nothing of the map that accepted is left to be typed.
function M.mark()
  if not is_marked then
    is_marked = true
    api.nvim_feedkeys(raw(mark_key(#accepts)), 'itm', false)
  end
end

return M
