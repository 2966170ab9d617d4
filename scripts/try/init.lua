--- The whole configuration of `npm run try`: the plugin with its defaults, options that a person would expect, and a note with the keys.
local here = vim.fn.fnamemodify(debug.getinfo(1, 'S').source:sub(2), ':p')
local plugin = vim.fs.dirname(vim.fs.dirname(vim.fs.dirname(here)))
vim.opt.runtimepath:prepend(plugin)
-- For `:help fim`: what a plugin manager does after it has installed a plugin. A checkout that cannot be written goes without.
pcall(vim.cmd.helptags, vim.fn.fnameescape(vim.fs.joinpath(plugin, 'doc')))

vim.o.number = true
vim.o.termguicolors = true
vim.o.showmode = true
vim.o.expandtab = true
vim.o.shiftwidth = 4
vim.o.softtabstop = 4
vim.o.undofile = false
vim.o.swapfile = false

-- Leaves code to be seen beside the float.
local WIDEST = 72

--- What the float says: which model completes, and the keys as they are configured.
---@return string[]
local function note_lines()
  local keys = require('fim.config').get().keys
  local function row(left, what_left, right, what_right)
    return ('%-11s %-18s %-11s %s'):format(keys[left] or '', what_left, keys[right] or '', what_right)
  end
  return {
    vim.env.FIM_TRY_NOTE or '',
    '',
    'Go into insert mode and type: grey text is a suggestion.',
    '',
    row('accept', 'accept it', 'next', 'next suggestion'),
    row('acceptWord', 'accept a word', 'prev', 'previous one'),
    row('acceptLine', 'accept a line', 'dismiss', 'dismiss it'),
    ('%-11s ask by hand; :FimComplete does, in normal mode too'):format(keys.trigger or ''),
    '',
    ':Fim status   :Fim log   :checkhealth fim   :help fim   :qa!',
  }
end

--- A float that takes no focus and goes away when the user starts to type.
local function show_note()
  local lines = note_lines()
  local buf = vim.api.nvim_create_buf(false, true)
  vim.api.nvim_buf_set_lines(buf, 0, -1, false, lines)
  local width = 0
  for _, line in ipairs(lines) do
    width = math.max(width, vim.api.nvim_strwidth(line))
  end
  width = math.min(width, WIDEST, vim.o.columns - 4)
  local height = 0
  for _, line in ipairs(lines) do
    height = height + math.max(1, math.ceil(vim.api.nvim_strwidth(line) / width)) -- long lines wrap
  end
  height = math.max(1, math.min(height, vim.o.lines - 6))
  local win = vim.api.nvim_open_win(buf, false, {
    relative = 'editor',
    anchor = 'SE',
    row = vim.o.lines - 2,
    col = vim.o.columns,
    width = width,
    height = height,
    style = 'minimal',
    border = 'rounded',
    title = ' fim.nvim ',
    focusable = false,
    noautocmd = true,
  })
  vim.wo[win].wrap = true
  vim.api.nvim_create_autocmd('InsertEnter', {
    desc = 'close the note of `npm run try`',
    group = vim.api.nvim_create_augroup('fim.try', {}),
    once = true,
    callback = function()
      if vim.api.nvim_win_is_valid(win) then
        vim.api.nvim_win_close(win, true)
      end
    end,
  })
end

vim.api.nvim_create_autocmd(
  'UIEnter',
  { desc = 'show the note of `npm run try`', once = true, callback = vim.schedule_wrap(show_note) }
)
