--- `:Fim context`: shows what the last request has sent, part by part, in a window of its own. Asks the host; changes nothing.
local host = require('fim.host')

local api = vim.api
local M = {}

local NAME = 'fim://context'

--- Fold level of a line: each heading opens a fold.
---@param row integer 1-based
---@return string
function M.fold(row)
  local marks = vim.fn.getline(row):match('^(#+) ')
  return marks and '>' .. #marks or '='
end

---@return integer buf
local function buffer()
  for _, buf in ipairs(api.nvim_list_bufs()) do
    if api.nvim_buf_get_name(buf) == NAME then
      return buf
    end
  end
  local buf = api.nvim_create_buf(false, true)
  api.nvim_buf_set_name(buf, NAME)
  vim.bo[buf].bufhidden = 'wipe'
  -- Headings and code in their languages are highlighted as in any Markdown file.
  vim.bo[buf].filetype = 'markdown'
  vim.keymap.set('n', 'q', '<Cmd>close<CR>', { buffer = buf, desc = 'Close the context of the last request' })
  return buf
end

---@param buf integer
local function show(buf)
  local win = vim.fn.bufwinid(buf)
  if win == -1 then
    vim.cmd('botright split')
    win = api.nvim_get_current_win()
    api.nvim_win_set_buf(win, buf)
  else
    api.nvim_set_current_win(win)
  end
  local wo = vim.wo[win][0]
  wo.foldmethod = 'expr'
  wo.foldexpr = "v:lua.require'fim.context'.fold(v:lnum)"
  wo.foldlevel = 1
  wo.wrap = false
  wo.number = false
  wo.relativenumber = false
end

---@param text string
local function on_context(text)
  local buf = buffer()
  vim.bo[buf].modifiable = true
  api.nvim_buf_set_lines(buf, 0, -1, false, vim.split(text, '\n', { plain = true }))
  vim.bo[buf].modifiable = false
  show(buf)
end

--- Opens the window, as soon as the host has answered.
function M.open()
  host.handle('context', function(payload)
    if payload.text == '' then
      vim.notify('fim: no model was asked in this session yet: there is no context to show.')
      return
    end
    on_context(payload.text)
  end)
  host.notify('context', vim.empty_dict())
end

return M
