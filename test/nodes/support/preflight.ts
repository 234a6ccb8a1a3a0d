import type { IDataObject } from 'n8n-workflow';

import type { CoupaRecord, PreflightLine } from '../../../lib/core';
import { CLIENT, coupaCredential, startCoupa } from '../../../tools/harness/engine/coupa';
import { Engine, type NodeRun, type RunOptions } from '../../../tools/harness/engine/engine';
import { ALL_SCOPES, type CoupaSandbox, type CoupaSettings, defaultSettings, type OAuthClient } from '../../../tools/sandbox/coupa';
import { itemsOf } from './flow';

export const WRITING = { allowTestWrites: true };

/** A company whose Coupa does all that the preflight hopes for. */
const WELL_BEHAVED: Partial<CoupaSettings> = {
	requestsPerSecond: Infinity,
	acceptsOrderNumbers: true,
	unknownCustomFields: 'drop',
	customFieldAttributes: [{ id: 1, name: 'region', 'object-type': 'InvoiceHeader', 'field-type': 'string' }],
};

/** A sandbox Coupa, and the preflight before it. */
export class Preflight {
	private constructor(
		readonly coupa: CoupaSandbox,
		readonly engine: Engine,
		readonly client: OAuthClient,
	) {}

	static async start(): Promise<Preflight> {
		const engine = await Engine.load();
		const client = { ...CLIENT, scopes: [...ALL_SCOPES] };
		const coupa = await startCoupa({ clients: [client] });
		const preflight = new Preflight(coupa, engine, client);
		preflight.behave();
		return preflight;
	}

	/** The well-behaved Coupa again, with these settings otherwise, a client that holds all scopes, and no token yet. */
	behave(settings: Partial<CoupaSettings> = {}): void {
		Object.assign(this.coupa.settings, defaultSettings(), WELL_BEHAVED, settings);
		this.client.scopes = [...ALL_SCOPES];
		this.enter({});
		this.coupa.clearRequests();
	}

	/** What the analyst enters; by default all scopes. */
	enter(credential: IDataObject): void {
		this.engine.credentials.byType.coupaOAuth2Api = coupaCredential(this.coupa, {
			scopes: ALL_SCOPES.join(' '),
			...(credential as object),
		});
	}

	async run(parameters: IDataObject = {}, options: RunOptions = {}, inputs = 1): Promise<NodeRun> {
		return await this.engine.execute(
			'coupa',
			{ resource: 'integration', operation: 'preflight', ...parameters },
			Array.from({ length: inputs }, () => ({ json: {} })),
			options,
		);
	}

	async lines(parameters: IDataObject = {}): Promise<Map<string, PreflightLine>> {
		const items = itemsOf(await this.run(parameters)).map(({ json }) => json as unknown as PreflightLine);
		return new Map(items.map((line) => [line.id, line]));
	}

	/** What went out, as `METHOD path`, without those that read. */
	writes(): string[] {
		return this.coupa
			.requests()
			.filter(({ method }) => method !== 'GET')
			.map(({ method, path }) => `${method} ${path.replace(/\/\d+/g, '/:id')}`);
	}

	tests(): CoupaRecord[] {
		return this.coupa.rows('invoices').filter((row) => String(row['invoice-number']).startsWith('PREFLIGHT-'));
	}
}
