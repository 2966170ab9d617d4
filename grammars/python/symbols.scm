; What a file declares. The extractor reads names, ranges and the text of heads.
((module) (#set! deepest 7))

[(import_statement) (import_from_statement)] @import

(class_definition) @class
(decorated_definition) @decorated
(function_definition) @function
(class_definition body: (block (expression_statement (assignment) @property)))
(module [(expression_statement (assignment) @variable) (type_alias_statement) @alias])
(module (if_statement (block (expression_statement (assignment) @variable))))
(module (if_statement (else_clause (block (expression_statement (assignment) @variable)))))
(module (try_statement (block (expression_statement (assignment) @variable))))
; Where the parser is lost.
(ERROR (expression_statement (assignment) @stray))

(class_definition name: (_) @name)
(class_definition type_parameters: (_) @templates)
(class_definition superclasses: (_) @bases)
(class_definition body: (_) @body)
(function_definition name: (_) @name)
(function_definition type_parameters: (_) @templates)
(function_definition parameters: (_) @params)
(function_definition return_type: (_) @returns)
(function_definition body: (_) @body)
