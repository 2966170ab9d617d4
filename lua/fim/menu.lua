--- Completion menus of Neovim, nvim-cmp and blink.cmp: whether one is open, and whose keys they are. Opens and closes none.
local api = vim.api
local M = {}

local watches_cmp = false

--- A plugin's module if it is loaded. Never loads it: a failed `require` would be searched anew at each key.
---@param name string
---@param method string
---@return table?
local function loaded(name, method)
  local module = package.loaded[name]
  return type(module) == 'table' and vim.is_callable(module[method]) and module or nil
end

---@param name string
---@param method string
---@return any result nil when the plugin is not loaded, or fails
local function ask(name, method)
  local module = loaded(name, method)
  if not module then
    return nil
  end
  local ok, result = pcall(module[method])
  return ok and result or nil
end

--- Whether a completion menu is open.
---@return boolean
function M.is_open()
  return vim.fn.pumvisible() == 1 or ask('cmp', 'visible') == true or ask('blink.cmp', 'is_menu_visible') == true
end

--- Whether a menu is open in which something is selected: the keys are its own.
---@return boolean
function M.takes_keys()
  if vim.fn.pumvisible() == 1 then
    return vim.fn.complete_info({ 'selected' }).selected ~= -1
  end
  return ask('cmp', 'visible') == true and ask('cmp', 'get_selected_entry') ~= nil
    or ask('blink.cmp', 'is_menu_visible') == true and ask('blink.cmp', 'get_selected_item') ~= nil
end

--- Calls back when nvim-cmp's menu has opened or closed, once it is loaded.
---@param opened fun()
---@param closed fun()
local function watch_cmp(opened, closed)
  local cmp = package.loaded['cmp']
  local events = type(cmp) == 'table' and type(cmp.event) == 'table' and cmp.event or nil
  if events and not watches_cmp then
    watches_cmp = true
    pcall(events.on, events, 'menu_opened', opened)
    pcall(events.on, events, 'menu_closed', closed)
  end
end

--- Calls back when a menu has opened, or has another item selected, and when it has closed.
---@param group integer autocommand group
---@param opened fun()
---@param closed fun()
function M.watch(group, opened, closed)
  local function on(event, desc, callback, pattern)
    api.nvim_create_autocmd(event, { group = group, pattern = pattern, desc = 'fim: ' .. desc, callback = callback })
  end
  on('CompleteChanged', 'a menu has opened', opened)
  on('CompleteDone', 'a menu has closed', closed)
  on('User', 'the menu of blink.cmp has opened', opened, 'BlinkCmpMenuOpen')
  on('User', 'the menu of blink.cmp has closed', closed, 'BlinkCmpMenuClose')
  -- It may be loaded at the first insert mode, which is going on now, or later.
  watch_cmp(opened, closed)
  on('InsertEnter', 'look for nvim-cmp', function()
    watch_cmp(opened, closed)
  end)
end

return M
