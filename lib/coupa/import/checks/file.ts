import { FILE_LEVELS, type Check } from './check';

/** Checks on what only a file can have: the reader finds, here stands what a finding means. The record itself shows nothing of it. */
const nothing = () => [];

export const textLength: Check = {
	name: 'textLength',
	label: 'Text length',
	description: 'No text is longer than Coupa stores. At a milder level the invoice is imported without the text that is too long.',
	default: 'error',
	levels: FILE_LEVELS,
	codes: ['tooLong'],
	find: nothing,
};

export const allowedValues: Check = {
	name: 'allowedValues',
	label: 'Allowed values',
	description:
		'Columns that take Yes or No, or one of a few values (Status, charge type, tax type), contain one of them. At a milder level the invoice is imported without the value; without a Submit For Approval? it stays a draft. An invalid type of a tax row always refuses the invoice, because the row would become another kind of tax.',
	default: 'error',
	levels: FILE_LEVELS,
	codes: ['boolean', 'allowedValue'],
	judges: ({ path = '' }) => !/tax-lines\[\d+\]\.type$/.test(path),
	find: nothing,
};

export const cellsAgree: Check = {
	name: 'cellsAgree',
	label: 'Columns agree',
	description:
		'Two columns with the same meaning have the same value, and account segments have no gap. At a milder level the invoice is imported without the value, because it is not known which cell is right.',
	default: 'error',
	levels: FILE_LEVELS,
	codes: ['conflictingCells', 'accountSegments'],
	find: nothing,
};

export const unknownColumns: Check = {
	name: 'unknownColumns',
	label: 'Unknown columns',
	description: 'Every column is documented by Coupa or mapped to a custom field. Other cells are kept with the item but not sent.',
	default: 'warning',
	levels: FILE_LEVELS,
	codes: ['unknownColumn'],
	find: nothing,
};

export const formulas: Check = {
	name: 'formulas',
	label: 'Formulas in text',
	description: 'No text begins like a spreadsheet formula. Such text goes to Coupa as plain text.',
	default: 'warning',
	levels: FILE_LEVELS,
	codes: ['formulaCell'],
	find: nothing,
};

export const taxLevel: Check = {
	name: 'taxLevel',
	label: 'Tax on the right level',
	description:
		'Tax is on the lines when Line Level Taxation is Yes, and on the header when it is No. Header tax is not sent when taxation is at line level.',
	default: 'warning',
	levels: FILE_LEVELS,
	codes: ['taxLevel'],
	find: nothing,
};

export const attachmentPresent: Check = {
	name: 'attachmentPresent',
	label: 'Attachments present',
	description:
		'The attachment files that the row names are in the package, undamaged, and their names are unique. At a milder level the invoice is imported without them.',
	default: 'error',
	levels: FILE_LEVELS,
	codes: ['attachmentMissing', 'fileAmbiguous', 'damagedFile'],
	judges: ({ path }) => path !== 'image-scan',
	find: nothing,
};
