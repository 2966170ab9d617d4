; What a file declares. The extractor reads only names and ranges; what a head says, and what code in bodies names, it reads from the text.

; How deep the deepest of these begins in the tree of sound code: a method of a class, in a namespace with braces. Where the rest of the tree is not
; looked at, this takes a quarter of the time.
((program) (#set! deepest 5))

(namespace_definition) @namespace
(namespace_use_declaration) @use

(class_declaration) @class
(interface_declaration) @interface
(trait_declaration) @trait
(enum_declaration) @enum
(anonymous_class) @anonymous
[(declaration_list) (enum_declaration_list)] @body

(function_definition) @function
(method_declaration) @method
(property_declaration) @property
(const_declaration) @constant
(enum_case) @case
(use_declaration) @traits

; Where their heads end. Patterns of their own: an optional node in one above would name the declaration twice.
(function_definition body: (compound_statement) @code)
(method_declaration body: (compound_statement) @code)
(property_declaration (property_hook_list) @code)
(use_declaration (use_list) @code)
