import { isRecord, type CoupaRecord, type Json } from '../../../../lib/core';
import type { Company } from '../company';
import { markExported } from '../exported';
import { Refusal } from '../refusal';
import { timestamp } from '../time';
import type { Call, Target } from './target';

/** The records of Coupa's integration monitor that speak of one document. */
const OF_DOCUMENTS = ['integration_errors', 'integration_history_records'];
const RECORDS = /^\/api\/integration_(?:errors|history_records)(?:\/create_alert\w*)?$/;

/** Where the documents of a record are. */
const DOCUMENTS: Record<string, string> = { InvoiceHeader: 'invoices', OrderHeader: 'purchase_orders' };

/** The call as it is documented, where this Coupa takes records of its monitor with PUT (rules.md §16 ⚠). */
export function asDocumented<Any extends Call>({ settings }: Company, call: Any): Any {
	if (settings.monitorRecordMethod === 'POST' || !RECORDS.test(call.path) || call.method === 'GET') return call;
	return { ...call, method: call.method === 'PUT' ? 'POST' : 'PUT' };
}

/**
 * A new run, error or history record with what Coupa adds to it (pages 0201, 0202, 0204).
 * @throws Refusal 400 where its integration, its run or its document is not there
 */
export function monitored(target: Target, record: CoupaRecord, sent: CoupaRecord): CoupaRecord {
	const { resource, company, step } = target;
	const now = timestamp(company.settings.utcOffset);
	if (resource === 'integration_runs') {
		if (!isRecord(record.integration)) throw missing('integration');
		return { ...record, 'start-time': record['start-time'] ?? now };
	}
	if (!OF_DOCUMENTS.includes(resource)) return record;
	if (sent.integration !== undefined && !isRecord(record.integration)) throw missing('integration');
	const run = runOf(company, sent['integration-run']);
	const document = DOCUMENTS[String(sent['document-type'])];
	const id = Number(sent['document-id']);
	const isThere = document === undefined || sent['document-id'] === undefined || company.records.get(document, id) !== null;
	if (!isThere) throw missing('document');
	if (step === 'create_alert_and_mark_exported' && document !== undefined) markExported(company, document, id, 'true');
	return {
		...record,
		integration: record.integration ?? run?.integration ?? null,
		...(run !== null && { 'integration-run-id': run.id ?? null }),
		'creation-method': 'api',
		resolved: false,
	};
}

function runOf({ records }: Company, named: Json | undefined): CoupaRecord | null {
	if (!isRecord(named)) return null;
	const run = records.get('integration_runs', Number(named.id));
	if (run === null) throw missing('integration-run');
	return run;
}

function missing(field: string): Refusal {
	return new Refusal(400, [{ field, text: 'must exist' }]);
}
