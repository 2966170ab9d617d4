--- The public face: `require('fim')`. Each function loads what it needs when it is called.
local M = {}

--- Sets options. Not needed: `vim.g.fim` or nothing at all does as well.
---@param options? fim.UserOptions
function M.setup(options)
  require('fim.config').setup(options)
  local trigger = package.loaded['fim.trigger']
  if trigger then
    trigger.options_changed()
  end
end

--- Asks for a completion at the cursor, without waiting. Works in insert and normal mode.
function M.complete()
  require('fim.trigger').complete()
end

--- Accepts the suggestion on screen.
---@param kind? fim.AcceptKind default: all of it
---@return boolean accepted false: there was none
function M.accept(kind)
  return require('fim.accept').accept(kind or 'all')
end

--- Next suggestion; asks for one when there is none yet.
function M.next()
  require('fim.request').cycle(1)
end

--- Previous suggestion.
function M.prev()
  require('fim.request').cycle(-1)
end

--- Takes the suggestion off the screen.
function M.dismiss()
  require('fim.request').stop('key')
end

--- Whether ghost text is on screen in the current buffer.
---@return boolean
function M.visible()
  local ghost = package.loaded['fim.ghost']
  return ghost ~= nil and ghost.takes_keys()
end

function M.enable()
  require('fim.trigger').set_enabled(true)
end

function M.disable()
  require('fim.trigger').set_enabled(false)
end

--- Asks for a repair of what is reported at the cursor, and shows it before anything changes: `:FimFix`.
---@param args? { bang?: boolean }
function M.fix(args)
  require('fim.trigger').wake()
  require('fim.repair').start({ bang = args ~= nil and args.bang == true })
end

--- For status lines: what is being repaired or exported, or ''.
---@return string
function M.progress()
  for _, name in ipairs({ 'fim.repair', 'fim.export' }) do
    local module = package.loaded[name]
    local text = module and module.progress() or ''
    if text ~= '' then
      return text
    end
  end
  return ''
end

--- For status lines: what the plugin is doing here, in a word.
---@return fim.State
function M.status()
  return require('fim.status').state()
end

return M
