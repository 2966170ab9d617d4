; What a file declares and names. The extractor reads only names and ranges: what a header says, it reads from the text.
(namespace_definition) @namespace
(namespace_use_declaration) @use

(class_declaration) @class
(interface_declaration) @interface
(trait_declaration) @trait
(enum_declaration) @enum
(anonymous_class) @anonymous
[(declaration_list) (enum_declaration_list)] @body

(function_definition body: (compound_statement)? @code) @function
(method_declaration body: (compound_statement)? @code) @method
[(anonymous_function) (arrow_function)] @closure
(property_declaration (property_hook_list)? @code) @property
(const_declaration) @constant
(enum_case) @case
(use_declaration (use_list)? @code) @traits

(assignment_expression left: (member_access_expression object: (variable_name) name: (name))) @assignment

(attribute . [(name) (qualified_name)] @attribute)
(object_creation_expression . [(name) (qualified_name)] @new)
(scoped_call_expression scope: [(name) (qualified_name)] @static)
(scoped_property_access_expression scope: [(name) (qualified_name)] @static)
(class_constant_access_expression . [(name) (qualified_name)] @static)
(named_type [(name) (qualified_name)] @type)
(binary_expression operator: "instanceof" right: [(name) (qualified_name)] @type)
