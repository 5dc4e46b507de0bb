/**
 * The TypeScript inside ts-morph, without its wrapper: the index needs only this half, and loads in half the time. It is
 * required rather than imported: to import it, Node would read its nine megabytes twice more, for what they are and export.
 */
module.exports.ts = require('@ts-morph/common/dist/typescript.js');
