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
import { announcementJson, type Announced, dueAnnouncements } from './announcements';

const properties: INodeProperties[] = [
	{
		displayName: 'One item per package that is ready. Nothing is moved or read, so a test here is harmless.',
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
		subtitle: 'Invoice packages ready',
		description:
			'Starts when complete packages of captured invoices are in the lock-box. It only announces them; Scan One, Invoice, Get Many claims them.',
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
			const { announcements } = await withLockBox(this, async (session) => await session.lockBox('Invoices', lockBoxTimes(options)).look());
			const isTest = this.getMode() === 'manual';
			// A test neither reads nor writes what the active workflow remembers.
			const due = isTest
				? announcements
				: remembered(this.getWorkflowStaticData('node'), (known) =>
						dueAnnouncements(announcements, known, Date.now(), options.announceAgainAfter ?? 10),
					);
			return due.length > 0 ? [due.map((announcement) => ({ json: announcementJson(announcement) }))] : null;
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
