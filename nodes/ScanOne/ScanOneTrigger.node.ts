import {
	type IDataObject,
	type INodeExecutionData,
	type INodeProperties,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
	NodeConnectionTypes,
} from 'n8n-workflow';

import type { Announcement, LockBox, Look } from '../../lib/lock-box';
import { optionsProperty } from '../common/description';
import { asNodeError } from '../common/errors';
import { ItemParameters } from '../common/parameters';
import { lockBoxTimes, timeProperties, type TimeOptions, withLockBox } from './lockBox';
import { scanOneSftpTest } from './methods/credentialTest';
import { announcementJson, dueAmong, isBusy, type Memory, NO_MEMORY, remembering, unannouncedJson } from './announcements';

const properties: INodeProperties[] = [
	{
		displayName:
			'One item for each package that is ready, the oldest first. While two runs are at work on 50 packages or more, the next ones wait for a later poll. A test moves nothing; it also lists files that are not ready, and why.',
		name: 'aboutTrigger',
		type: 'notice',
		default: '',
	},
	optionsProperty([
		{
			displayName: 'Announce Again After (Minutes)',
			name: 'announceAgainAfter',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 10,
			description:
				'How long to wait before a package that could not be claimed is announced again. What a run leaves behind because it has enough is announced at the next poll.',
		},
		{
			displayName: 'Packages per Poll',
			name: 'packagesPerPoll',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 200,
			description: 'The oldest are announced first, the others at the next polls. Choose no more than Get Many takes in one run.',
		},
		...timeProperties,
	]),
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
		const options = ItemParameters.ofPoll(this, properties).collection<Options>('options');
		const isTest = this.getMode() === 'manual';
		// A test neither reads nor writes what the active workflow remembers.
		const staticData = isTest ? {} : this.getWorkflowStaticData('node');
		try {
			const { look, announcements, left } = await withLockBox(
				this,
				async (session) => await polled(session.lockBox('Invoices', lockBoxTimes(options)), options, staticData, isTest),
			);
			const items = [
				...announcements.map((announcement) => ({ ...announcementJson(announcement, left), ...(isTest && { why: null }) })),
				...(isTest ? unannouncedJson(look) : []),
			];
			return items.length > 0 ? [items.map((json) => ({ json }))] : null;
		} catch (error) {
			throw asNodeError(this.getNode(), error);
		}
	}
}

interface Options extends TimeOptions {
	announceAgainAfter?: number;
	packagesPerPoll?: number;
}

interface Poll {
	look: Look;
	announcements: Announcement[];
	/** Packages that could be announced and are left for later polls. */
	left: number;
}

/** Looks, and remembers what is announced. */
async function polled(
	lockBox: LockBox,
	{ announceAgainAfter = 10, packagesPerPoll = 200 }: Options,
	staticData: IDataObject,
	isTest: boolean,
): Promise<Poll> {
	const memory: Memory = { ...NO_MEMORY, ...(staticData as Partial<Memory>) };
	const due = (packages: Announcement[]) => dueAmong(packages, memory, Date.now(), announceAgainAfter);
	let candidates: Announcement[] = [];
	const look = await lockBox.look({
		most: packagesPerPoll,
		choose: async (deliveries) => {
			candidates = due(deliveries);
			const waits = !isTest && candidates.length > 0 && isBusy(await lockBox.atWork());
			return waits ? [] : candidates;
		},
	});
	// Those of Incoming were due when they were chosen.
	const announcements = look.announcements.filter((one) => one.folder === 'incoming' || due([one]).length > 0);
	Object.assign(staticData, remembering(announcements, memory, [...look.announcements, ...look.later], Date.now()));
	return { look, announcements, left: look.later.filter((one) => candidates.includes(one)).length };
}
