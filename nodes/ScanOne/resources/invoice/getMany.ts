import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { type Announcement, type Claim, ClaimLostError, type LockBox, originalName } from '../../../../lib/lock-box';
import { LARGEST_PACKAGE } from '../../../../lib/package';
import { optionsProperty, shownFor } from '../../../common/description';
import type { Group, GroupOperation, OutputItem } from '../../../common/operation';
import { ItemParameters } from '../../../common/parameters';
import { boundTo, type LockBoxSession, lockBoxTimes, timeProperties, type TimeOptions } from '../../lockBox';
import { hintAtClaims, hintAtOthers } from './lookHints';
import { invoiceItems, readingOptions, type ReadingOptions } from './reading';

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
		description: 'Larger packages are left in Incoming and reported',
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
		const bound = await boundTo(session, lockBox, { bind: claims });
		const wanted = wantedPackages(context);
		const look = await lockBox.look({ ...(wanted && { names: [...wanted.keys()] }), ...cancelSignal(context) });
		const run = { context, lockBox, options, bound, wanted };
		const chosen = firstOf(run, withinSize(run, look.announcements));
		hintAtOthers(context, look);
		yield* claims ? claimed(run, chosen) : looked(run, chosen);
	},
};

/** One run of Get Many. */
interface Run {
	context: IExecuteFunctions;
	lockBox: LockBox;
	options: Options;
	bound: string | null;
	/** Input items by the package they name; null for all packages. */
	wanted: Map<string, number[]> | null;
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
				description: 'Enter the name of a package without folders, as the trigger returns it in "file".',
			});
		wanted.set(name, [...(wanted.get(name) ?? []), index]);
	}
	return wanted;
}

/** Input items that a package came by. */
function sourceOf({ wanted }: Run, { name }: Announcement): number | number[] {
	return wanted?.get(name) ?? 0;
}

async function* looked(run: Run, announcements: Announcement[]): AsyncGenerator<Group> {
	const { context, lockBox, options, bound } = run;
	for (const announcement of announcements) {
		const from = sourceOf(run, announcement);
		try {
			const content = await lockBox.readUnclaimed(announcement, { maxBytes: largest(options) });
			const delivery = {
				package: originalName(announcement.name),
				claim: null,
				receivedAt: new Date(announcement.modifiedAt).toISOString(),
				boundTo: bound,
				claimedUntil: null,
			};
			const items = await invoiceItems(context, content, delivery.package, options, delivery);
			yield { outputs: items.map((item) => ({ ...item, from })) };
		} catch (error) {
			yield { outputs: [], failure: { error, from } };
		}
	}
}

/** A package that is ours, with its items. */
interface Held {
	claim: Claim;
	from: number | number[];
	outputs: OutputItem[];
}

/** A package that cannot be claimed or read keeps none of the others from being imported. */
async function* claimed(run: Run, announcements: Announcement[]): AsyncGenerator<Group> {
	const held: Held[] = [];
	for (const announcement of announcements) {
		if (run.context.getExecutionCancelSignal()?.aborted === true) await releaseAndStop(run, held);
		const from = sourceOf(run, announcement);
		let claim: Claim | null = null;
		try {
			claim = await run.lockBox.claim(announcement);
			// Null: another run was faster, or the sender went on writing after all.
			if (claim) held.push({ claim, from, outputs: (await itemsOf(run, claim)).map((item) => ({ ...item, from })) });
		} catch (error) {
			await givenBack(claim ? [claim] : []);
			yield { outputs: [], failure: { error, from } };
		}
	}
	const ours: Array<{ claim: Claim }> = [];
	for (const { claim, from, outputs } of held) {
		const lost = await whyLost(claim);
		for (const { json } of outputs) (json.delivery as { claimedUntil: string }).claimedUntil = claim.claimedUntil.toISOString();
		if (!lost) ours.push({ claim });
		yield lost ? { outputs: [], failure: { ...lost, from } } : { outputs };
	}
	hintAtClaims(run.context, ours);
}

/**
 * Renews a claim: reading many packages takes time, and from here on each has its full time again. One that cannot be
 * renewed is ours for as long as before; null unless it is not ours any more.
 */
async function whyLost(claim: Claim): Promise<{ error: unknown } | null> {
	try {
		await claim.renew();
		return null;
	} catch (error) {
		return error instanceof ClaimLostError || claim.claimedUntil.getTime() <= Date.now() ? { error } : null;
	}
}

/** What a cancelled execution holds goes nowhere any more. */
async function releaseAndStop({ context }: Run, held: Held[]): Promise<void> {
	await givenBack(held.map(({ claim }) => claim));
	context.getExecutionCancelSignal()?.throwIfAborted();
}

/** Given back where the server still answers, so that they need not wait for the reclaim time. */
async function givenBack(claims: Claim[]): Promise<void> {
	await Promise.allSettled(
		claims.map(async (claim) => {
			await claim.release();
		}),
	);
}

async function itemsOf({ context, options, bound }: Run, claim: Claim): Promise<OutputItem[]> {
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
function withinSize({ context, options }: Run, announcements: Announcement[]): Announcement[] {
	const tooLarge = announcements.filter(({ size }) => size > largest(options));
	const [first] = tooLarge;
	if (!first) return announcements;
	const message = `The package ${originalName(first.name)} is ${Math.ceil(first.size / MEGABYTE)} MB; the limit is ${largest(options) / MEGABYTE} MB`;
	if (tooLarge.length === announcements.length)
		throw new NodeOperationError(context.getNode(), message, {
			description: 'It was left where it is. Raise "Largest Package" in the options, or ask Scan One to split it.',
		});
	context.addExecutionHints({ message: `${message}. It was left where it is.`, location: 'outputPane', type: 'warning' });
	return announcements.filter((announcement) => !tooLarge.includes(announcement));
}

/** The oldest packages; the others are reported and stay for a later run. */
function firstOf({ context, options: { maxPackages = 50 } }: Run, announcements: Announcement[]): Announcement[] {
	const left = announcements.length - maxPackages;
	if (left > 0)
		context.addExecutionHints({ message: `${left} more package(s) are left for a later run ("Packages per Run")`, location: 'outputPane' });
	return announcements.slice(0, maxPackages);
}

function largest({ largestPackage = LARGEST_PACKAGE_MEGABYTES }: Options): number {
	return largestPackage * MEGABYTE;
}

function cancelSignal(context: IExecuteFunctions): { signal?: AbortSignal } {
	const signal = context.getExecutionCancelSignal();
	return signal ? { signal } : {};
}
