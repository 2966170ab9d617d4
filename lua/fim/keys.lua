--- Keys: one permanent map per key that acts on a suggestion, or does what the key did before. Never maps and unmaps as suggestions come and go.
local M = {}

---@alias fim.Action 'accept'|'accept-word'|'accept-line'|'next'|'prev'|'dismiss'|'trigger'

--- Option name → action. The order is the order of installation.
local ACTIONS = {
  { option = 'accept', action = 'accept' },
  { option = 'acceptWord', action = 'accept-word' },
  { option = 'acceptLine', action = 'accept-line' },
  { option = 'next', action = 'next' },
  { option = 'prev', action = 'prev' },
  { option = 'dismiss', action = 'dismiss' },
  { option = 'trigger', action = 'trigger' },
}

---@type table<string, true> 'mode key' or 'mode key buf' of every map that was made
local installed = {}

--- What the key typed for `action` shall do now.
---@param action fim.Action
---@return string? keys to type instead; nil: there is nothing to act on
local function keys_for(action)
  if action == 'trigger' then
    return "<Cmd>lua require('fim').complete()<CR>"
  end
  if not require('fim.ghost').takes_keys() then
    return nil
  end
  if action == 'next' or action == 'prev' then
    return ("<Cmd>lua require('fim.trigger').cycle(%d)<CR>"):format(action == 'next' and 1 or -1)
  elseif action == 'dismiss' then
    return "<Cmd>lua require('fim.trigger').dismiss()<CR>"
  end
  local kind = action == 'accept' and 'all' or action:sub(#'accept-' + 1)
  return require('fim.accept').keys(kind)
end

--- Body of the <Plug> maps: acts, or does nothing.
---@param action fim.Action
---@return string keys
function M.press(action)
  return keys_for(action) or ''
end

---@param mode 'i'|'n'
---@param lhs string
---@return string plug name of the map that holds what `lhs` did before
local function fallback_name(mode, lhs, buf)
  local bare = lhs:gsub('[<>|]', '_')
  return ('<Plug>(fim-before-%s-%s-%s)'):format(mode, bare, buf or 'all')
end

--- Keeps what `lhs` did before under a <Plug> name: with all its attributes (expr, script, remap …), as Neovim itself would run it.
---@param mode 'i'|'n'
---@param lhs string
---@param before table<string, any> `maparg()` dictionary, empty when there was no map
---@param plug string
local function keep(mode, lhs, before, plug)
  if vim.tbl_isempty(before) then
    -- `<C-]>` first: keys that come out of a map do not expand an abbreviation, and Tab does when it is typed.
    local rhs = (mode == 'i' and lhs:lower() == '<tab>') and '<C-]><Tab>' or lhs
    vim.keymap.set(mode, plug, rhs, { desc = 'fim: ' .. lhs .. ' as it was' })
    return
  end
  local raw = vim.api.nvim_replace_termcodes(plug, true, true, true)
  local copy = vim.tbl_extend('force', before, { lhs = plug, lhsraw = raw, buffer = 0, mode = mode })
  copy.lhsrawalt = nil
  vim.fn.mapset(mode, false, copy)
end

---@param mode 'i'|'n'
---@param lhs string
---@param action fim.Action
---@param buf integer? a buffer whose own map stands in front of the global one
local function install(mode, lhs, action, buf)
  local key = table.concat({ mode, lhs, buf or '' }, ' ')
  if installed[key] then
    return
  end
  installed[key] = true
  local before = vim.fn.maparg(lhs, mode, false, true)
  if buf == nil and before.buffer == 1 then
    before = M.global_map(mode, lhs)
  end
  local plug = fallback_name(mode, lhs, buf)
  keep(mode, lhs, before, plug)
  vim.keymap.set(mode, lhs, function()
    return keys_for(action) or plug
  end, {
    expr = true,
    remap = true,
    replace_keycodes = true,
    silent = true,
    buffer = buf,
    desc = 'fim: ' .. action,
  })
end

--- The global map of a key, also where a buffer-local one hides it.
---@param mode string
---@param lhs string
---@return table<string, any>
function M.global_map(mode, lhs)
  local want = vim.api.nvim_replace_termcodes(lhs, true, true, true)
  for _, map in ipairs(vim.api.nvim_get_keymap(mode)) do
    if map.lhsraw == want or map.lhsrawalt == want then
      local dict = vim.fn.maparg(map.lhs, mode, false, true)
      return dict.buffer == 1 and map or dict
    end
  end
  return {}
end

---@param lhs string
---@param action fim.Action
---@return boolean
local function user_mapped(lhs, action)
  local map = vim.fn.maparg(lhs, 'i', false, true)
  return type(map.rhs) == 'string' and map.rhs:find('(fim-' .. action .. ')', 1, true) ~= nil
end

--- Installs the insert-mode maps once, late: what other plugins mapped before is what the keys fall back to.
---@param keys table<string, string|false> the option `keys`
---@param mode 'i'|'n'
function M.setup(keys, mode)
  for _, entry in ipairs(ACTIONS) do
    local lhs = keys[entry.option]
    local wanted = mode == 'i' or entry.action ~= 'trigger'
    if wanted and type(lhs) == 'string' and not user_mapped(lhs, entry.action) then
      install(mode, lhs, entry.action)
    end
  end
end

--- A buffer-local map of one of our keys hides our global map: stand in front of it too, once per buffer.
---@param keys table<string, string|false>
---@param buf integer
function M.setup_buffer(keys, buf)
  for _, entry in ipairs(ACTIONS) do
    local lhs = keys[entry.option]
    if type(lhs) == 'string' and vim.api.nvim_get_current_buf() == buf then
      local map = vim.fn.maparg(lhs, 'i', false, true)
      if map.buffer == 1 and not vim.startswith(map.desc or '', 'fim: ') and not user_mapped(lhs, entry.action) then
        install('i', lhs, entry.action, buf)
      end
    end
  end
end

return M
