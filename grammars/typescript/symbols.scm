; What a file declares. The extractor reads names, ranges and the text of heads.
((program) (#set! deepest 7))

(import_statement) @import

[(class_declaration) (abstract_class_declaration)] @class
(interface_declaration) @interface
(enum_declaration) @enum
(type_alias_declaration) @type-alias
[(internal_module) (module)] @module

[(function_declaration) (generator_function_declaration) (function_signature)] @function
(class_body [(method_definition) (method_signature) (abstract_method_signature)] @method)
(class_body (public_field_definition) @property)
(interface_body (method_signature) @method)
(interface_body (property_signature) @property)
(type_alias_declaration value: (object_type (method_signature) @method))
(type_alias_declaration value: (object_type (property_signature) @property))
(enum_body [(property_identifier) (string) (enum_assignment)] @case)
(program [(lexical_declaration (variable_declarator) @variable) (variable_declaration (variable_declarator) @variable)])
(ambient_declaration [(lexical_declaration (variable_declarator) @variable) (variable_declaration (variable_declarator) @variable)])
(module body: (statement_block [(lexical_declaration (variable_declarator) @variable) (variable_declaration (variable_declarator) @variable)]))
(internal_module body: (statement_block [(lexical_declaration (variable_declarator) @variable) (variable_declaration (variable_declarator) @variable)]))
(export_statement [(lexical_declaration (variable_declarator) @variable) (variable_declaration (variable_declarator) @variable)])

(_ name: (_) @name)
(class_declaration body: (_) @body)
(abstract_class_declaration body: (_) @body)
(interface_declaration body: (_) @body)
(enum_declaration body: (_) @body)
(internal_module body: (_) @body)
(module body: (_) @body)
(function_declaration body: (_) @body)
(generator_function_declaration body: (_) @body)
(method_definition body: (_) @body)

(function_declaration parameters: (_) @params)
(generator_function_declaration parameters: (_) @params)
(function_signature parameters: (_) @params)
(method_definition parameters: (_) @params)
(method_signature parameters: (_) @params)
(abstract_method_signature parameters: (_) @params)
(function_declaration type_parameters: (_) @templates)
(generator_function_declaration type_parameters: (_) @templates)
(function_signature type_parameters: (_) @templates)
(method_definition type_parameters: (_) @templates)
(method_signature type_parameters: (_) @templates)
(abstract_method_signature type_parameters: (_) @templates)
(class_declaration type_parameters: (_) @templates)
(abstract_class_declaration type_parameters: (_) @templates)
(interface_declaration type_parameters: (_) @templates)
(type_alias_declaration type_parameters: (_) @templates)
(_ value: (arrow_function type_parameters: (_) @templates))
(function_declaration return_type: (_) @returns)
(generator_function_declaration return_type: (_) @returns)
(function_signature return_type: (_) @returns)
(method_definition return_type: (_) @returns)
(method_signature return_type: (_) @returns)
(abstract_method_signature return_type: (_) @returns)
(_ value: (arrow_function return_type: (_) @returns))
(_ value: (function_expression return_type: (_) @returns))

(public_field_definition type: (_) @type)
(property_signature type: (_) @type)
(variable_declarator type: (_) @type)
(public_field_definition value: (_) @value)
(variable_declarator value: (_) @value)
(type_alias_declaration value: (_) @value)
(enum_assignment value: (_) @value)
(_ value: [(arrow_function) (function_expression)] @fn)
(_ value: (arrow_function parameters: (_) @params body: (_) @body))
(_ value: (arrow_function parameter: (_) @params body: (_) @body))
(_ value: (function_expression parameters: (_) @params body: (_) @body))
