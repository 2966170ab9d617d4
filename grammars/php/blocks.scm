; Tokens that open and close something. A capture is named RANK.SIDE.KIND.
;   RANK  block: what belongs to it is a body; its closer also closes what was left open inside
;         list: what belongs to it is an expression; its closer never closes a block
;   SIDE  open, close; open-head: the body starts behind the `(…)` that follows
;         close-head: the rest of its line belongs to it
;         middle: starts another body of the same block; middle-head: one that starts behind the next opener of its kind
;   KIND  an opener is closed by the next closer of its kind
; @header and @colon: a keyword whose `(…):` opens a block of the kind `colon`; @header.middle: starts another body of it.
; @quote: what starts a string, where the parser finds no end to it.
"{" @block.open.brace
"}" @block.close.brace
"(" @list.open.paren
")" @list.close.paren
["[" "#["] @list.open.bracket
"]" @list.close.bracket

["if" "for" "foreach" "while" "switch" "declare"] @header
["elseif" "else"] @header.middle
":" @colon
["endif" "endfor" "endforeach" "endwhile" "endswitch" "enddeclare"] @block.close.colon

(ERROR ["'" "\"" (heredoc_start)] @quote)
