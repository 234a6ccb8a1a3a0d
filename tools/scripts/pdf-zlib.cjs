const { zlibSync } = require('fflate');

/** What pdfkit uses of zlib, with the same bytes everywhere. */
module.exports = { deflateSync: (data) => Buffer.from(zlibSync(data)) };
