; What a file declares. The extractor reads the text of heads, fields and specs.
((source_file) (#set! deepest 5))

(package_clause) @package
(import_spec) @import

[(type_spec) (type_alias)] @declared
(type_spec type: (struct_type (field_declaration_list (field_declaration) @field)))
(type_spec type: (interface_type [(method_elem) @method (type_elem) @embed]))
(source_file (const_declaration (const_spec) @const))
(source_file (var_declaration [(var_spec) @var (var_spec_list (var_spec) @var)]))
; Where the parser is lost.
(ERROR (const_declaration (const_spec) @const))
(ERROR (var_declaration [(var_spec) @var (var_spec_list (var_spec) @var)]))

[(function_declaration) (method_declaration)] @function
(function_declaration body: (_) @body)
(method_declaration body: (_) @body)
