import type { IExecuteFunctions } from 'n8n-workflow';

import { shownNames } from '../../../../lib/core';
import { type Claim, deliveredName, type Look } from '../../../../lib/lock-box';

/** Names that one hint spells out. */
const MOST_NAMES = 10;

/** Says what is ours from now on, until when, and how to get rid of it. */
export function hintAtClaims(context: IExecuteFunctions, held: Array<{ claim: Claim }>): void {
	const [first] = held;
	if (!first) return;
	const until = held.reduce((earliest, { claim }) => Math.min(earliest, claim.claimedUntil.getTime()), first.claim.claimedUntil.getTime());
	const names = listed(held.map(({ claim }) => claim.packageName));
	context.addExecutionHints({
		message: `Claimed until ${new Date(until).toISOString().slice(0, 16).replace('T', ' ')} UTC: ${names}. No other run takes them until then. Acknowledge settles them; Release gives them back.`,
		location: 'outputPane',
		type: 'info',
	});
}

/** Says how many packages this run has left in Incoming, and when they come. `more` are those that it could have taken in number. */
export function hintAtLeft({ context, left }: { context: IExecuteFunctions; left: number }, more: number): void {
	const count = left + more;
	if (count === 0) return;
	context.addExecutionHints({
		message: `${count} more ${count === 1 ? 'package is' : 'packages are'} left for a later run: this one has enough ("Packages per Run"). The oldest were taken first; the trigger announces the others at its next poll.`,
		location: 'outputPane',
		type: 'info',
	});
}

/** Says which files were not taken and why, one hint for each reason, and what about the server makes that less certain. */
export function hintAtOthers(context: IExecuteFunctions, { notYet, ignored, notices }: Look): void {
	const byReason = new Map<string, string[]>();
	for (const file of [...notYet, ...ignored]) byReason.set(file.why, [...(byReason.get(file.why) ?? []), deliveredName(file)]);
	for (const [why, names] of byReason)
		context.addExecutionHints({ message: `Not taken: ${listed(names)}. ${why}`, location: 'outputPane', type: 'warning' });
	context.addExecutionHints(...notices.map((message) => ({ message, location: 'outputPane' as const, type: 'warning' as const })));
}

/** Says that the lock-box holds nothing to take; where packages were asked for by name, which of them are not there. */
export function hintAtNothing(context: IExecuteFunctions, look: Look, folder: string, wanted: string[] | null): void {
	const seen = new Set(
		[...look.announcements, ...look.notYet, ...look.ignored, ...look.later].flatMap((file) => [file.name, deliveredName(file)]),
	);
	const missing = wanted?.filter((name) => !seen.has(name)) ?? [];
	if (seen.size > 0 && missing.length === 0) return;
	const message =
		wanted === null
			? `Nothing to take: there is no package in "${folder}".`
			: `Not there any more: ${listed(missing)}. Another run has taken or settled it, or it was removed from "${folder}".`;
	context.addExecutionHints({ message, location: 'outputPane', type: 'info' });
}

/** The first names, and how many more there are. */
export function listed(names: string[]): string {
	return shownNames(names, MOST_NAMES);
}
