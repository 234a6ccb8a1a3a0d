import type { IExecuteFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { attributeLabel, type Entry, idIn, type Ignored, ignoredBy } from '../../../lib/coupa';
import { type CoupaRecord, shownText } from '../../../lib/core';
import { writingOptions, updateOptions } from '../fields/writing';

/** Values that a message lists. */
const MOST_LISTED = 8;
const MOST_SHOWN = 60;

/**
 * Reports what Coupa ignored of a write: as an error, which names the record that has been written by then, or as a warning.
 *
 * @param done what was done, for the message: `created`, `updated`
 */
export function checkNothingIgnored(
	context: IExecuteFunctions,
	itemIndex: number,
	entry: Entry,
	{ sent, record, done }: { sent: CoupaRecord; record: CoupaRecord; done: string },
): void {
	const ignored = ignoredBy(sent, record, entry.definition);
	if (ignored.length === 0) return;
	const id = idIn(record.id);
	const { ignoredValues = 'error' } = writingOptions(context, itemIndex, updateOptions);
	const what = `Coupa has ${done} ${entry.one}${id === null ? '' : ` ${id}`}, but did not take everything: ${ignored.slice(0, MOST_LISTED).map(listed).join('; ')}`;
	const hint =
		'Coupa leaves out references that it does not know, and values that it sets itself. Check them in Coupa and correct them by an update.';
	if (ignoredValues === 'warning') {
		context.addExecutionHints({ message: `${what} [item ${itemIndex}]. ${hint}`, location: 'outputPane', type: 'warning' });
		return;
	}
	throw new NodeOperationError(context.getNode(), `${what} [item ${itemIndex}]`, { itemIndex, description: hint });
}

function listed({ path, sent, kept }: Ignored): string {
	const has = kept === undefined ? 'it shows no such field' : `it has ${shown(kept)}`;
	return `${attributeLabel(path)} (sent ${shown(sent)}, ${has})`;
}

function shown(value: unknown): string {
	if (value === null || value === '') return 'nothing';
	return shownText(typeof value === 'string' ? `“${value}”` : JSON.stringify(value), MOST_SHOWN);
}

/** Says that an answer was lost and the write found to be done. */
export function hintAnswerLost(context: IExecuteFunctions, itemIndex: number, { one }: Entry, record: CoupaRecord, done: string): void {
	context.addExecutionHints({
		message: `Coupa's response was lost [item ${itemIndex}]. What was read afterwards shows that ${one} ${String(idIn(record.id) ?? '')} has been ${done}.`,
		location: 'outputPane',
		type: 'info',
	});
}
