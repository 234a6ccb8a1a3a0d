import { ownValue, setOwn, shownName } from '../../lib/core';
import type { IDataObject } from 'n8n-workflow';

import { type Announcement, type AtWork, deliveredName, type Look } from '../../lib/lock-box';

/** What the trigger remembers between polls. Losing it costs a second announcement, never a package: claims are race-safe. */
export interface Memory {
	/** When a package was last announced (ms since the epoch), by what tells one state of a file from another. */
	announced: Record<string, number>;
	/** What was announced together, by that time: the packages of Incoming, oldest first. */
	together: Record<string, string[]>;
}

export const NO_MEMORY: Memory = { announced: {}, together: {} };

const MINUTE = 60_000;
/** While so many runs are at work on so many packages altogether, a backlog waits for them: more runs would only slow each other down. */
const MOST_RUNS = 2;
const MANY_PACKAGES = 50;

/** Whether runs have enough to do, so that nothing is to be announced on top. */
export function isBusy({ runs, packages }: AtWork): boolean {
	return runs >= MOST_RUNS && packages >= MANY_PACKAGES;
}

/**
 * The packages that can be announced now, of all that are in Incoming: those not announced yet in their present state, those
 * that a run has left behind, and those whose announcement did not lead to a claim in time.
 */
export function dueAmong(packages: Announcement[], memory: Memory, now: number, againAfterMinutes: number): Announcement[] {
	const left = leftBehind(packages, memory);
	return packages.filter((one) => {
		const at = ownValue(memory.announced, stateOf(one));
		return at === undefined || now - at >= againAfterMinutes * MINUTE || left.has(stateOf(one));
	});
}

/**
 * Runs take the oldest first. So a run has taken all it is going to take when some of what was announced to it is gone, and
 * what is younger is left behind. What is older and still there could not be taken: that waits for its time.
 */
function leftBehind(packages: Announcement[], { announced, together }: Memory): Set<string> {
	const present = new Set(packages.map(stateOf));
	const left = Object.entries(together).flatMap(([at, states]) => {
		const lastTaken = states.findLastIndex((state) => !present.has(state));
		return lastTaken === -1 ? [] : states.slice(lastTaken + 1).filter((state) => ownValue(announced, state) === Number(at));
	});
	return new Set(left);
}

/** The memory after an announcement: of the packages that are still there, and those just announced. */
export function remembering(announcements: Announcement[], memory: Memory, present: Announcement[], now: number): Memory {
	const fresh = new Set(announcements.map(stateOf));
	const times: Memory['announced'] = {};
	for (const state of new Set([...present.map(stateOf), ...fresh])) {
		const at = fresh.has(state) ? now : ownValue(memory.announced, state);
		if (at !== undefined) setOwn(times, state, at);
	}
	const inUse = new Set(Object.values(times).map(String));
	const older = Object.entries(memory.together).filter(([at]) => inUse.has(at));
	const together = announcements.filter(({ folder }) => folder === 'incoming').map(stateOf);
	return { announced: times, together: { ...Object.fromEntries(older), ...(together.length > 0 && { [now]: together }) } };
}

/**
 * The item of an announced package. `file` is what Get Many takes; for a package taken over it is the name of its claim.
 *
 * @param leftForLater packages in Incoming that later polls announce
 */
export function announcementJson({ name, folder, size, modifiedAt, reason }: Announcement, leftForLater: number): IDataObject {
	return {
		package: deliveredName({ name, folder }),
		file: name,
		folder,
		reason,
		size,
		modifiedAt: new Date(modifiedAt).toISOString(),
		...(leftForLater > 0 && { leftForLater }),
	};
}

/**
 * Items for a manual test about files that are not announced and about the server, so that an empty test explains itself. They have the keys of an
 * announcement: n8n's table shows a missing one as a red “undefined”.
 */
export function unannouncedJson({ notYet, later, ignored, notices }: Look): IDataObject[] {
	const item = (reason: string) => (file: Look['notYet'][number]) => ({
		package: shownName(deliveredName(file)),
		file: shownName(file.name),
		folder: file.folder,
		reason,
		why: file.why,
		size: null,
		modifiedAt: null,
	});
	const waiting = later.map(({ name, folder }) => ({ name, folder, why: 'Older packages come first. A later poll announces it.' }));
	const aboutServer = notices.map((why) => ({
		package: null,
		file: null,
		folder: null,
		reason: 'server',
		why,
		size: null,
		modifiedAt: null,
	}));
	return [...notYet.map(item('notReady')), ...waiting.map(item('later')), ...ignored.map(item('ignored')), ...aboutServer];
}

function stateOf({ folder, name, size, modifiedAt }: Announcement): string {
	return `${folder}/${name}|${size}|${modifiedAt}`;
}
