// Runs n8n's package scanner on a folder and prints its findings as JSON: `node scan.mjs MODULE FOLDER source|package`.
// MODULE is the path of the scanner's own module; the patterns are those it uses on a source checkout and on a tarball.
import { pathToFileURL } from 'node:url';

const [module, folder, what] = process.argv.slice(2);
const { analyzePackage, SOURCE_FILE_PATTERNS } = await import(pathToFileURL(module));
const {
	passed,
	message,
	details = '',
} = await analyzePackage(folder, what === 'source' ? SOURCE_FILE_PATTERNS : ['**/*.js', 'package.json']);
console.log(JSON.stringify({ passed, message, details }));
