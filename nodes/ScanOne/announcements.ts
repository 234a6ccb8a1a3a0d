import type { IDataObject } from 'n8n-workflow';

import { type Announcement, type Look, originalName } from '../../lib/lock-box';

/** When a package was last announced (ms since the epoch), by what tells one state of a file from another. */
export type Announced = Record<string, number>;

const MINUTE = 60_000;

/**
 * The packages to announce now: those not announced yet in their present state, and those whose announcement did not
 * lead to a claim in time. Losing the memory costs a second announcement, never a package: claims are race-safe.
 */
export function dueAnnouncements(
	announcements: Announcement[],
	known: Announced,
	now: number,
	againAfterMinutes: number,
): { due: Announcement[]; known: Announced } {
	const due = announcements.filter((announcement) => now - (known[stateOf(announcement)] ?? -Infinity) >= againAfterMinutes * MINUTE);
	const fresh = new Set(due.map(stateOf));
	const kept = announcements.map((announcement): [string, number] => {
		const state = stateOf(announcement);
		return [state, fresh.has(state) ? now : (known[state] ?? now)];
	});
	return { due, known: Object.fromEntries(kept) };
}

/** The item of an announced package. `file` is what Get Many takes; for a package taken over it is the name of its claim. */
export function announcementJson({ name, folder, size, modifiedAt, reason }: Announcement): IDataObject {
	return { package: originalName(name), file: name, folder, reason, size, modifiedAt: new Date(modifiedAt).toISOString() };
}

/** Items for a manual test about files that are not announced and about the server, so that an empty test explains itself. */
export function unannouncedJson({ notYet, ignored, notices }: Look): IDataObject[] {
	const item = (reason: string) => (file: Look['notYet'][number]) => ({
		package: originalName(file.name),
		file: file.name,
		folder: file.folder,
		reason,
		why: file.why,
	});
	const aboutServer = notices.map((why) => ({ package: null, file: null, folder: null, reason: 'server', why }));
	return [...notYet.map(item('notReady')), ...ignored.map(item('ignored')), ...aboutServer];
}

function stateOf({ folder, name, size, modifiedAt }: Announcement): string {
	return `${folder}/${name}|${size}|${modifiedAt}`;
}
