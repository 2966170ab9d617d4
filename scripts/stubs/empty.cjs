/** Takes the place of modules that the host does not need: a polyfill of `fetch`, messages in other languages. */
'use strict';
