--- Compiles every Lua file under the folders given, and runs none: `nvim -l scripts/lint-lua.lua FOLDER...`
local broken, seen = 0, 0

--- Missing folders are fine, as long as there is a file at all.
local function check(folder)
  local files = vim.fn.globpath(folder, '**/*.lua', true, true)
  for _, file in ipairs(files) do
    seen = seen + 1
    local chunk, problem = loadfile(file)
    if not chunk then
      broken = broken + 1
      io.stderr:write(problem, '\n')
    end
  end
end

for _, folder in ipairs(_G.arg) do
  check(folder)
end
if seen == 0 then
  io.stderr:write('no Lua file was seen: the check is worthless\n')
end
os.exit((broken > 0 or seen == 0) and 1 or 0)
