import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { type Announcement, type Claim, type LockBox, originalName } from '../../../../lib/lock-box';
import { shownFor } from '../../../common/description';
import type { BatchOperation, OutputItem } from '../../../common/operation';
import { asNodeError } from '../../../common/errors';
import { ItemParameters } from '../../../common/parameters';
import { boundTo, type LockBoxSession, lockBoxTimes, timeProperties, type TimeOptions } from '../../lockBox';
import { invoiceItems, readingOptions, type ReadingOptions } from './reading';

const MEGABYTE = 1024 * 1024;

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
		default: 500,
		description: 'Larger packages are left in Incoming, and told',
	},
	{
		displayName: 'Packages per Run',
		name: 'maxPackages',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		description: 'The oldest come first; the others stay for a later run',
	},
	...timeProperties,
];

const properties: INodeProperties[] = [
	{
		displayName: 'Mode',
		name: 'mode',
		type: 'options',
		options: [
			{
				name: 'Claim',
				value: 'claim',
				description: 'Take the packages out of Incoming, so that no other run works on them; Acknowledge settles them',
			},
			{ name: 'Look Only', value: 'look', description: 'Read the packages and leave them where they are, for a test' },
		],
		default: 'claim',
	},
	{
		displayName: 'Package',
		name: 'package',
		type: 'string',
		default: '',
		placeholder: 'e.g. {{ $json.file }}',
		description: 'File name of one package, as the trigger gives it under "file". Empty for all packages that are complete.',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: options.sort((left, right) => left.displayName.localeCompare(right.displayName)),
	},
];

/** Claims complete packages and gives one item per invoice, with its page image and attachments. */
export const getMany: BatchOperation<LockBoxSession> = {
	description: shownFor('invoice', 'getAll', properties),
	async executeAll(context, session) {
		const parameters = new ItemParameters(context, 0, properties);
		const options = parameters.collection<Options>('options');
		const claims = parameters.choice('mode') !== 'look';
		const lockBox = session.lockBox('Invoices', lockBoxTimes(options));
		const bound = await boundTo(session, lockBox, { bind: claims });
		const wanted = wantedPackages(context);
		const { announcements } = await lockBox.look({ ...(wanted && { names: [...wanted.keys()] }), ...cancelSignal(context) });
		const work = { context, lockBox, options, bound };
		const chosen = firstOf(work, withinSize(work, announcements));
		return claims ? await claimed(work, chosen, wanted) : await looked(work, chosen, wanted);
	},
};

interface Work {
	context: IExecuteFunctions;
	lockBox: LockBox;
	options: Options;
	bound: string | null;
}

/** Input items by the package they name; null when one of them names none, which means all packages. */
function wantedPackages(context: IExecuteFunctions): Map<string, number[]> | null {
	const wanted = new Map<string, number[]>();
	for (let index = 0; index < context.getInputData().length; index++) {
		const name = new ItemParameters(context, index, properties).text('package');
		if (name === '') return null;
		if (name.includes('/'))
			throw new NodeOperationError(context.getNode(), `"${name}" is not a file name [item ${index}]`, {
				itemIndex: index,
				description: 'Give the name of a package without folders, as the trigger gives it under "file".',
			});
		wanted.set(name, [...(wanted.get(name) ?? []), index]);
	}
	return wanted;
}

async function looked(
	{ context, lockBox, options, bound }: Work,
	announcements: Announcement[],
	wanted: Map<string, number[]> | null,
): Promise<OutputItem[]> {
	const outputs: OutputItem[] = [];
	for (const announcement of announcements) {
		const content = await lockBox.readUnclaimed(announcement, { maxBytes: largest(options) });
		const delivery = {
			package: originalName(announcement.name),
			claim: null,
			receivedAt: new Date(announcement.modifiedAt).toISOString(),
			boundTo: bound,
			claimedUntil: null,
		};
		outputs.push(
			...(await invoiceItems(context, content, delivery.package, options, delivery)).map((item) => ({
				...item,
				from: wanted?.get(announcement.name) ?? 0,
			})),
		);
	}
	return outputs;
}

interface Held {
	claim: Claim;
	outputs: OutputItem[];
}

async function claimed(work: Work, announcements: Announcement[], wanted: Map<string, number[]> | null): Promise<OutputItem[]> {
	const held: Held[] = [];
	try {
		await claimEach(work, announcements, wanted, held);
	} catch (error) {
		// Given back where the server still answers, so that they need not wait for the reclaim time.
		await Promise.allSettled(
			held.map(async ({ claim }) => {
				await claim.release();
			}),
		);
		throw asNodeError(work.context.getNode(), error);
	}
	return held.flatMap(({ outputs }) => outputs);
}

async function claimEach(work: Work, announcements: Announcement[], wanted: Map<string, number[]> | null, held: Held[]): Promise<void> {
	for (const announcement of announcements) {
		work.context.getExecutionCancelSignal()?.throwIfAborted();
		const claim = await work.lockBox.claim(announcement);
		// Null: another run was faster, or the sender went on writing after all.
		if (!claim) continue;
		const holding: Held = { claim, outputs: [] };
		held.push(holding);
		holding.outputs = (await itemsOf(work, claim)).map((item) => ({ ...item, from: wanted?.get(announcement.name) ?? 0 }));
	}
	// Reading many packages takes time: from here on each claim has its full time again.
	for (const { claim, outputs } of held) {
		await claim.renew();
		for (const { json } of outputs) (json.delivery as { claimedUntil: string }).claimedUntil = claim.claimedUntil.toISOString();
	}
}

async function itemsOf({ context, options, bound }: Work, claim: Claim): Promise<OutputItem[]> {
	const delivery = {
		package: claim.packageName,
		claim: claim.name,
		receivedAt: new Date(claim.modifiedAt).toISOString(),
		boundTo: bound,
		claimedUntil: claim.claimedUntil.toISOString(),
	};
	return await invoiceItems(context, await claim.read({ maxBytes: largest(options) }), claim.packageName, options, delivery);
}

/** Packages too large to be read stay in Incoming, where nothing is lost; when there is nothing else to do, that is an error. */
function withinSize({ context, options }: Work, announcements: Announcement[]): Announcement[] {
	const tooLarge = announcements.filter(({ size }) => size > largest(options));
	const [first] = tooLarge;
	if (!first) return announcements;
	const message = `The package ${originalName(first.name)} has ${Math.ceil(first.size / MEGABYTE)} MB; the limit is ${largest(options) / MEGABYTE} MB`;
	if (tooLarge.length === announcements.length)
		throw new NodeOperationError(context.getNode(), message, {
			description: 'It was left where it is. Raise "Largest Package" in the options, or ask Scan One to split it.',
		});
	context.addExecutionHints({ message: `${message}. It was left where it is.`, location: 'outputPane', type: 'warning' });
	return announcements.filter((announcement) => !tooLarge.includes(announcement));
}

/** The oldest packages; the others are told and stay for a later run. */
function firstOf({ context, options: { maxPackages = 50 } }: Work, announcements: Announcement[]): Announcement[] {
	const left = announcements.length - maxPackages;
	if (left > 0)
		context.addExecutionHints({ message: `${left} more package(s) are left for a later run ("Packages per Run")`, location: 'outputPane' });
	return announcements.slice(0, maxPackages);
}

function largest({ largestPackage = 500 }: Options): number {
	return largestPackage * MEGABYTE;
}

function cancelSignal(context: IExecuteFunctions): { signal?: AbortSignal } {
	const signal = context.getExecutionCancelSignal();
	return signal ? { signal } : {};
}
