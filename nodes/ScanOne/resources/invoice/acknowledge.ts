import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { buildRejectedPackage, type PackageContent, readInvoicePackage } from '../../../../lib/package';
import { ClaimLostError, type LockBox, type Settlement } from '../../../../lib/lock-box';
import { fileIn } from '../../../../lib/sftp';
import type { Outcome, Problem } from '../../../../lib/core';
import { shownFor } from '../../../common/description';
import { reasonOf } from '../../../common/errors';
import { countsInWords, importDetails, isOutcome, isValidated, type Origin } from '../../../common/imported';
import type { GroupOperation, OutputItem } from '../../../common/operation';
import { ItemParameters } from '../../../common/parameters';
import type { LockBoxSession } from '../../lockBox';
import { packagesOf, type SettlingPackage } from './settling';
import { listed } from './lookHints';
import { settlingItems, type Wanted } from './settlingItems';

const properties: INodeProperties[] = [
	{
		displayName: 'Invoices That Need the Buyer',
		name: 'needsBuyer',
		type: 'options',
		options: [
			{ name: 'Retry Later', value: 'retry', description: 'Keep them in the Waiting folder and try them again automatically' },
			{ name: 'Send Back', value: 'refuse', description: 'Send them back to Scan One like refused invoices' },
		],
		default: 'retry',
		description: 'What happens to invoices whose supplier is unknown or inactive',
	},
];

const ofImport: Wanted = {
	node: 'Coupa, Invoice, Import',
	fields: '"outcome" and "details"',
	fits: (json) => importDetails(json) !== null && (isOutcome(json.outcome) || isValidated(json.outcome)),
};

/**
 * Settles the packages of imported invoices: refused ones go back as a package with a report, the original goes to the
 * archive. A package whose invoices did not all come through, or that holds undecided ones, stays claimed.
 */
export const acknowledge: GroupOperation<LockBoxSession> = {
	description: shownFor('invoice', 'acknowledge', properties),
	groups: { one: 'package', many: 'packages' },
	async *executeGroups(context, session) {
		const lockBox = session.lockBox('Invoices');
		const sendBack = new ItemParameters(context, 0, properties).choice('needsBuyer') === 'refuse';
		const { items, failures } = settlingItems(context, ofImport);
		yield* failures;
		const ends: End[] = [];
		for (const group of packagesOf(items)) {
			context.getExecutionCancelSignal()?.throwIfAborted();
			const item = (result: IDataObject): OutputItem => {
				ends.push({ group, settled: result.settled === true });
				return { json: { package: group.delivery.package, claim: group.delivery.claim, ...group.counts, ...result }, from: group.indexes };
			};
			try {
				yield { outputs: [item(await settled(session, lockBox, group, sendBack))] };
			} catch (error) {
				// Another run holds the package now and settles it.
				if (error instanceof ClaimLostError) yield { outputs: [item(notSettled(error.text))] };
				else
					yield {
						outputs: [item(notSettled(`It stays claimed and is tried again. ${reasonOf(error)}`))],
						failure: { error, from: group.indexes },
					};
			}
		}
		hintAtEnds(context, ends);
	},
};

/** How the work on one package ended. */
interface End {
	group: SettlingPackage;
	settled: boolean;
}

/** Counts what was settled, and names what was not. */
function hintAtEnds(context: IExecuteFunctions, ends: End[]): void {
	if (ends.length === 0) return;
	const done = ends.filter(({ settled: isSettled }) => isSettled);
	const left = ends.filter(({ settled: isSettled }) => !isSettled).map(({ group }) => group.delivery.package);
	const counts = countsInWords(done.flatMap(({ group }) => group.items.map(({ outcome }) => outcome)));
	const message = `${done.length} of ${ends.length} ${ends.length === 1 ? 'package' : 'packages'} settled${counts && `: ${counts}`}.`;
	const named = left.length === 0 ? '' : ` Not settled, see "reason": ${listed(left)}.`;
	context.addExecutionHints({ message: message + named, location: 'outputPane', type: left.length === 0 ? 'info' : 'warning' });
}

/** @throws ClaimLostError, SftpFailure or LockBoxBoundError when the package could not be settled; what was done of it is found again. */
async function settled(session: LockBoxSession, lockBox: LockBox, group: SettlingPackage, sendBack: boolean): Promise<IDataObject> {
	const { delivery } = group;
	if (delivery.claim === null) return notSettled('It was only read, not claimed: there is nothing to settle.');
	if (group.validatedOnly) return await givenBack(lockBox, delivery.claim);
	if (group.decided < delivery.items) {
		return notSettled(
			`Only ${group.decided} of its ${delivery.items} items have an outcome. It stays claimed and is tried again. Pass all items of Import to Acknowledge.`,
		);
	}
	if (group.counts.undecided > 0)
		return notSettled(`${group.counts.undecided} of its invoices are undecided. It stays claimed and is tried again.`);
	if (group.instance !== null) await lockBox.bindInstance(group.instance);
	const content = await claimedContent(session, lockBox, delivery);
	const settlement = content ? await settlementOf(content, group, sendBack) : {};
	const { archived, rejected, waiting } = await lockBox.settle(delivery.claim, settlement);
	return {
		settled: true,
		reason: '',
		archivedAs: archived,
		rejectedAs: rejected?.fileName ?? null,
		report: rejected?.reportName ?? null,
		waitingAs: waiting,
	};
}

/** Validated invoices are not in Coupa, and the refused ones are not to be bounced: the package waits in Incoming for a real import. */
async function givenBack(lockBox: LockBox, claim: string): Promise<IDataObject> {
	if (await lockBox.isOurs(claim)) await lockBox.release(claim);
	return notSettled('Its invoices were only validated, so it was not settled. The package was returned to the folder it came from.');
}

function notSettled(reason: string): IDataObject {
	return { settled: false, reason, archivedAs: null, rejectedAs: null, report: null, waitingAs: null };
}

/** The package as it was claimed, or null when an earlier, interrupted run has archived it already. */
async function claimedContent({ port }: LockBoxSession, lockBox: LockBox, delivery: Origin): Promise<PackageContent | null> {
	const path = fileIn(lockBox.folders.processing, delivery.claim ?? '');
	if ((await port.stat(path)) === null) return null;
	const source = { encoding: 'auto' as const, receivedAt: '', boundTo: null, claimedUntil: null, ...delivery };
	const content = await lockBox.readClaimed(delivery.claim ?? '', { maxBytes: Number.MAX_SAFE_INTEGER });
	return await readInvoicePackage(content, delivery.package, { delivery: source });
}

async function settlementOf(content: PackageContent, { delivery, items }: SettlingPackage, sendBack: boolean): Promise<Settlement> {
	const pick = (outcomes: Outcome[]) =>
		items.filter(({ outcome }) => outcomes.includes(outcome)).map(({ position, problems }) => ({ position, problems }));
	const refused = pick(sendBack ? ['refused', 'needsBuyer'] : ['refused']);
	const waiting = pick(sendBack ? [] : ['needsBuyer']);
	return {
		...(refused.length > 0 && { rejected: await buildRejectedPackage({ content, originalName: deliveredName(delivery), items: refused }) }),
		...(waiting.length > 0 && { waiting: await waitingPackage(content, delivery, waiting) }),
	};
}

async function waitingPackage(
	content: PackageContent,
	delivery: Origin,
	items: Array<{ position: number; problems: Problem[] }>,
): Promise<NonNullable<Settlement['waiting']>> {
	const { fileName, bytes } = await buildRejectedPackage({ content, originalName: deliveredName(delivery), items });
	return { fileName: fileName.replace(/-rejected-(?=[0-9a-f]{12}\.)/, '-waiting-'), bytes };
}

/** The name Scan One knows, also for invoices that come out of a waiting package of ours. */
function deliveredName({ package: name }: Origin): string {
	return name.replace(/-waiting-[0-9a-f]{12}(?=\.)/, '');
}
