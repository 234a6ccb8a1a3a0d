import { lookUpKey, textAt, type CoupaRecord } from '../core';
import type { CoupaClient } from './client';
import { isSameInvoice } from './import/decide';
import { EXISTING_FIELDS, isDraft, isUntouched } from './import/existing';
import { unfitReason } from './import/unfit-value';
import { queryPairs } from './query';
import { writeOnce, type WritePacing } from './write-once';

const PATH = '/api/invoices';
/** What an invoice may name its supplier by. */
const SUPPLIER_KEYS = ['id', 'number', 'name'];

/** A draft invoice that was created. */
export interface CreatedInvoice {
	invoice: CoupaRecord;
	/** True when Coupa's answer was lost and the invoice was found by what was sent. */
	answerLost: boolean;
}

/**
 * Posts one draft invoice, never twice. An invoice made by hand has no import mark that shows where it came from: after a lost
 * answer it counts as created where Coupa shows exactly one of its number and supplier that came into being since the
 * request began, is an untouched draft, and has the same date, total, currency and type.
 *
 * @throws CoupaError with a hint what to look at in Coupa where nobody can tell; else as Coupa refused it.
 */
export async function createInvoiceOnce(
	client: CoupaClient,
	body: CoupaRecord,
	pacing: Partial<WritePacing> = {},
): Promise<CreatedInvoice> {
	let sentAt = 0;
	const end = await writeOnce<CoupaRecord, CoupaRecord | null>(
		client,
		{
			send: async () => {
				sentAt = performance.now();
				return await client.write('POST', PATH, body);
			},
			...(canBeFound(body) && {
				proof: { read: async () => await findCreated(client, body, sentAt), isDone: (found) => (found === null ? null : true) },
			}),
			hint: whereToLook(body),
		},
		pacing,
	);
	return end.kind === 'answered' ? { invoice: end.answer, answerLost: false } : { invoice: end.seen ?? {}, answerLost: true };
}

function canBeFound(body: CoupaRecord): boolean {
	const isLookable = unfitReason({ path: PATH, field: 'invoice-number', label: 'number', anyLength: true }, numberOf(body)) === null;
	return isLookable && numberOf(body) !== '' && SUPPLIER_KEYS.some((key) => textAt(body, 'supplier', key) !== undefined);
}

/** The one invoice that this request has made, whole; null where there is none, or more than one that it could be. */
async function findCreated(client: CoupaClient, body: CoupaRecord, sentAt: number): Promise<CoupaRecord | null> {
	const query = queryPairs([{ field: 'invoice-number', value: numberOf(body) }]);
	const found = await client.listAll(PATH, { query, fields: [...EXISTING_FIELDS, 'created-at'] });
	const since = client.serverTime(sentAt);
	const [one, second] = found.filter((other) => hasSameName(body, other) && isCreatedSince(other, since));
	if (one === undefined || second !== undefined) return null;
	if (!isDraft(one) || !isUntouched(one) || !isSameInvoice(body, one)) return null;
	return await client.get(`${PATH}/${textAt(one, 'id') ?? ''}`);
}

function hasSameName(body: CoupaRecord, other: CoupaRecord): boolean {
	const given = SUPPLIER_KEYS.filter((key) => textAt(body, 'supplier', key) !== undefined);
	return (
		lookUpKey(numberOf(body)) === lookUpKey(numberOf(other)) &&
		given.every((key) => lookUpKey(textAt(body, 'supplier', key) ?? '') === lookUpKey(textAt(other, 'supplier', key) ?? ''))
	);
}

/** Coupa's times are whole seconds. Without Coupa's clock nobody knows what came since. */
function isCreatedSince(invoice: CoupaRecord, since: number | null): boolean {
	return since !== null && Date.parse(textAt(invoice, 'created-at') ?? '') >= Math.floor(since / 1000) * 1000;
}

function numberOf(invoice: CoupaRecord): string {
	return textAt(invoice, 'invoice-number')?.trim() ?? '';
}

function whereToLook(body: CoupaRecord): string {
	const supplier = SUPPLIER_KEYS.map((key) => textAt(body, 'supplier', key)).find((name) => name !== undefined);
	const named =
		numberOf(body) === '' ? 'the invoice' : `invoice ${numberOf(body)}${supplier === undefined ? '' : ` of supplier ${supplier}`}`;
	return `It was not sent a second time. Look for ${named} in Coupa, and run this again only if it is still not there after a few minutes.`;
}
