; What a file declares. The extractor reads names, ranges and the text of heads.

; How deep the deepest of these begins: a field of the table that is handed to `setmetatable`.
((chunk) (#set! deepest 7))

(function_declaration) @function
(function_declaration name: (_) @name)
(function_declaration parameters: (_) @params)
(function_declaration body: (_) @body)

(chunk [(assignment_statement) (variable_declaration)] @variable)
; Where the parser is lost.
(ERROR [(assignment_statement) (variable_declaration)] @stray)
(assignment_statement (variable_list . name: (_) @name))
(assignment_statement (expression_list . value: (_) @value))
(assignment_statement (expression_list . value: (function_definition parameters: (_) @params)))
(assignment_statement (expression_list . value: (function_definition body: (_) @body)))
(table_constructor (field name: (identifier) @name value: (_) @value) @field)
(table_constructor (field name: (_) value: (function_definition parameters: (_) @params)))
(table_constructor (field name: (_) value: (function_definition body: (_) @body)))
