import type { CoupaRecord } from '../../../lib/core';
import type { Company } from './company';
import { contractProblems } from './contract/problems';
import { CoupaServer } from './http/server';
import { RequestLog } from './http/request-log';
import { storedAttachments } from './records/attachments';
import { saved } from './records/save';
import { TokenStore } from './oauth/tokens';
import { ALL_SCOPES } from './scopes';
import { defaultSettings } from './settings';
import { Database } from './store/database';
import { FileStore } from './store/files';
import { RecordStore } from './store/records';
import { timestamp } from './time';
import type { CoupaSandbox, OAuthClient, Owner, SandboxOptions } from './types';

export { resourceOf } from './resources';
export { schemaProblems } from './schema-problems';
export { ALL_SCOPES } from './scopes';
export { defaultSettings, type CoupaSettings, type Fault } from './settings';
export type { GeneratedTable } from './store/generated';
export type { CoupaSandbox, CoupaSeed, InterceptHook, OAuthClient, Operation, Phase, RecordedRequest, SandboxOptions } from './types';

/** The client of a sandbox started without any. */
export const DEFAULT_CLIENT: OAuthClient = { clientId: 'sandbox-client', clientSecret: 'sandbox-secret', scopes: ALL_SCOPES };

/**
 * Starts a Coupa of one's own on 127.0.0.1: its REST API as rules.md and endpoints.json describe it, stricter than the real
 * one (unknown parameters and attributes are refused), with everything undocumented as a setting.
 */
export async function startCoupaSandbox(options: SandboxOptions = {}): Promise<CoupaSandbox> {
	const settings = { ...defaultSettings(), ...options.settings };
	const database = new Database(options.database ?? ':memory:');
	const company: Company = {
		database,
		records: new RecordStore(database),
		files: new FileStore(database),
		settings,
		generated: options.generated ?? {},
		ignored: [],
	};
	company.records.seed(options.seed ?? {});
	const log = new RequestLog();
	const tokens = new TokenStore(database, settings);
	const server = new CoupaServer(company, { clients: options.clients ?? [DEFAULT_CLIENT], tokens, settings }, log);
	let stopping: Promise<void> | null = null;
	const stop = async (): Promise<void> => {
		await server.close();
		database.close();
	};
	const host = `127.0.0.1:${await server.listen(options.port ?? 0)}`;
	return {
		url: `http://${host}`,
		host,
		settings,
		requests: () => log.all(),
		clearRequests: () => {
			log.clear();
			company.ignored.length = 0;
		},
		contractProblems: () => contractProblems(log.all()),
		ignored: () => [...company.ignored],
		rows: (resource) => company.records.all(resource),
		put: (resource, record, { keepUpdatedAt = false, owner } = {}) => {
			putBehindTheApi(company, resource, record, keepUpdatedAt, owner);
		},
		remove: (resource, id) => {
			company.records.remove(resource, id);
		},
		imageScan: (invoiceId) => company.files.get('image', invoiceId),
		putDocument: (kind, invoiceId, file) => {
			company.files.save(kind, invoiceId, file);
		},
		attachments: (id, resource = 'invoices') => storedAttachments(company, { resource, id }),
		expireTokens: () => {
			tokens.expireAll();
		},
		intercept: (hook) => {
			server.intercept(hook);
		},
		stop: () => (stopping ??= stop()),
	};
}

function putBehindTheApi(company: Company, resource: string, record: CoupaRecord, keepUpdatedAt: boolean, owner?: Owner): void {
	saved(company, resource, keepUpdatedAt ? record : { ...record, 'updated-at': timestamp(company.settings.utcOffset) }, owner);
}
