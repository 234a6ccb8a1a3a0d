import {
	type IDataObject,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
	NodeConnectionTypes,
} from 'n8n-workflow';

import { asNodeError } from '../common/errors';
import { filterLists, filterSearch } from './fields/filters/lists';
import { triggerFields } from './trigger/fields';
import { polled, sampled } from './trigger/poll';
import { inTurn } from './trigger/turns';
import { withCoupa } from './session';

export class CoupaTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Coupa Trigger',
		name: 'coupaTrigger',
		icon: { light: 'file:../../icons/coupa.svg', dark: 'file:../../icons/coupa.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["resource"] + ": " + $parameter["event"] }}',
		description: 'Starts the workflow when records in Coupa are created, change, or get another status',
		defaults: { name: 'Coupa Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'coupaOAuth2Api', required: true }],
		properties: triggerFields,
	};

	methods = { listSearch: filterSearch, loadOptions: filterLists };

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		try {
			// A test neither reads nor writes what the active workflow remembers.
			const items =
				this.getMode() === 'manual'
					? await withCoupa(this, async (session) => await sampled(this, session))
					: await inTurn(
							`${this.getWorkflow().id ?? ''} ${this.getNode().id}`,
							async () => await withCoupa(this, async (session) => await polled(this, session)),
						);
			return items.length > 0 ? [items.map((json): INodeExecutionData => ({ json: json as IDataObject }))] : null;
		} catch (error) {
			throw asNodeError(this.getNode(), error);
		}
	}
}
