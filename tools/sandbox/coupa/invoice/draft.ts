import { isRecord, recordsAt, valueAt, type CoupaRecord, type Json } from '../../../../lib/core';
import type { Company } from '../company';
import { invoiceRefusal, notFound, Refusal, type ErrorMessage } from '../refusal';
import { pathText, schemaFindings, type SchemaFinding } from '../../../../lib/coupa/schema';
import { timestamp } from '../time';
import { duplicateMessages } from './duplicates';
import { merged, type MergeContext } from '../records/merge';
import { backedBy, findOrderLine, orderLineMessages } from './order-lines';
import { resolveReference, scopeOf } from '../records/references';
import { hasPayments, isPayment, paymentMessages, withPaymentNames } from './payments';
import { withTotals } from './totals';

const HEADER = 'invoice-header';
const LINES = 'invoice-header.invoice_lines';
/** The service period of a line and what e-invoices add, in no definition of release 39 or output only there: a connector in production sends them. */
export const SENT_IN_PRODUCTION = [
	'start-date',
	'end-date',
	'document-type',
	'type-of-receipt',
	...['supplier', 'buyer'].flatMap((party) => [`${party}-party-identifier`, `${party}-electronic-address`]),
	...['exempt', 'reverse-charge', 'out-of-scope', 'description'].map((what) => `line-tax-${what}`),
];
/** Output only, and sent by connectors in production all the same (rules.md §9 ⚠). */
export const ORDER_NUMBERS = ['order-header-num', 'order-line-num', 'po-number'];

/**
 * POST /api/invoices: always a draft (rules.md §9).
 * @throws Refusal 400 in shape B
 */
export function createInvoice(company: Company, sent: Json): CoupaRecord {
	const { records, settings } = company;
	const body = checkedBody(company, sent, 'create');
	const missing = settings.requiredOnInvoice.filter((name) => isMissing(body[name]));
	if (missing.length > 0) throw invoiceRefusal(missing.map((name) => ({ field: HEADER, text: `${name} can't be blank` })));
	const now = timestamp(settings.utcOffset);
	const user = settings.integrationUser;
	const fresh: CoupaRecord = {
		status: 'draft',
		paid: false,
		exported: false,
		'created-at': now,
		'created-by': user,
		'updated-at': now,
		'updated-by': user,
		'lock-version-key': 0,
	};
	const built = { ...builtInvoice(company, null, body), ...fresh };
	if (settings.duplicateRule === 'post') refuseIfAny(duplicateMessages(company, built));
	const invoice = { ...built, id: records.nextId('invoices') };
	records.save('invoices', invoice, { storedAt: Date.now() });
	return invoice;
}

/**
 * PUT /api/invoices/:id, and POST for payments (operations.md, finding 14 ⚠): header attributes replace, lines, charges and payments change by id or are added (rules.md §9); payments go
 * with nothing else, on an approved invoice (page 0213; 0407), and are always added: there is no check for duplicates.
 * @throws Refusal 404 for an unknown id, 400 in shape B
 */
export function updateInvoice(company: Company, id: number, sent: Json, verb: 'PUT' | 'POST' = 'PUT'): CoupaRecord {
	const current = knownInvoice(company, id);
	const paying = isPayment(sent);
	const { editableStatuses, payableStatuses, paymentVerbs } = company.settings;
	if (!(paying ? payableStatuses : editableStatuses).includes(String(current.status))) {
		throw invoiceRefusal([
			{ field: HEADER, text: `An invoice in status ${String(current.status)} can't be ${paying ? 'paid' : 'changed'}` },
		]);
	}
	if (isRecord(sent) && hasPayments(sent)) {
		if (!paying) throw invoiceRefusal([{ field: HEADER, text: 'payments go with no other change' }]);
		if (!paymentVerbs.includes(verb)) throw new Refusal(404, [{ field: 'base', text: 'The page you were looking for does not exist' }]);
		refuseIfAny(paymentMessages(sent));
	}
	const built = builtInvoice(company, current, checkedBody(company, paying ? withPaymentNames(sent) : sent, 'update'));
	if (!paying && company.settings.duplicateRule === 'post') refuseIfAny(duplicateMessages(company, built));
	return saveChanged(company, built);
}

/** The invoice; throws Refusal 404. */
export function knownInvoice({ records }: Company, id: number): CoupaRecord {
	const invoice = records.get('invoices', id);
	if (invoice === null) throw notFound(`Invoice ${id}`);
	return invoice;
}

/** Stores an invoice as changed just now by the integration user. */
export function saveChanged({ records, settings }: Company, invoice: CoupaRecord): CoupaRecord {
	const version = typeof invoice['lock-version-key'] === 'number' ? invoice['lock-version-key'] + 1 : 1;
	const changed = {
		...invoice,
		'updated-at': timestamp(settings.utcOffset),
		'updated-by': settings.integrationUser,
		'lock-version-key': version,
	};
	records.save('invoices', changed);
	return changed;
}

export function refuseIfAny(messages: ErrorMessage[]): void {
	if (messages.length > 0) throw invoiceRefusal(messages);
}

function checkedBody({ settings }: Company, sent: Json, mode: 'create' | 'update'): CoupaRecord {
	const findings = schemaFindings(sent, 'InvoiceHeader', {
		mode,
		alsoAccepts: [...SENT_IN_PRODUCTION, ...(settings.acceptsOrderNumbers ? ORDER_NUMBERS : [])],
	});
	refuseIfAny(findings.map(messageOf));
	return isRecord(sent) ? sent : {};
}

/** Shape B names the object, not the attribute (rules.md §4): the attribute goes into the text. */
function messageOf({ path, text }: SchemaFinding): ErrorMessage {
	const owners = path.filter((step): step is string => typeof step === 'string').slice(0, -1);
	return { field: [HEADER, ...owners.map((name) => name.replaceAll('-', '_'))].join('.'), text: `${pathText(path)} ${text}` };
}

function builtInvoice(company: Company, current: CoupaRecord | null, body: CoupaRecord): CoupaRecord {
	const context = contextOf(company, current, body);
	const invoice = merged('InvoiceHeader', taxStartedAnew(current, body), knownFieldsOf(company, body), context);
	if (body['is-credit-note'] !== undefined || current === null)
		invoice['document-type'] = body['is-credit-note'] === true ? 'Credit Note' : 'Invoice';
	if (typeof body['requester-email'] === 'string')
		invoice['requested-by'] = resolveReference(company.records, 'UserSimple', { email: body['requester-email'] }, context);
	const messages: ErrorMessage[] = [];
	const supplierId = context.supplier === null ? null : Number(context.supplier.id);
	invoice['invoice-lines'] = recordsAt(invoice, 'invoice-lines').map((line, index) => {
		const numbered = {
			...line,
			type: line.type ?? impliedType(line),
			'line-num': line['line-num'] ?? index + 1,
			currency: line.currency ?? invoice.currency ?? null,
		};
		const found = findOrderLine(company.records, numbered, company.settings.acceptsOrderNumbers);
		const backed = backedBy(numbered, found);
		messages.push(...lineMessages(backed), ...(found === null ? [] : orderLineMessages(backed, found, supplierId)));
		return backed;
	});
	refuseIfAny(messages);
	return withTotals(invoice, company.settings.utcOffset);
}

/** The body with the custom fields that the company has, by the setting for others. */
function knownFieldsOf({ settings }: Company, body: CoupaRecord): CoupaRecord {
	const sent = body['custom-fields'];
	if (!isRecord(sent) || settings.unknownCustomFields === 'keep') return body;
	const known = (settings.customFields.invoices ?? []).map(({ name }) => name);
	const unknown = Object.keys(sent).filter((name) => !known.includes(name));
	if (settings.unknownCustomFields === 'refuse') refuseIfAny(unknown.map((name) => ({ field: HEADER, text: `${name} is not known` })));
	return { ...body, 'custom-fields': Object.fromEntries(Object.entries(sent).filter(([name]) => known.includes(name))) };
}

function contextOf(company: Company, current: CoupaRecord | null, body: CoupaRecord): MergeContext {
	return {
		company,
		...scopeOf(company.records, current, body),
		path: [],
		ignore: (attribute, why) => {
			if (why === 'unknown reference' && company.settings.unknownReferences === 'refuse')
				throw invoiceRefusal([{ field: HEADER, text: `${attribute.join('.')} is not known` }]);
			company.ignored.push({ method: '', path: '/api/invoices', attribute: attribute.join('.'), why });
		},
		stranger: (attribute, id) =>
			invoiceRefusal([{ field: `${HEADER}.${attribute.replaceAll('-', '_')}`, text: `id ${id} does not belong to this invoice` }]),
		// Attributes that are output only have been refused before, but for those that the settings let pass.
		takesOutputOnly: true,
	};
}

/** A new tax rate without an amount means that the amount is computed again. */
function taxStartedAnew(current: CoupaRecord | null, body: CoupaRecord): CoupaRecord | null {
	return current === null || body['tax-rate'] === undefined ? current : { ...current, 'tax-amount': null };
}

function impliedType(line: CoupaRecord): string {
	return isMissing(line.quantity) ? 'InvoiceAmountLine' : 'InvoiceQuantityLine';
}

/** Required on lines: description and price; quantity and unit on quantity lines, no quantity on amount lines (rules.md §9). */
function lineMessages(line: CoupaRecord): ErrorMessage[] {
	const isQuantityLine = line.type === 'InvoiceQuantityLine';
	const required = ['description', 'price', ...(isQuantityLine ? ['quantity'] : [])];
	const messages = required.filter((name) => isMissing(line[name])).map((name) => `${name} can't be blank`);
	if (!isQuantityLine && !isMissing(line.quantity)) messages.push('An amount line has no quantity');
	return messages.map((text) => ({ field: LINES, text: `${text} (line ${String(valueAt(line, 'line-num'))})` }));
}

function isMissing(value: Json | undefined): boolean {
	return value === undefined || value === null || value === '';
}
