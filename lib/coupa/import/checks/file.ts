import { FILE_LEVELS, type Check } from './check';

/** Checks on what only a file can have: the reader finds, here stands what a finding means. The record itself shows nothing of it. */
const nothing = () => [];

export const textLength: Check = {
	name: 'textLength',
	label: 'Text length',
	description: 'No text is longer than Coupa keeps it. At a milder level the invoice goes on without the text that is too long.',
	default: 'error',
	levels: FILE_LEVELS,
	codes: ['tooLong'],
	find: nothing,
};

export const allowedValues: Check = {
	name: 'allowedValues',
	label: 'Words of a list',
	description:
		'Columns that take Yes or No, or one of a few words (Status, charge type, tax type), hold one of them. At a milder level the invoice goes on without the word; without a Submit For Approval? it stays a draft. The type of a tax row always refuses, because it would become another kind of tax.',
	default: 'error',
	levels: FILE_LEVELS,
	codes: ['boolean', 'allowedValue'],
	judges: ({ path = '' }) => !/tax-lines\[\d+\]\.type$/.test(path),
	find: nothing,
};

export const cellsAgree: Check = {
	name: 'cellsAgree',
	label: 'Cells agree with each other',
	description:
		'Two columns that mean the same say the same, and account segments have no gap. At a milder level the invoice goes on without the value, because nobody knows which cell is right.',
	default: 'error',
	levels: FILE_LEVELS,
	codes: ['conflictingCells', 'accountSegments'],
	find: nothing,
};

export const unknownColumns: Check = {
	name: 'unknownColumns',
	label: 'Unknown columns',
	description: 'Coupa documents every column, or it is mapped to a custom field. Other cells are kept with the item and not sent.',
	default: 'warning',
	levels: FILE_LEVELS,
	codes: ['unknownColumn'],
	find: nothing,
};

export const formulas: Check = {
	name: 'formulas',
	label: 'Formulas in texts',
	description: 'No text begins like a spreadsheet formula. It goes to Coupa as plain text.',
	default: 'warning',
	levels: FILE_LEVELS,
	codes: ['formulaCell'],
	find: nothing,
};

export const taxLevel: Check = {
	name: 'taxLevel',
	label: 'Tax on the level it belongs to',
	description:
		'Tax stands on the lines where Line Level Taxation says Yes, on the header where it says No. Header tax beside line level taxation is not sent.',
	default: 'warning',
	levels: FILE_LEVELS,
	codes: ['taxLevel'],
	find: nothing,
};

export const attachmentPresent: Check = {
	name: 'attachmentPresent',
	label: 'Attachments present',
	description:
		'The attachment files that the row names are in the package, undamaged and the only ones of their name. At a milder level the invoice goes in without them.',
	default: 'error',
	levels: FILE_LEVELS,
	codes: ['attachmentMissing', 'fileAmbiguous', 'damagedFile'],
	judges: ({ path }) => path !== 'image-scan',
	find: nothing,
};
