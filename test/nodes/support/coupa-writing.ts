import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { CoupaRecord } from '../../../lib/core';
import { CLIENT, coupaCredential, startCoupa } from '../../../tools/harness/engine/coupa';
import { Engine, type NodeRun } from '../../../tools/harness/engine/engine';
import type { CoupaSandbox } from '../../../tools/sandbox/coupa';
import { ALL_SCOPES } from '../../../tools/sandbox/coupa/scopes';

/** A sandbox Coupa of one's own and an engine whose credential may write everything there. */
export class CoupaWriting {
	private count = 0;

	private constructor(
		readonly coupa: CoupaSandbox,
		readonly engine: Engine,
	) {}

	static async start(clientId: string): Promise<CoupaWriting> {
		const client = { ...CLIENT, clientId, scopes: ALL_SCOPES };
		const coupa = await startCoupa({ clients: [client], settings: { requestsPerSecond: Infinity } });
		const engine = await Engine.load({ coupaOAuth2Api: coupaCredential(coupa, { clientId, scopes: client.scopes.join(' ') }) });
		return new CoupaWriting(coupa, engine);
	}

	/** Bodies of the writes that Coupa was sent. */
	sent(): CoupaRecord[] {
		return this.coupa
			.requests()
			.filter(({ method, path }) => (method === 'POST' || method === 'PUT') && path !== '/oauth2/token' && path !== '/api/graphql')
			.map(({ json }) => json as CoupaRecord);
	}

	async write(resource: string, operation: string, parameters: IDataObject, items?: INodeExecutionData[]): Promise<NodeRun> {
		const fields = { resource, operation, specify: 'fields', output: 'raw', options: {}, ...parameters };
		return await this.engine.execute('coupa', fields, items);
	}

	/** What a payment term needs, with a code of its own. */
	newTerm(more: IDataObject = {}): IDataObject {
		this.count += 1;
		return { type: 'SpecificDayPaymentTerm', code: `T-${this.count}`, ...more };
	}
}

/** Fields as the mapper gives them. */
export const mapped = (value: IDataObject) => ({ mappingMode: 'defineBelow', value });
