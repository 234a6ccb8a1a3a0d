import { textAt, withoutMarks } from '../../../core';
import { FILE_LEVELS, type Check } from './check';

const LONGEST_VALUE = 80;

export const importMarks: Check = {
	name: 'importMarks',
	label: 'No import mark in the note',
	description:
		'The internal note of a captured invoice has no import mark (scan-one:…), by which this import finds its own invoices again. Marks that come with it are always left out of the note.',
	default: 'warning',
	levels: FILE_LEVELS,
	find: ({ invoice }) => {
		const { marks } = withoutMarks(textAt(invoice, 'internal-note') ?? '');
		const [first] = marks;
		if (first === undefined) return [];
		const value = first.length > LONGEST_VALUE ? `${first.slice(0, LONGEST_VALUE)}…` : first;
		const message = `The internal note contains ${marks.length === 1 ? 'an import mark' : `${marks.length} import marks`} (“${value}”), left out of what goes to Coupa: only this import sets them.`;
		return [{ path: 'internal-note', value, message }];
	},
};
