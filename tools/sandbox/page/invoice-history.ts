import { recordsAt, statusInWords, textAt, type CoupaRecord } from '../../../lib/core';
import type { CoupaSandbox, RecordedRequest } from '../coupa';
import { folderOf, type PackageFile } from './lock-box-files';

/** Something that happened to an invoice. */
export interface Event {
	/** ms since the epoch. */
	time: number;
	words: string;
	/** Page that says more. */
	link?: string;
}

const STEPS: Record<string, string> = {
	approve: 'Approved',
	bypass_approvals: 'Approved',
	dispute: 'Disputed',
	withdraw_dispute: 'Dispute withdrawn',
	revalidate_tolerances: 'Tolerances checked again',
	comments: 'Commented',
};
const OPERATIONS: Partial<Record<RecordedRequest['operation'], string>> = {
	post: 'Created as a draft',
	put: 'Changed',
	image: 'Page image uploaded',
	attachment: 'Attachment added',
	submit: 'Submitted',
	void: 'Voided',
	abandon: 'Abandoned',
	exported: 'Exported flag set',
};

/**
 * What happened to an invoice, the oldest first: the packages it came in, every write that Coupa got about it with whether it was
 * carried out (comments among them), and its approvals.
 */
export function historyOf(coupa: CoupaSandbox, invoice: CoupaRecord, packages: PackageFile[]): Event[] {
	const id = textAt(invoice, 'id') ?? '';
	const delivered = packages
		.filter(({ place }) => place !== 'rejected')
		.map(({ name, place, time }): Event => ({
			...{ time, words: `Delivered in ${name}, now in ${folderOf(place)}/`, link: `/packages/${encodeURIComponent(name)}` },
		}));
	const written = coupa.requests().flatMap((request): Event[] => {
		const words = wordsOf(request);
		return request.invoiceId === Number(id) && words !== null ? [{ time: request.time, words }] : [];
	});
	const approvals = recordsAt(invoice, 'approvals').flatMap((approval): Event[] => {
		const time = Date.parse(textAt(approval, 'updated-at') ?? '');
		const who = textAt(approval, 'approver', 'login') ?? 'somebody';
		return Number.isNaN(time) ? [] : [{ time, words: `Approval of ${who}: ${statusInWords(textAt(approval, 'status') ?? '')}` }];
	});
	return [...delivered, ...written, ...approvals].sort((left, right) => left.time - right.time);
}

function wordsOf({ method, path, operation, status, json }: RecordedRequest): string | null {
	if (method === 'GET') return null;
	const step = /^\/api\/invoices\/\d+\/(\w+)/.exec(path)?.[1];
	const comment = step === 'comments' ? textAt(json, 'comments') : undefined;
	if (comment !== undefined && status !== null && status < 300) return `Comment: ${comment}`;
	const words = OPERATIONS[operation] ?? (step === undefined ? undefined : STEPS[step]);
	if (words === undefined) return null;
	if (status === null) return `${words} (its answer was lost)`;
	return status < 300 ? words : `Refused: ${words.toLowerCase()} (${status})`;
}
