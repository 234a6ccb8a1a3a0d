import { isRecord, type CoupaRecord, type Problem } from '../../core';
import type { MappedInvoice } from './mapped-invoice';
import type { LeftPlace } from './settings';
import type { Part } from './part';

/** Bytes of a note in Coupa, whose texts are MySQL's with 65,535; the import writes its mark to the note for the buyer's staff. */
const LONGEST_NOTE = 60_000;

/** Notes of the document (BG-1), each with its subject code, as the supplier's note. */
export function addNotes(header: Part, record: CoupaRecord): void {
	const notes = header.many('BG-1').flatMap((part) => {
		const subject = part.take('BT-21')?.value;
		return part.takeAll('BT-22').map(({ value }) => (subject === undefined ? value : `${subject}: ${value}`));
	});
	if (notes.length > 0) record['supplier-note'] = notes.join('\n');
}

/** Lists what has no place of its own where the settings say: a line each, whole entries only. */
export function addLeft(left: MappedInvoice['left'], place: LeftPlace | null, record: CoupaRecord): Problem[] {
	if (place === null || left.length === 0) return [];
	const before = 'note' in place ? record[place.note] : undefined;
	const lines = typeof before === 'string' ? [before, ''] : [];
	let bytes = lines.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0);
	let listed = 0;
	for (const { name, value } of left) {
		const line = `${name}: ${value.replace(/\s+/g, ' ').trim()}`;
		bytes += Buffer.byteLength(line) + 1;
		if (bytes > LONGEST_NOTE) break;
		lines.push(line);
		listed++;
	}
	const missing = left.length - listed;
	if (missing > 0) lines.push(`… and ${missing} more, which are in the attached e-invoice`);
	const text = lines.join('\n');
	if ('note' in place) record[place.note] = text;
	else {
		const fields = record['custom-fields'];
		record['custom-fields'] = { ...(isRecord(fields) && fields), [place.customField]: text };
	}
	if (missing === 0) return [];
	return [
		{
			severity: 'warning',
			code: 'leftUnlisted',
			path: 'note' in place ? place.note : `custom-fields.${place.customField}`,
			message: `What has no place in Coupa is longer than a note: ${missing} of ${left.length} entries are not listed. They are in the attached e-invoice.`,
		},
	];
}
