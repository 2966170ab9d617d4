-- Commands, <Plug> maps and the one autocommand that wakes the plugin. Loads nothing else: each body is one lazy `require`.
if vim.g.loaded_fim then
  return
end
vim.g.loaded_fim = true

local command, map = vim.api.nvim_create_user_command, vim.keymap.set

command('Fim', function(args)
  require('fim.command').run(args)
end, {
  nargs = '*',
  desc = 'fim: enable, disable, toggle, status, context, cancel, log, restart',
  complete = function(lead, line)
    return require('fim.command').complete(lead, line)
  end,
})

command('FimComplete', function()
  require('fim').complete()
end, { desc = 'fim: ask for a completion at the cursor' })

command('FimFix', function(args)
  require('fim.trigger').wake()
  if args.args ~= '' and args.args ~= 'all' then
    vim.notify(
      ('fim: `:FimFix %s` is not a command. Use `:FimFix` or `:FimFix all`.'):format(args.args),
      vim.log.levels.ERROR
    )
    return
  end
  require('fim.repair').start({
    bang = args.bang,
    all = args.args == 'all',
    line = args.range > 0 and args.line2 or nil,
  })
end, {
  bang = true,
  range = true,
  nargs = '?',
  complete = function()
    return { 'all' }
  end,
  desc = 'fim: repair what is reported here, and show it first',
})

command('FimExport', function(args)
  require('fim.trigger').wake()
  require('fim.export').start({ args = args.fargs, bang = args.bang })
end, {
  bang = true,
  nargs = '*',
  complete = 'dir',
  desc = 'fim: make a fine-tuning dataset of a project, and show examples of it first',
})

for _, plug in ipairs({
  { 'accept', 'accept the suggestion' },
  { 'accept-word', 'accept its next word' },
  { 'accept-line', 'accept its next line' },
  { 'next', 'next suggestion' },
  { 'prev', 'previous suggestion' },
  { 'dismiss', 'dismiss the suggestion' },
  { 'trigger', 'ask for a completion' },
}) do
  local lhs, desc = '<Plug>(fim-' .. plug[1] .. ')', 'fim: ' .. plug[2]
  map('i', lhs, function()
    require('fim.keys').press(plug[1])
  end, { desc = desc })
  map('n', lhs, function()
    return require('fim.keys').normal(plug[1])
  end, { expr = true, desc = desc })
end

vim.api.nvim_create_autocmd('InsertEnter', {
  group = vim.api.nvim_create_augroup('fim.wake', { clear = true }),
  once = true,
  desc = 'fim: load at the first insert mode',
  callback = function()
    require('fim.trigger').wake(true)
  end,
})

vim.api.nvim_create_autocmd('DiagnosticChanged', {
  group = vim.api.nvim_create_augroup('fim.actions', { clear = true }),
  desc = 'fim: offer a repair among the code actions',
  callback = function(event)
    if #event.data.diagnostics > 0 then
      require('fim.actions').offer(event.buf)
    end
  end,
})

-- A wrong option is named soon after start-up, not when the first key is typed.
if vim.g.fim ~= nil then
  local look = vim.schedule_wrap(function()
    require('fim.config').problems()
  end)
  if vim.v.vim_did_enter == 1 then
    look()
  else
    vim.api.nvim_create_autocmd('VimEnter', {
      group = 'fim.wake',
      once = true,
      desc = 'fim: name the options that are wrong',
      callback = look,
    })
  end
end
