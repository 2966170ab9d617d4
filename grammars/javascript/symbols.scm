; What a file declares. The extractor reads names, ranges and the text of heads.
((program) (#set! deepest 6))

(import_statement) @import

(class_declaration) @class
[(function_declaration) (generator_function_declaration)] @function
(class_body (method_definition) @method)
(class_body (field_definition) @property)
(program [(lexical_declaration (variable_declarator) @variable) (variable_declaration (variable_declarator) @variable)])
(export_statement [(lexical_declaration (variable_declarator) @variable) (variable_declaration (variable_declarator) @variable)])

(_ name: (_) @name)
(field_definition property: (_) @name)
(class_declaration body: (_) @body)
(function_declaration body: (_) @body)
(generator_function_declaration body: (_) @body)
(method_definition body: (_) @body)

(function_declaration parameters: (_) @params)
(generator_function_declaration parameters: (_) @params)
(method_definition parameters: (_) @params)

(field_definition value: (_) @value)
(variable_declarator value: (_) @value)
(_ value: [(arrow_function) (function_expression)] @fn)
(_ value: (arrow_function parameters: (_) @params body: (_) @body))
(_ value: (arrow_function parameter: (_) @params body: (_) @body))
(_ value: (function_expression parameters: (_) @params body: (_) @body))
