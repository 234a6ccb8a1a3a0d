import { isOurFailure, shownName, textAt, valueAt, type CoupaRecord } from '../../core';
import type { CoupaClient } from '../client';
import { entryNamed } from '../entries';
import { CoupaError } from '../errors';
import { fieldsParameter } from '../query';
import { updateOnce } from '../write/update';
import { documentKey, KEY_FIELDS, keyParts, kindOf } from './document-key';

const INVOICE = entryNamed('invoice');

/** What the ERP says about one document. */
export interface ErpResult {
	/** As it was sent. */
	documentKey: string;
	result: 'accepted' | 'refused';
	/** Number of the ERP's document; empty where it says none. */
	erpNumber: string;
	/** Why it refused. */
	reason: string;
}

/**
 * What became of one document in Coupa.
 *
 * | outcome | flag |
 * |---|---|
 * | marked | set now |
 * | alreadyMarked | was set before: by an earlier run, or before the void |
 * | refused | not set: the ERP did not take it |
 * | voided | not set: voided since it was read; the void goes to the ERP next |
 * | changed | not set: the invoice is not what the ERP has any more; it goes again under another key as soon as it is approved |
 * | gone | there is no such invoice |
 * | unknown | the key is none of Get OK to Pay: Coupa was not asked |
 * | failed | not set, or not known to be: confirm it again |
 */
export type ConfirmOutcome = 'marked' | 'alreadyMarked' | 'refused' | 'voided' | 'changed' | 'gone' | 'unknown' | 'failed';

export interface Confirmation {
	/** Coupa's id; null for a key that is none. */
	id: number | null;
	/** Number of the invoice; null where it was not read. */
	number: string | null;
	outcome: ConfirmOutcome;
	/** In the analyst's words; null where there is nothing to say. */
	reason: string | null;
	/** What kept it from being confirmed. */
	error?: unknown;
}

export interface ConfirmOptions {
	/** Custom field of the invoice that takes the ERP's document number, e.g. `erp-document`; empty for none. */
	numberField?: string;
}

/**
 * Tells Coupa what the ERP made of one document; can be repeated at will. An accepted one is marked as exported, after the record was read again: an
 * invoice that was voided or changed since is not. The ERP's number is written before, by a request of its own: what goes with the flag is ignored
 * (rules.md §5). Never throws but for a cancelled run.
 */
export async function confirmOkToPay(client: CoupaClient, result: ErpResult, options: ConfirmOptions = {}): Promise<Confirmation> {
	const parts = keyParts(result.documentKey);
	if (parts === null) {
		const reason = `“${shownName(result.documentKey)}” is not a document key of Get OK to Pay. They look like 5001-ok-9f86d081 or 5001-void.`;
		return { id: null, number: null, outcome: 'unknown', reason };
	}
	const { id } = parts;
	if (result.result === 'refused') return { id, number: null, outcome: 'refused', reason: result.reason || 'The ERP gave no reason.' };
	let number: string | null = null;
	try {
		const path = `${INVOICE.path}/${String(id)}`;
		const { numberField = '' } = options;
		const shown = numberField === '' ? KEY_FIELDS : [...KEY_FIELDS, 'custom-fields'];
		const invoice = await client.get(path, [['fields', fieldsParameter([...shown])]]);
		number = textAt(invoice, 'invoice-number') ?? null;
		const standing = standingOf(invoice, result.documentKey, parts.kind);
		const takesNumber = parts.kind === 'approved' && (standing === null || lacksNumber(invoice, standing, numberField));
		const note = takesNumber ? await withNumber(client, path, invoice, result.erpNumber, numberField) : null;
		if (standing !== null) return { id, number, ...standing, reason: note ?? standing.reason };
		const answer = await client.markExported(path, true, ['id', 'exported', 'status']);
		const late = parts.kind === 'approved' ? await takenBack(client, path, answer) : null;
		return { id, number, ...(late ?? { outcome: 'marked', reason: note }) };
	} catch (error) {
		return { id, number, ...failureOf(error) };
	}
}

type Standing = Pick<Confirmation, 'outcome' | 'reason'>;

/** Why the flag is not to be set; null where it is. */
function standingOf(invoice: CoupaRecord, key: string, kind: 'approved' | 'void'): Standing | null {
	const now = kindOf(invoice);
	if (kind === 'approved' && now === 'void') return VOIDED;
	if (now !== kind) return changed(`its status is ${textAt(invoice, 'status') ?? 'not shown'} now`);
	// The export before this one is part of the key: with the flag set it cannot be compared any more.
	if (invoice.exported === true) return { outcome: 'alreadyMarked', reason: null };
	return documentKey(invoice, kind) === key.trim() ? null : changed('what the ERP posts of it is different now');
}

const VOIDED: Standing = {
	outcome: 'voided',
	reason: 'The invoice was voided after it was sent: it was not marked as exported, and the void goes to the ERP next.',
};

function changed(why: string): Standing {
	return {
		outcome: 'changed',
		reason: `The invoice has changed since it was sent (${why}): it was not marked as exported. Once it is approved, it goes to the ERP again, under a new document key.`,
	};
}

/** Coupa sets the flag whatever has happened meanwhile: where its answer shows another status, the flag is taken back. */
async function takenBack(client: CoupaClient, path: string, answer: CoupaRecord): Promise<Standing | null> {
	const status = textAt(answer, 'status');
	if (status === undefined || status === 'approved') return null;
	await client.markExported(path, false, ['id', 'exported']);
	return status === 'voided' ? VOIDED : changed(`its status is ${status} now`);
}

/** Marked by an earlier run that had no number, or whose number Coupa did not take. A number that is there may be that of a later document, and stays. */
function lacksNumber(invoice: CoupaRecord, { outcome }: Standing, field: string): boolean {
	return outcome === 'alreadyMarked' && (textAt(invoice, 'custom-fields', field) ?? '') === '';
}

/** Writes the ERP's number where it is not there yet; what there is to say about it. A field that Coupa does not take keeps no invoice from being marked. */
async function withNumber(
	client: CoupaClient,
	path: string,
	invoice: CoupaRecord,
	erpNumber: string,
	field: string,
): Promise<string | null> {
	if (field === '' || erpNumber === '') return null;
	if (textAt(invoice, 'custom-fields', field) === erpNumber) return null;
	try {
		const { record } = await updateOnce(client, INVOICE, { record: path, body: { 'custom-fields': { [field]: erpNumber } } });
		const kept = valueAt(record, 'custom-fields', field);
		return kept === undefined || String(kept) === erpNumber ? null : `Coupa did not keep the ERP number ${erpNumber} in ${field}.`;
	} catch (error) {
		if (!(error instanceof CoupaError) || error.kind !== 'validation') throw error;
		return `The ERP number ${erpNumber} could not be written to ${field} of invoice ${textAt(invoice, 'invoice-number') ?? ''}: ${error.message}`;
	}
}

function failureOf(error: unknown): Omit<Confirmation, 'id' | 'number'> {
	if (!isOurFailure(error)) throw error;
	if (error instanceof CoupaError && error.kind === 'cancelled') throw error;
	if (error instanceof CoupaError && error.kind === 'notFound')
		return { outcome: 'gone', reason: 'Coupa has no such invoice, or the credential may not see it.' };
	return { outcome: 'failed', reason: error.message, error };
}
