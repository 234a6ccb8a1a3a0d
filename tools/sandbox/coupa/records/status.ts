import { textAt, type CoupaRecord } from '../../../../lib/core';
import { Refusal } from '../refusal';
import type { Target } from './target';

/** Refuses with 400 what Coupa does in other statuses only; the text names the status the record is in. */
export function refuseStatus({ entry, resource }: Target, what: string, allowedIn: string[] | undefined, record: CoupaRecord): void {
	if (allowedIn === undefined) return;
	const status = textAt(record, 'status') ?? '';
	const spellings = entry?.statusSpellings?.includes(status) === true ? entry.statusSpellings : [status];
	if (spellings.some((spelling) => allowedIn.includes(spelling))) return;
	const text = `${what} is not possible in status ${status === '' ? 'none' : status}; it is in ${allowedIn.join(', ')}`;
	const shape = resource === 'invoices' ? 'B' : 'A';
	throw new Refusal(400, [{ field: shape === 'B' ? 'invoice-header' : 'status', text }], shape);
}
