--- `:checkhealth fim`: looks at everything between a key press and a model, and says what to do about each thing that is missing.
--- Changes nothing, and waits for a host or server that does not answer no longer than two seconds.
local api, fn, health = vim.api, vim.fn, vim.health
local M = {}

-- Longest waits, in ms. The sum stays below what makes a person press CTRL-C.
local NODE_WAIT_MS = 1000
local PROBE_WAIT_MS = 2000

-- Oldest Node.js that the host runs on: `engines` in package.json.
local NODE_MINIMUM = { 20, 19 }

---@param path string
---@return boolean
local function exists(path)
  return vim.uv.fs_stat(path) ~= nil
end

---@return boolean usable
local function check_neovim()
  health.start('fim: Neovim')
  local version = tostring(vim.version())
  if fn.has('nvim-0.10') == 0 then
    health.error('Neovim ' .. version .. ' is too old', 'Install Neovim 0.10 or newer')
    return false
  end
  health.ok('Neovim ' .. version)
  return true
end

--- A malformed glob disables nothing in `disableInFiles`, and everything in `secretFiles`.
---@return integer count
local function check_globs()
  local options, count = require('fim.config').get(), 0
  for _, name in ipairs({ 'disableInFiles', 'secretFiles' }) do
    for _, glob in ipairs(options[name]) do
      if not require('fim.glob').is_valid(glob) then
        count = count + 1
        local effect = name == 'secretFiles' and 'no file is completed' or 'it matches no file'
        health.error(('%s: "%s" is no valid glob, so %s'):format(name, glob, effect), {
          ('Correct it: :help fim.%s'):format(name),
        })
      end
    end
  end
  return count
end

local function check_options()
  health.start('fim: options')
  local problems = require('fim.config').problems()
  if check_globs() + #problems == 0 then
    health.ok('All options are known and well-typed')
  end
  for _, problem in ipairs(problems) do
    health.error(problem.what, { problem.next, 'Until then it is as if the option had not been set' })
  end
end

---@param program string
---@return string? version `v20.19.0`
---@return string? failure
local function node_version(program)
  local started, process = pcall(vim.system, { program, '--version' }, { text = true })
  if not started then
    return nil, ('`%s` cannot be started'):format(program)
  end
  local result = process:wait(NODE_WAIT_MS)
  local version = (result.stdout or ''):match('^(v%d+%.%d+%.%d+)')
  if result.code ~= 0 or not version then
    return nil, ('`%s --version` gave no version (exit status %d)'):format(program, result.code)
  end
  return version
end

---@return boolean usable
local function check_node()
  health.start('fim: Node.js')
  local program = require('fim.host').node()
  if fn.executable(program) == 0 then
    health.error(('There is no program `%s`'):format(program), {
      ('Install Node.js %d.%d or newer'):format(unpack(NODE_MINIMUM)),
      'Or set host.node to its path: vim.g.fim = { host = { node = "/path/to/node" } }',
    })
    return false
  end
  local version, failure = node_version(program)
  if not version then
    health.error(failure, 'Try it in a terminal, and set host.node to a program that works')
    return false
  elseif vim.version.lt(version, { NODE_MINIMUM[1], NODE_MINIMUM[2], 0 }) then
    health.error(('Node.js %s is too old'):format(version), {
      ('Install Node.js %d.%d or newer'):format(unpack(NODE_MINIMUM)),
      'Or set host.node to a newer one: vim.g.fim = { host = { node = "/path/to/node" } }',
    })
    return false
  end
  health.ok(('Node.js %s at %s'):format(version, fn.exepath(program)))
  return true
end

--- Under `host.start = "rplugin"` Neovim's own remote-plugin manifest must name us.
---@return boolean usable
local function check_manifest()
  local manifest = vim.env.NVIM_RPLUGIN_MANIFEST or fn.stdpath('data') .. '/rplugin.vim'
  local file = io.open(manifest, 'r')
  local listed = file ~= nil and file:read('*a'):find('rplugin/node/fim', 1, true) ~= nil
  if file then
    file:close()
  end
  if listed then
    health.ok('The remote-plugin manifest lists fim')
  else
    health.error(
      ('The remote-plugin manifest does not list fim (%s)'):format(manifest),
      'Run :UpdateRemotePlugins and restart Neovim, or set host.start to "job"'
    )
  end
  return listed
end

---@return boolean usable
local function check_build()
  local root = require('fim.host').root
  local file = root .. '/dist/host.cjs'
  if exists(file) then
    health.ok('The host is built')
    return true
  end
  health.error(('The host is not built: %s is missing'):format(file), {
    ('Run `npm ci` in %s'):format(root),
    'To have your plugin manager do it at each update: build = "npm ci"',
  })
  return false
end

---@return boolean usable
local function check_host()
  health.start('fim: host')
  if not check_build() then
    return false
  end
  local manifest_is_right = require('fim.config').get().host.start ~= 'rplugin' or check_manifest()
  return manifest_is_right
end

---@class (exact) fim.Probe
---@field backend string
---@field name string as in the option `backend`; '' without a server
---@field server string what kind of server it is, for people
---@field place string a URL, or ''
---@field reachable boolean
---@field hasStandIn boolean somebody completes while the server doesn't
---@field model string
---@field family string
---@field installed string[]
---@field error? { what: string, next: string }
---@field verifiers? { name: string, root: string, pid: integer, mebibytes: integer }[] servers that look at repairs
---@field servers? { name: string, languages: string[], program: string }[] servers that could; without a program none is installed

---@return fim.Probe?
local function probe()
  local answer, done = nil, false ---@type fim.Probe?, boolean
  local host = require('fim.host')
  host.probe(function(status)
    answer, done = status, true
  end, PROBE_WAIT_MS)
  -- A little longer than the probe's own limit: it answers by nil then. A host that has died answers no more.
  vim.wait(PROBE_WAIT_MS + 200, function()
    return done or not host.info().running
  end, 10)
  return answer
end

--- After the probe, which starts the host when it does not run yet.
---@return boolean running
local function check_running()
  local info = require('fim.host').info()
  if not info.running then
    health.error('The host does not run' .. (info.last_error and ': ' .. info.last_error or ''), {
      'See :Fim log',
      'Then :Fim restart',
    })
    return false
  end
  health.ok(
    ('The host runs: version %s, Node.js %s, process %s'):format(info.version or '?', info.node or '?', info.pid or '?')
  )
  if (info.restarts or 0) > 0 then
    local advice = { 'See :Fim log' }
    health.warn(
      ('It was restarted %d times, last: %s'):format(info.restarts, info.last_error or 'for no known reason'),
      advice
    )
  end
  return true
end

--- What the host says is wrong; nil also where the protocol has a null.
---@param status fim.Probe
---@return { what: string, next: string }?
local function error_of(status)
  return type(status.error) == 'table' and status.error or nil
end

---@param status fim.Probe
local function check_server(status)
  local problem = error_of(status)
  local place = status.place ~= '' and status.place or status.backend
  if status.backend == 'embedded' then
    health.ok('The embedded completions need no server')
  elseif status.reachable then
    health.ok(('%s answers at %s'):format(status.server, place))
  else
    local what = problem and problem.what or ('Nothing answers at %s'):format(place)
    local advice = {
      problem and problem.next or ('Start %s'):format(status.server),
      ('Or set %s.url to where it runs; or backend to "embedded" to go without'):format(status.name),
    }
    if status.hasStandIn then
      health.warn(what .. ' Completing from the open project meanwhile', advice)
    else
      health.error(what, advice)
    end
  end
end

---@param status fim.Probe
local function check_model(status)
  if status.backend == 'embedded' or not status.reachable then
    return
  end
  local problem = error_of(status)
  if problem then
    health.error(problem.what, problem.next)
  else
    local how = status.family ~= '' and ('family ' .. status.family) or 'the server makes its prompts'
    health.ok(('The model %s can fill in the middle (%s)'):format(status.model, how))
  end
  if status.installed and #status.installed > 0 then
    health.info('Installed models: ' .. table.concat(status.installed, ', '))
  end
end

--- What runs for repairs, beside the user's own servers.
---@param status fim.Probe
local function check_verifiers(status)
  health.start('fim: repairs')
  for _, each in ipairs(status.servers or {}) do
    local languages = table.concat(each.languages, ', ')
    if each.program ~= '' then
      health.ok(('%s can verify repairs of %s: `%s`'):format(each.name, languages, each.program))
    else
      health.info(
        ('%s is not installed: where no client of yours runs it, repairs of %s are verified by syntax only (fix.commands)'):format(
          each.name,
          languages
        )
      )
    end
  end
  if not status.verifiers or #status.verifiers == 0 then
    health.info('No language server runs for repairs: the first :FimFix starts one, and ten idle minutes stop it')
    return
  end
  for _, each in ipairs(status.verifiers) do
    local size = each.mebibytes > 0 and ('%d MiB'):format(each.mebibytes) or 'memory not known'
    local root = fn.fnamemodify(each.root, ':~')
    health.info(('%s verifies repairs of %s: %s, process %d'):format(each.name, root, size, each.pid))
  end
end

---@param usable boolean whether the host can be started
local function check_connection(usable)
  if not usable then
    health.start('fim: server and model')
    health.info('Not asked, as the host cannot start')
    return
  end
  local status = probe()
  local running = check_running()
  health.start('fim: server and model')
  if not running then
    health.info('Not asked, as the host does not run')
  elseif not status then
    health.warn(('The host did not answer within %d s'):format(PROBE_WAIT_MS / 1000), 'See :Fim log, then :Fim restart')
  else
    check_server(status)
    check_model(status)
    check_verifiers(status)
  end
end

--- Who made a mapping, as far as Neovim knows.
---@param map table as |nvim_get_keymap()| gives it
---@return string
local function owner(map)
  local what = map.desc or map.rhs or 'a Lua function'
  if map.callback then
    local info = debug.getinfo(map.callback, 'S')
    return ('%s (%s:%d)'):format(what, fn.fnamemodify(info.source:sub(2), ':~'), info.linedefined)
  end
  local scripts = (map.sid or 0) > 0 and fn.getscriptinfo({ sid = map.sid }) or {}
  return scripts[1] and ('%s (%s)'):format(what, fn.fnamemodify(scripts[1].name, ':~')) or what
end

---@param map table as |nvim_get_keymap()| gives it
---@return boolean
local function is_ours(map)
  return vim.startswith(map.desc or '', 'fim: ') or (map.rhs or ''):find('<Plug>(fim-', 1, true) ~= nil
end

--- Buffer-local maps come before ours. At an insert in their buffer ours steps in front of them; what is found here came later.
---@param option string
---@param lhs string
---@return boolean found
local function check_buffer_maps(option, lhs)
  local found = false
  for _, buf in ipairs(api.nvim_list_bufs()) do
    local map = api.nvim_buf_is_loaded(buf) and require('fim.keys').find(api.nvim_buf_get_keymap(buf, 'i'), lhs)
    if map and not is_ours(map) then
      found = true
      local name = fn.fnamemodify(api.nvim_buf_get_name(buf), ':~:.')
      local where = name == '' and ('buffer %d'):format(buf) or name
      health.warn(('%s: in %s a map of its own hides %s: %s'):format(option, where, lhs, owner(map)), {
        ('Enter insert mode there once more, or set %s to another key'):format(option),
      })
    end
  end
  return found
end

---@param option string
---@param lhs string
---@param installed boolean whether our maps have been made
local function check_key(option, lhs, installed)
  local map = require('fim.keys').find(api.nvim_get_keymap('i'), lhs)
  if not installed then
    local before = map and not is_ours(map) and (', and goes on to do: ' .. owner(map)) or ''
    health.ok(('%s: %s will be mapped at the first insert%s'):format(option, lhs, before))
  elseif not map then
    health.warn(('%s: the map of %s has been removed'):format(option, lhs), {
      ('Find out by what, or set %s to another key'):format(option),
    })
  elseif not is_ours(map) then
    health.warn(('%s: %s has been mapped to something else since: %s'):format(option, lhs, owner(map)), {
      'Map it before the first insert: then the key does both',
      ('Or set %s to another key, or to false and map <Plug>(fim-…) by yourself: :help fim-mappings'):format(option),
    })
  elseif not check_buffer_maps(option, lhs) then
    health.ok(('%s: %s'):format(option, lhs))
  end
end

---@param keys table<string, string|false>
---@return boolean
local function any_installed(keys)
  local maps = api.nvim_get_keymap('i')
  for _, lhs in pairs(keys) do
    local map = lhs and require('fim.keys').find(maps, lhs)
    if map and vim.startswith(map.desc or '', 'fim: ') then
      return true
    end
  end
  return false
end

local function check_keys()
  health.start('fim: keys')
  local by_key = {} ---@type table<string, string>
  local keys = require('fim.config').get().keys
  local installed = any_installed(keys)
  for _, name in ipairs(fn.sort(vim.tbl_keys(keys))) do
    local option, lhs = 'keys.' .. name, keys[name]
    local raw = lhs and api.nvim_replace_termcodes(lhs, true, true, true)
    if not lhs then
      health.info(('%s: no key'):format(option))
    elseif by_key[raw] then
      local what = ('%s and %s are the same key: %s'):format(by_key[raw], option, lhs)
      health.error(what, 'Set one of them to another key')
    else
      by_key[raw] = option
      check_key(option, lhs, installed)
    end
  end
end

--- Called by `:checkhealth fim`.
function M.check()
  if not check_neovim() then
    return
  end
  check_options()
  local node_is_usable = check_node()
  local host_is_usable = check_host()
  check_connection(node_is_usable and host_is_usable)
  check_keys()
end

return M
