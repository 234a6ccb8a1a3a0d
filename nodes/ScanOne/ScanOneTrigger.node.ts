import {
	type IDataObject,
	type INodeExecutionData,
	type INodeProperties,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
	NodeConnectionTypes,
} from 'n8n-workflow';

import { asNodeError } from '../common/errors';
import { ItemParameters } from '../common/parameters';
import { lockBoxTimes, timeProperties, type TimeOptions, withLockBox } from './lockBox';
import { scanOneSftpTest } from './methods/credentialTest';
import { announcementJson, type Announced, dueAnnouncements, unannouncedJson } from './announcements';

const properties: INodeProperties[] = [
	{
		displayName: 'One item for each package that is ready. A test moves nothing; it also lists files that are not ready, and why.',
		name: 'aboutTrigger',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: [
			{
				displayName: 'Announce Again After (Minutes)',
				name: 'announceAgainAfter',
				type: 'number',
				typeOptions: { minValue: 0 },
				default: 10,
				description: 'How long to wait before a package that is still unclaimed is announced again',
			},
			...timeProperties,
		],
	},
];

export class ScanOneTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Scan One Trigger',
		name: 'scanOneTrigger',
		icon: { light: 'file:../../icons/scan-one.svg', dark: 'file:../../icons/scan-one.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: 'New invoice packages',
		description:
			'Starts the workflow when Scan One has delivered invoices. Follow it with Scan One, Invoice, Get Many, which takes and reads them.',
		defaults: { name: 'Scan One Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'scanOneSftpApi', required: true, testedBy: 'scanOneSftpTest' }],
		properties,
	};

	methods = { credentialTest: { scanOneSftpTest } };

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		const options = ItemParameters.ofPoll(this, properties).collection<TimeOptions & { announceAgainAfter: number }>('options');
		try {
			const look = await withLockBox(this, async (session) => await session.lockBox('Invoices', lockBoxTimes(options)).look());
			const { announcements } = look;
			const isTest = this.getMode() === 'manual';
			// A test neither reads nor writes what the active workflow remembers.
			const due = isTest
				? announcements
				: remembered(this.getWorkflowStaticData('node'), (known) =>
						dueAnnouncements(announcements, known, Date.now(), options.announceAgainAfter ?? 10),
					);
			const items = [...due.map(announcementJson), ...(isTest ? unannouncedJson(look) : [])];
			return items.length > 0 ? [items.map((json) => ({ json }))] : null;
		} catch (error) {
			throw asNodeError(this.getNode(), error);
		}
	}
}

function remembered<Result>(staticData: IDataObject, use: (known: Announced) => { due: Result; known: Announced }): Result {
	const { due, known } = use((staticData.announced ?? {}) as Announced);
	staticData.announced = known;
	return due;
}
