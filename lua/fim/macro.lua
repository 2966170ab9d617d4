--- Macros: a recorded accept key means nothing at replay, when no ghost text stands there. Puts the accepted text in its place.
local api = vim.api
local M = {}

-- A key that does nothing and is recorded: it marks in the register where an accept key was typed.
local MARK = '<Plug>(fim-accepted-here)'

---@type { text: string, tail: integer }[] accepts of the recording that is going on, in order
local accepts = {}
local watching = false

---@param keys string
---@return string
local function raw(keys)
  return api.nvim_replace_termcodes(keys, true, true, true)
end

--- Keys that insert `text` as it was inserted, whatever indentation, pairs or abbreviations the buffer has then.
---@param accept { text: string, tail: integer }
---@return string
local function replay_keys(accept)
  local quoted = ('%q'):format(accept.text):gsub('\\\n', '\\n'):gsub('|', '\\124'):gsub('<', '\\60')
  return raw(("<Cmd>lua require('fim.macro').replay(%s, %d)<CR>"):format(quoted, accept.tail))
end

--- Inserts a recorded accept, and replaces the text after the cursor only where `text` contains it.
---@param text string
---@param tail integer bytes
function M.replay(text, tail)
  local col = api.nvim_win_get_cursor(0)[2]
  local after = api.nvim_get_current_line():sub(col + 1, col + tail)
  local has_tail = #after == tail and text:find(after, 1, true) ~= nil
  require('fim.accept').insert(text, has_tail and tail or 0)
end

--- Replaces each (accept key, mark) in the register by keys that insert the text.
---@param contents string what was recorded
---@param list { text: string, tail: integer }[]
---@param keys string[] raw spellings of the accept keys, longest first
---@return string
function M.rewrite(contents, list, keys)
  local mark, out, from = raw(MARK), {}, 1
  for _, accept in ipairs(list) do
    local at, to = contents:find(mark, from, true)
    if not at then
      break
    end
    local head = contents:sub(from, at - 1)
    for _, key in ipairs(keys) do
      if #key > 0 and head:sub(-#key) == key then
        head = head:sub(1, -#key - 1)
        break
      end
    end
    out[#out + 1] = head .. replay_keys(accept)
    from = to + 1
  end
  return table.concat(out) .. contents:sub(from)
end

---@return string[]
local function accept_keys()
  local keys = {}
  local options = require('fim.config').get().keys
  for _, name in ipairs({ 'accept', 'acceptWord', 'acceptLine' }) do
    if type(options[name]) == 'string' then
      keys[#keys + 1] = raw(options[name])
    end
  end
  for _, map in ipairs(api.nvim_get_keymap('i')) do
    if type(map.rhs) == 'string' and map.rhs:find('(fim-accept', 1, true) then
      keys[#keys + 1] = map.lhsraw
    end
  end
  table.sort(keys, function(a, b)
    return #a > #b
  end)
  return keys
end

local function watch()
  if watching then
    return
  end
  watching = true
  vim.keymap.set({ 'i', 'n' }, MARK, '<Nop>', { desc = 'fim: place of an accept in a macro' })
  api.nvim_create_autocmd('RecordingLeave', {
    group = api.nvim_create_augroup('fim.macro', { clear = true }),
    desc = 'fim: put accepted text into the macro',
    callback = function()
      local list, register = accepts, vim.fn.reg_recording()
      accepts = {}
      if #list == 0 then
        return
      end
      -- The register is written after this event.
      vim.schedule(function()
        local contents = vim.fn.getreg(register, 1)
        if contents:find(raw(MARK), 1, true) then
          vim.fn.setreg(register, M.rewrite(contents, list, accept_keys()), 'c')
        end
      end)
    end,
  })
end

--- Remembers an accept while a macro is recorded.
---@param text string
---@param tail integer bytes
function M.note(text, tail)
  if vim.fn.reg_recording() == '' then
    return
  end
  watch()
  accepts[#accepts + 1] = { text = text, tail = tail }
  api.nvim_feedkeys(raw(MARK), 'itm', false)
end

return M
