import { recordsAt, textAt, type CoupaRecord } from '../../../../lib/core';
import type { Company } from '../company';
import { Refusal } from '../refusal';
import { RESOURCES } from '../resources';
import { touched } from './save';

/** The document that an approval is about, and what a decision makes of it. */
interface Decided {
	/** Null where the sandbox does not hold the document. */
	resource: string | null;
	/** Stores the document as the decision leaves it, once the approval itself is stored. */
	save: () => CoupaRecord;
}

/** Refuses a decision for another approver with 400, where the company's setting says so. */
export function refuseForOthers({ settings }: Company, approval: CoupaRecord): void {
	const { decidesForOthers, integrationUser } = settings;
	if (decidesForOthers || textAt(approval, 'approver-id') === textAt(integrationUser, 'id')) return;
	throw new Refusal(400, [{ field: 'base', text: 'You are not the approver of this document' }]);
}

/** The last approval approves the document, one rejection rejects it (rules.md §13); Coupa answers with the document (page 0133). */
export function decided(company: Company, approval: CoupaRecord, step: string): Decided {
	const type = textAt(approval, 'approvable-type') ?? '';
	const id = Number(approval['approvable-id']);
	const resource = Object.entries(RESOURCES).find(([, { definition }]) => definition === type)?.[0] ?? null;
	const document = resource === null || !Number.isSafeInteger(id) ? null : company.records.get(resource, id);
	if (resource === null || document === null) return { resource: null, save: () => ({ id: approval['approvable-id'] ?? null }) };
	const save = (): CoupaRecord => {
		const all = company.records.findBy('approvals', 'approvable-id', id).filter((candidate) => candidate['approvable-type'] === type);
		const changed = touched(company, type, {
			...document,
			...nextStatus(document, all, step),
			...(Array.isArray(document.approvals) && { approvals: recordsAt(document, 'approvals').map((shown) => sameIn(all, shown)) }),
		});
		company.records.save(resource, changed);
		return changed;
	};
	return { resource, save };
}

function nextStatus(document: CoupaRecord, approvals: CoupaRecord[], step: string): CoupaRecord {
	if (document.status !== 'pending_approval') return {};
	if (step === 'reject') return { status: 'rejected' };
	const open = approvals.filter(({ status }) => status !== 'approved');
	return step === 'approve' && open.length === 0 ? { status: 'approved' } : {};
}

function sameIn(approvals: CoupaRecord[], shown: CoupaRecord): CoupaRecord {
	return approvals.find(({ id }) => id === shown.id) ?? shown;
}
