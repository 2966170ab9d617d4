/**
 * Takes the place of @msgpack/msgpack's `utils/utf8` in the bundle: that one decodes short strings by hand, and an invalid byte then
 * swallows the valid characters behind it. Buffers may hold invalid UTF-8; each bad sequence must become one U+FFFD and nothing more.
 */
'use strict';

const viewOf = ({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength);

exports.utf8Count = (text) => Buffer.byteLength(text, 'utf8');

exports.utf8Encode = (text, output, offset) => {
  viewOf(output).write(text, offset, 'utf8');
};

exports.utf8Decode = (bytes, offset, length) => viewOf(bytes).toString('utf8', offset, offset + length);

exports.utf8DecodeJs = exports.utf8Decode;
