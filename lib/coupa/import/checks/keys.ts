import { codePointOf, invisibleIn, normalForm, ordinarySpelling, type InvisibleCharacter } from '../../../core';
import { keyFields, type KeyField } from '../key-fields';
import { FILE_LEVELS, type Check, type Finding } from './check';

/** As many are named one by one. */
const MOST_FINDINGS = 20;
const LONGEST_VALUE = 80;

export const textIntact: Check = {
	name: 'textIntact',
	label: 'Text is intact',
	description:
		'No number or code has invisible characters, no text was turned into a rounded number such as 1.23457E+11 by a spreadsheet, or has the marks around it by which a spreadsheet keeps zeros. At a milder level the invoice is imported without that text; in a file, an invoice or supplier number like that always refuses the invoice.',
	default: 'error',
	levels: FILE_LEVELS,
	codes: ['controlCharacter', 'spreadsheetNumber', 'spreadsheetGuard'],
	judges: ({ path }) => path !== undefined && !/^(invoice-number$|supplier\.)/.test(path),
	find: ({ invoice }) => perKey(keyFields(invoice), invisible),
};

export const lookAlikes: Check = {
	name: 'lookAlikes',
	label: 'Look-alike characters',
	description:
		'No number or code mixes letters or digits of several scripts, such as a Cyrillic Н in a Latin number, and the invoice number is spelt as people type it: no full-width letters, no dash of another kind. All spellings of a number count as the same one. An invoice number that has only letters of another script, all of which look Latin, is just a warning.',
	default: 'draft',
	levels: FILE_LEVELS,
	find: ({ invoice }) => perKey(keyFields(invoice), lookAlike),
};

function perKey(fields: KeyField[], find: (field: KeyField) => Finding | null): Finding[] {
	const found = fields.map(find).filter((finding) => finding !== null);
	const [last] = found.slice(MOST_FINDINGS - 1);
	if (last === undefined || found.length === MOST_FINDINGS) return found;
	const more = ` The same goes for ${found.length - MOST_FINDINGS} more numbers and codes.`;
	return [...found.slice(0, MOST_FINDINGS - 1), { ...last, message: last.message + more }];
}

function invisible(field: KeyField): Finding | null {
	// A byte order mark counts as a blank for programs, and is none.
	const found = invisibleIn(field.value.includes('\ufeff') ? field.value : field.value.trim());
	if (found === null) return null;
	return {
		...placeOf(field),
		message: `“${nameOf(field)}” contains a line break, tab or another character that cannot be seen (${placeIn(found)}), so that what is meant would not be found by it. Take it out.`,
	};
}

function placeIn({ codePoint, position }: InvisibleCharacter): string {
	return `${codePoint}, character ${position}`;
}

/** Scripts whose letters look like each other's (Unicode's confusables). */
const SCRIPTS = ['Latin', 'Cyrillic', 'Greek', 'Armenian', 'Cherokee', 'Coptic', 'Lisu'].map((name): [string, RegExp] => [
	name,
	new RegExp(`\\p{Script=${name}}`, 'u'),
]);
const OTHER_DIGIT = /(?![0-9])\p{Nd}/u;

function lookAlike(field: KeyField): Finding | null {
	const text = normalForm(field.value, 'NFKC');
	const scripts = SCRIPTS.filter(([, letter]) => letter.test(text)).map(([name]) => name);
	if (scripts.length > 1 || (OTHER_DIGIT.test(text) && /[0-9]/.test(text))) {
		const mixed = scripts.length > 1 ? `letters of several scripts (${scripts.join(' and ')})` : 'digits of several scripts';
		return { ...placeOf(field), message: `“${nameOf(field)}” mixes ${mixed} that look alike: enter it as it is on the page image.` };
	}
	return field.path === 'invoice-number' ? unusual(field, scripts) : null;
}

/** What is sent to Coupa as it is should be what the next person types to find it. */
function unusual(field: KeyField, scripts: string[]): Finding | null {
	const ordinary = ordinarySpelling(field.value);
	const spelt = field.value.trim();
	if (ordinary === spelt.replace(/ {2,}/g, ' ')) return null;
	const message = `“${nameOf(field)}” is spelt with ${firstDifference(spelt, ordinary)}; people who look for it type “${cut(ordinary)}”. Enter it like that where it means the same.`;
	const isOtherScript = scripts.length === 1 && !scripts.includes('Latin');
	return { ...placeOf(field), message, ...(isOtherScript ? { level: 'warning' as const } : {}) };
}

function firstDifference(spelt: string, ordinary: string): string {
	const others = Array.from(ordinary);
	const characters = Array.from(spelt);
	const index = characters.findIndex((character, place) => character !== others[place]);
	const character = characters[index] ?? '';
	return character === '' ? 'unusual characters' : `“${character}” (${codePointOf(character)}, character ${index + 1})`;
}

function placeOf({ path, column, value }: KeyField): Pick<Finding, 'path' | 'column' | 'value'> {
	return { path, value, ...(column === undefined ? {} : { column }) };
}

function nameOf({ path, column }: KeyField): string {
	return column ?? cut(path);
}

function cut(text: string): string {
	return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}
