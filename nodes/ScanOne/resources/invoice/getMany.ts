import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { shownName } from '../../../../lib/core';
import { type Announcement, deliveredName } from '../../../../lib/lock-box';
import { LARGEST_PACKAGE } from '../../../../lib/package';
import { optionsProperty, shownFor } from '../../../common/description';
import type { GroupOperation } from '../../../common/operation';
import { ItemParameters } from '../../../common/parameters';
import { boundTo, type LockBoxSession, lockBoxTimes, timeProperties, type TimeOptions } from '../../lockBox';
import { hintAtNothing, hintAtOthers } from './lookHints';
import { readingOptions, type ReadingOptions } from './reading';
import { claimed, looked, MOST_INVOICES } from './taking';

const MEGABYTE = 1024 * 1024;
const LARGEST_PACKAGE_MEGABYTES = LARGEST_PACKAGE / MEGABYTE;

interface Options extends TimeOptions, ReadingOptions {
	largestPackage?: number;
	maxPackages?: number;
}

const options: INodeProperties[] = [
	...readingOptions,
	{
		displayName: 'Largest Package (MB)',
		name: 'largestPackage',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: LARGEST_PACKAGE_MEGABYTES,
		description: 'Larger packages are left in Incoming and reported. One run takes no more than twice this altogether.',
	},
	{
		displayName: 'Packages per Run',
		name: 'maxPackages',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 200,
		description: `The oldest come first. A run that has ${MOST_INVOICES} invoices, or twice as many megabytes as the largest package may have, takes no further package either; what it leaves stays in Incoming, and the trigger announces it at the next poll.`,
	},
	...timeProperties,
];

const properties: INodeProperties[] = [
	{
		displayName:
			'In the mode Claim this moves the packages out of Incoming, also when you execute it as a test. Settle them with Acknowledge or give them back with Release. To read without moving anything, choose Look Only.',
		name: 'aboutClaims',
		type: 'notice',
		default: '',
		displayOptions: { show: { mode: ['claim'] } },
	},
	{
		displayName: 'Mode',
		name: 'mode',
		type: 'options',
		options: [
			{
				name: 'Claim',
				value: 'claim',
				description: 'Take the packages out of Incoming so that no other run works on them; Acknowledge settles them',
			},
			{ name: 'Look Only', value: 'look', description: 'Read the packages but leave them where they are, for testing' },
		],
		default: 'claim',
	},
	{
		displayName: 'Package',
		name: 'package',
		type: 'string',
		default: '',
		placeholder: 'e.g. {{ $json.file }}',
		description: 'File name of one package, as the trigger returns it in "file". Leave empty for all complete packages.',
	},
	optionsProperty(options),
];

/** Claims complete packages and gives one item per invoice, with its page image and attachments. */
export const getMany: GroupOperation<LockBoxSession> = {
	description: shownFor('invoice', 'getAll', properties),
	groups: { one: 'package', many: 'packages' },
	async *executeGroups(context, session) {
		const parameters = new ItemParameters(context, 0, properties);
		const options = parameters.collection<Options>('options');
		const claims = parameters.choice('mode') !== 'look';
		const lockBox = session.lockBox('Invoices', lockBoxTimes(options));
		const tell = (message: string) => context.addExecutionHints({ message, location: 'outputPane', type: 'warning' });
		const bound = await boundTo(session, lockBox, { bind: claims, tell });
		const wanted = wantedPackages(context);
		const largest = (options.largestPackage ?? LARGEST_PACKAGE_MEGABYTES) * MEGABYTE;
		const fits = ({ size }: Announcement) => size <= largest;
		const look = await lockBox.look({
			...(wanted && { names: [...wanted.keys()] }),
			choose: (deliveries) => deliveries.filter(fits),
			most: options.maxPackages ?? 200,
			...cancelSignal(context),
		});
		const packages = look.announcements.filter(fits);
		const tooLarge = [...look.announcements, ...look.later].filter((announcement) => !fits(announcement));
		reportTooLarge(context, tooLarge, largest, packages.length === 0);
		hintAtOthers(context, look);
		hintAtNothing(context, look, lockBox.folders.incoming, wanted && [...wanted.keys()]);
		const run = { context, lockBox, options, largest, bound, wanted, left: look.later.filter(fits).length };
		yield* claims ? claimed(run, packages) : looked(run, packages);
	},
};

/** Input items by the package they name; null when one of them names none, which means all packages. */
function wantedPackages(context: IExecuteFunctions): Map<string, number[]> | null {
	const wanted = new Map<string, number[]>();
	for (let index = 0; index < context.getInputData().length; index++) {
		const name = new ItemParameters(context, index, properties).text('package');
		if (name === '') return null;
		if (name.includes('/'))
			throw new NodeOperationError(context.getNode(), `"${shownName(name)}" is not a file name [item ${index}]`, {
				itemIndex: index,
				description: 'Enter the name of a package without folders, as the trigger returns it in "file".',
			});
		wanted.set(name, [...(wanted.get(name) ?? []), index]);
	}
	return wanted;
}

/** Packages too large to be read stay in Incoming, where nothing is lost; when there is nothing else to do, that is an error. */
function reportTooLarge(context: IExecuteFunctions, [first, ...others]: Announcement[], largest: number, isAll: boolean): void {
	if (!first) return;
	const more = others.length > 0 ? ` ${others.length} more are too large as well.` : '';
	const message = `The package ${shownName(deliveredName(first))} is ${Math.ceil(first.size / MEGABYTE)} MB; the limit is ${largest / MEGABYTE} MB`;
	if (isAll)
		throw new NodeOperationError(context.getNode(), message, {
			description: `It was left where it is.${more} Raise "Largest Package" in the options, or ask Scan One to split it.`,
		});
	context.addExecutionHints({ message: `${message}. It was left where it is.${more}`, location: 'outputPane', type: 'warning' });
}

function cancelSignal(context: IExecuteFunctions): { signal?: AbortSignal } {
	const signal = context.getExecutionCancelSignal();
	return signal ? { signal } : {};
}
