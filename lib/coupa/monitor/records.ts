import { chunksOf, recordsAt, textAt, type CoupaRecord } from '../../core';
import type { CoupaClient } from '../client';
import { queryPairs, type Filter } from '../query';
import { idIn } from '../record-id';
import type { Entry } from '../resources/entry';
import { integrationError } from '../resources/integration-error';
import { integrationHistoryRecord } from '../resources/integration-history-record';
import { externalId, identityOf, type MonitoredDocument } from './document';
import type { MonitorSettings } from './settings';

/** A record in Coupa's monitor that says that a document failed, and that nobody has resolved. */
export interface OpenRecord {
	/** Its kind: history record, or integration error. */
	entry: Entry;
	/** The record itself: `/api/integration_errors/7`. */
	path: string;
	/** What the document failed with; empty where Coupa's answer does not show it. */
	message: string;
}

/** Documents that one list is asked for. */
const AT_ONCE = 50;

/**
 * The unresolved records of these documents, by the document's identity: history records by the document's ID, integration errors by the
 * external ID that stands for a document that Coupa did not have. One list for up to 50 documents each.
 *
 * @throws CoupaError where they cannot be read
 */
export async function openRecords(
	client: CoupaClient,
	integrationCode: string,
	documents: MonitoredDocument[],
): Promise<Map<string, OpenRecord[]>> {
	const found = new Map<string, OpenRecord[]>();
	for (const { entry, filters, attribute, documents: sought } of listsOf(documents))
		for (const chunk of chunksOf([...sought], AT_ONCE)) {
			const conditions: Filter[] = [
				{ field: 'integration.code', value: integrationCode },
				{ field: 'resolved', value: false },
				...filters,
				{ field: attribute, operator: 'in', value: chunk.map(([value]) => value) },
			];
			for (const record of await client.listAll(entry.path, { query: queryPairs(conditions) })) {
				const identity = sought.get(textAt(record, attribute) ?? '');
				const open = openRecord(entry, record);
				if (identity !== undefined && open !== null) found.set(identity, [...(found.get(identity) ?? []), open]);
			}
		}
	return found;
}

interface RecordList {
	entry: Entry;
	filters: Filter[];
	/** What the documents are found by, and their identities by its values. */
	attribute: string;
	documents: Map<string, string>;
}

function listsOf(documents: MonitoredDocument[]): RecordList[] {
	const keyed = documents.filter(({ key }) => key !== null);
	const errors: RecordList = {
		entry: integrationError,
		filters: [],
		attribute: 'external-id',
		documents: new Map(keyed.map((document) => [externalId(document), identityOf(document)])),
	};
	const types = [...new Set(documents.map(({ type }) => type))];
	const records = types.map((type): RecordList => {
		const known = documents.flatMap((document) =>
			document.id === null || document.type !== type ? [] : [[String(document.id), identityOf(document)] as const],
		);
		return {
			entry: integrationHistoryRecord,
			filters: [{ field: 'document-type', value: type }],
			attribute: 'document-id',
			documents: new Map(known),
		};
	});
	return [errors, ...records];
}

/** Only what is surely open is taken for that, whatever the list lets through. */
function openRecord(entry: Entry, record: CoupaRecord): OpenRecord | null {
	const id = idIn(record.id);
	if (id === null || record.resolved === true || textAt(record, 'status') === 'Success') return null;
	const [response = {}] = recordsAt(record, 'responses');
	return { entry, path: `${entry.path}/${id}`, message: textAt(response, 'response-message') ?? '' };
}

/** A request that makes the record of a failed document. */
export interface FailureRequest {
	entry: Entry;
	path: string;
	body: CoupaRecord;
}

/**
 * The record of a failed document (pages 0023, 0201, 0202): a history record where Coupa has the document; a history record wants its ID, so
 * for one that Coupa does not have it is an error of the run.
 */
export function failureRequest(document: MonitoredDocument, settings: MonitorSettings, run: number): FailureRequest {
	const { type, id, status, code, message, markExported } = document;
	const entry = id === null ? integrationError : integrationHistoryRecord;
	const alerts = settings.failedDocuments === 'alert';
	const step = !alerts ? '' : markExported === true && id !== null ? '/create_alert_and_mark_exported' : '/create_alert';
	return {
		entry,
		path: `${entry.path}${step}`,
		body: {
			'document-type': type,
			...(id === null ? { 'external-id': externalId(document) } : { 'document-id': id }),
			...(status !== null && { 'document-status': status }),
			'contact-alert-type': settings.contactAlertType,
			status: 'Error',
			integration: { code: settings.integrationCode },
			'integration-run': { id: run },
			responses: [{ 'response-code': code, 'response-message': message }],
		},
	};
}

/** Whether an open record says of its document what is to be said now. */
export function saysTheSame(record: OpenRecord, document: MonitoredDocument): boolean {
	const [before, now] = [record.message, document.message].map((text) => text.replace(/\s+/g, ' ').trim());
	// Coupa may keep less of a text than it was sent.
	return before === '' || before === now || (before !== undefined && before.length >= 200 && now?.startsWith(before) === true);
}
