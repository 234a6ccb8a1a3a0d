import type { IDataObject } from 'n8n-workflow';

import type { CoupaRecord } from '../../../lib/core';
import { type Action, ENTRIES, type Given } from '../../../lib/coupa';
import { definitionOf } from '../../../lib/coupa/schema';
import type { CoupaSandbox } from '../../../tools/sandbox/coupa';
import { resourceOf } from '../../../tools/sandbox/coupa/resources';
import { IDS, pick, sampleOf } from './coupa-entries';

const USER = IDS[0];

/** Every action of every entry. */
export const ACTION_CASES = ENTRIES.flatMap((entry) =>
	Object.entries(entry.actions ?? {}).map(([value, action]) => ({ entry, value, action, label: `${entry.name}, ${action.title}` })),
);
export type ActionCase = (typeof ACTION_CASES)[number];

/** What Coupa asks of an invoice, beyond its status, before it submits it. */
const SUBMITTABLE = (id: number): CoupaRecord => ({
	'document-type': 'Invoice',
	'supplier-total': '50.00',
	'gross-total': '50.00',
	'invoice-lines': [{ id, 'line-num': 1, type: 'InvoiceAmountLine', description: 'Screws', price: '50.00', account: { id, code: '10' } }],
});

const ownApproval = (id: number): CoupaRecord => ({
	...{ id, status: 'pending_approval', position: 1, 'approver-id': USER, 'approver-type': 'User' },
	approver: { id: USER },
});

/** What the fields of an action are given: by parameter, by field name as `isDone` gets it. */
export function givenFor({ fields = [] }: Action): { parameters: IDataObject; given: Given } {
	const values = fields.map(({ name, type }): [string, unknown, string] => {
		if (type === 'decimal') return [name, '12.50', '12.50'];
		if (type === 'day') return [name, '2026-04-25', '2026-04-25'];
		if (type === 'flag') return [name, true, 'true'];
		if (type === 'text') return [name, `${name} of ours`, `${name} of ours`];
		if ('choices' in type) return [name, type.choices.at(-1)?.value, type.choices.at(-1)?.value ?? ''];
		return [name, pick(USER), String(USER)];
	});
	return {
		parameters: Object.fromEntries(values.map(([name, value]) => [name, value])) as IDataObject,
		given: Object.fromEntries(values.map(([name, , value]) => [name, value])),
	};
}

/** A record that the action is yet to be done to: in an allowed status, or else in the first state that does not show it done. */
function before({ entry, value, action }: ActionCase, id: number): CoupaRecord {
	const { given } = givenFor(action);
	const attributes = definitionOf(entry.definition);
	const statuses = [
		...(action.allowedIn ?? [
			...(attributes.status?.enum ?? entry.statuses ?? []),
			...Object.values(entry.actions ?? {}).flatMap(({ leadsTo, allowedIn = [] }) => [leadsTo, ...allowedIn]),
			...['draft', 'pending_approval', 'pending', 'running'],
		]),
	].filter((status) => status !== undefined);
	const base: CoupaRecord = {
		...sampleOf(entry, id),
		...(entry.name === 'invoice' && { ...SUBMITTABLE(id), ...(/approv/i.test(value) && { status: 'pending_approval' }) }),
		...(value === 'removeApproval' && attributes.approvals && { approvals: [ownApproval(id)] }),
		...(entry.name === 'approval' && { 'approvable-type': 'InvoiceHeader', 'approvable-id': id }),
		...(action.allowedIn?.[0] !== undefined && { status: action.allowedIn[0] }),
		// Where the documents name no status, the sandbox has the one that it makes sense in.
		...(value === 'revalidateTolerances' && { status: 'ap_hold' }),
	};
	const flags = Object.entries(attributes).flatMap(([name, { type }]): CoupaRecord[] =>
		type === 'boolean' ? [{ [name]: true }, { [name]: false }] : type === 'datetime' || type === 'decimal' ? [{ [name]: null }] : [],
	);
	const states = [{}, ...statuses.map((status): CoupaRecord => ({ status })), ...flags].map((state) => ({ ...base, ...state }));
	return states.find((state) => action.isDone?.(state, given) === false) ?? base;
}

/** What an action needs in Coupa beside its record: an approver who was added by hand; the document of an approval. */
export function keepBefore(coupa: CoupaSandbox, given: ActionCase, id: number): void {
	const { entry, value } = given;
	if (value === 'removeApproval') coupa.put('approvals', { ...ownApproval(id), 'approvable-type': entry.definition, 'approvable-id': id });
	if (entry.name === 'approval') coupa.put('invoices', { ...SUBMITTABLE(id), id, status: 'pending_approval' });
	coupa.put(resourceOf(entry), before(given, id));
}
