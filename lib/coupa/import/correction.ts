import {
	isRecord,
	isUnderReview,
	lookUpKey,
	noteForReview,
	recordsAt,
	sameDecimal,
	textAt,
	valueAt,
	type CoupaRecord,
	type Decimal,
	type Problem,
} from '../../core';
import { accountCodeOf } from './accounts';
import { computeTotals, decimalAt } from './amounts';
import type { InvoiceBody } from './body';
import { idOf } from './existing';
import { matchRemitTo, remitToName } from './remit-to';
import type { Work } from './work';

/** Fields of the old draft that are compared with the new version. */
export const CORRECTED_FIELDS = [
	'remit-to-address.id',
	'remit-to-address.remit-to-code',
	'remit-to-address.name',
	...['order-line-id', 'price', 'quantity', 'account.id', 'account.code'].map((field) => `invoice-lines.${field}`),
];

/** What a corrected resend changes. */
interface Correction {
	/** What goes to Coupa: the new version, with a note where it has to be reviewed. */
	sent: InvoiceBody;
	problem: Problem;
}

const MOST_LINES = 10;
const LONGEST_VALUE = 40;

/**
 * Compares the new version of an invoice with our draft of the old one. Where its total or its remit-to address is another one, a
 * person looks at it before it is submitted, unless the settings say otherwise; the draft's own note keeps that until then, whatever
 * happens to this run.
 *
 * @param old the draft as it was, with CORRECTED_FIELDS
 */
export function correctionOf(work: Work, sent: InvoiceBody, old: CoupaRecord): Correction {
	const money = [totalChange(work.invoice, old), remitToChange(work, sent, old)].filter((change) => change !== null);
	const lines = lineChanges(work.invoice, sent, old);
	const isHeld = work.run.settings.moneyCorrections === 'keepDraft' && (money.length > 0 || isUnderReview(old));
	const changes = [...(money.length > 0 ? money : ['same total and remit-to address']), ...bounded(lines)].join('; ');
	const why = money.length > 0 ? money.join('; ') : 'an earlier correction changed its total or remit-to address';
	const advice = isHeld ? ' It stays a draft, because its total or remit-to address has changed: check it, and submit it in Coupa.' : '';
	return {
		sent: isHeld ? withNote(sent, why) : sent,
		problem: {
			severity: 'warning',
			code: 'correctedDraft',
			message: `Draft ${idOf(old)} of an earlier delivery was replaced by this corrected version: ${changes}.${advice}`,
			...(isHeld ? { keepsDraft: true } : {}),
		},
	};
}

/** A draft whose correction was not reviewed yet, found again by a later run. */
export function unreviewed(invoice: CoupaRecord): Problem {
	return {
		severity: 'warning',
		code: 'correctedDraft',
		message: `A correction has changed the total or remit-to address of draft ${idOf(invoice)}: check it, and submit it in Coupa.`,
		keepsDraft: true,
	};
}

function withNote(sent: InvoiceBody, why: string): InvoiceBody {
	const note = textAt(sent.body, 'internal-note') ?? '';
	return { ...sent, body: { ...sent.body, 'internal-note': noteForReview(note, why) } };
}

/** Totals as stated, else as computed; where the stated one stays, its lines may still come to another sum. */
function totalChange(invoice: CoupaRecord, old: CoupaRecord): string | null {
	const computed = computeTotals(invoice);
	const [currency, oldCurrency] = [textAt(invoice, 'currency', 'code') ?? '', textAt(old, 'currency', 'code') ?? ''];
	const change = (before: Decimal | null, now: Decimal | null) =>
		`total ${before?.toFixed() ?? 'unknown'} ${oldCurrency} → ${now?.toFixed() ?? 'unknown'} ${currency}`;
	const gross = decimalAt(old, 'gross-total');
	const [before, now] = [decimalAt(old, 'supplier-total') ?? gross, decimalAt(invoice, 'supplier-total') ?? computed?.total ?? null];
	const isOtherCurrency = currency !== '' && oldCurrency !== '' && lookUpKey(currency) !== lookUpKey(oldCurrency);
	if (before === null || now === null || !before.eq(now) || isOtherCurrency) return change(before, now);
	if (gross === null || computed === null || computed.accepted.some((total) => total.eq(gross))) return null;
	return change(gross, computed.total);
}

/** An update without an address leaves the one that the draft has. */
function remitToChange({ invoice, run }: Work, { body }: InvoiceBody, old: CoupaRecord): string | null {
	const before = isRecord(old['remit-to-address']) ? old['remit-to-address'] : {};
	const now = body['remit-to-address'];
	if (!isRecord(now)) return null;
	const isSame = ['id', 'remit-to-code'].some((key) => {
		const text = textAt(now, key);
		return text !== undefined && lookUpKey(text) === lookUpKey(textAt(before, key) ?? '');
	});
	if (isSame) return null;
	const supplier = run.references.suppliers.match(invoice);
	const match = supplier.kind === 'found' ? matchRemitTo(supplier.supplier, invoice) : null;
	const name = match?.kind === 'found' ? remitToName(match.address) : remitToName(now);
	return `remit-to ${short(remitToName(before)) || 'none'} → ${short(name)}`;
}

function lineChanges(invoice: CoupaRecord, { body }: InvoiceBody, old: CoupaRecord): string[] {
	const captured = recordsAt(invoice, 'invoice-lines');
	const gone = new Map(recordsAt(old, 'invoice-lines').map((line, index) => [numberOf(line, index), line]));
	const changes = recordsAt(body, 'invoice-lines').flatMap((line, index) => {
		const number = numberOf(line, index);
		const before = gone.get(number);
		gone.delete(number);
		if (before === undefined) return [`line ${number} is new (${worth(line)})`];
		const changed = [
			...decimalChange('price', line, before),
			...decimalChange('quantity', line, before),
			...accountChange(line, captured[index] ?? line, before),
			...idChange('PO line', 'order-line-id', line, before),
		];
		return changed.length === 0 ? [] : [`line ${number}: ${changed.join(', ')}`];
	});
	return [...changes, ...[...gone].map(([number, line]) => `line ${number} is gone (${worth(line)})`)];
}

function numberOf(line: CoupaRecord, index: number): string {
	return textAt(line, 'line-num') ?? String(index + 1);
}

function worth(line: CoupaRecord): string {
	const quantity = textAt(line, 'quantity');
	return `${quantity === undefined ? '' : `${short(quantity)} × `}${short(textAt(line, 'price') ?? 'no price')}`;
}

function decimalChange(key: string, line: CoupaRecord, before: CoupaRecord): string[] {
	const [now, then] = [textAt(line, key) ?? '', textAt(before, key) ?? ''];
	return now === then || sameDecimal(now || '0', then || '0') ? [] : [changeText(key, then, now)];
}

function accountChange(line: CoupaRecord, captured: CoupaRecord, before: CoupaRecord): string[] {
	const [id, code] = [textAt(line, 'account', 'id'), accountCodeOf(captured) ?? textAt(line, 'account', 'code')];
	const [oldId, oldCode] = [textAt(before, 'account', 'id'), textAt(before, 'account', 'code')];
	// A line without an account of its own takes that of its PO line over.
	if (valueAt(line, 'account') === undefined) return [];
	if (id !== undefined && oldId !== undefined ? id === oldId : lookUpKey(code ?? '') === lookUpKey(oldCode ?? '')) return [];
	return [changeText('account', oldCode ?? oldId ?? '', code ?? id ?? '')];
}

function idChange(label: string, key: string, line: CoupaRecord, before: CoupaRecord): string[] {
	const [now, then] = [textAt(line, key) ?? '', textAt(before, key) ?? ''];
	return now === then || valueAt(before, key) === undefined ? [] : [changeText(label, then, now)];
}

function changeText(label: string, then: string, now: string): string {
	return `${label} ${short(then) || 'none'} → ${short(now) || 'none'}`;
}

function bounded(changes: string[]): string[] {
	if (changes.length <= MOST_LINES) return changes;
	return [...changes.slice(0, MOST_LINES), `and ${changes.length - MOST_LINES} more lines`];
}

function short(text: string): string {
	return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}
