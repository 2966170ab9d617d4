; What a file declares. The extractor reads names, heads and types from the text.
((source_file) (#set! deepest 6))

[(use_declaration) (extern_crate_declaration)] @import
(mod_item) @module
[(struct_item) (union_item)] @struct
(enum_item) @enum
(trait_item) @trait
(impl_item) @impl
[(type_item) (associated_type)] @alias
[(function_item) (function_signature_item)] @function
[(const_item) (static_item)] @constant
(macro_definition) @macro
(field_declaration_list (field_declaration) @field)
(enum_variant) @case

(mod_item body: (_) @body)
(struct_item body: (field_declaration_list) @body)
(union_item body: (_) @body)
(enum_item body: (_) @body)
(trait_item body: (_) @body)
(impl_item body: (_) @body)
(function_item body: (_) @body)
