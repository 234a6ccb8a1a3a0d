import { isOver, type Term } from '../core';
import { isFailure } from '../sftp';
import { Claim, release, removeLease } from './claim';
import { earlierClaims, isStale, listClaims, type ClaimFile } from './claims';
import { readLease, writeLease, type KeptContent } from './lease';
import type { Announcement } from './look';
import { newClaimName } from './names';
import { ClaimLostError } from './failure';
import { DOUBT_MS, pause, type BoxAccess } from './access';

/** What became of one announced package: null when somebody else was faster, or the file is not as it was announced. */
export type Claiming = { announcement: Announcement } & ({ claim: Claim | null } | { error: unknown });

/** A package after its rename. */
interface Taken {
	name: string;
	term: Term;
	lease: KeptContent;
}

/**
 * Claims announced packages by rename, all at the same time. One that is not as it was announced, or that an earlier, living
 * claim exists of, is left alone; one that fails keeps no other from being claimed. `owner` shows a person who looks which
 * run it is. Throws SftpFailure when the Processing folder cannot be made or listed.
 */
export async function claimAll(access: BoxAccess, announcements: Announcement[], owner: string): Promise<Claiming[]> {
	await access.ensure('processing');
	const isTakeOver = announcements.some(({ folder }) => folder === 'processing');
	const before = isTakeOver ? (await listClaims(access)).claims : [];
	const results = await Promise.all(
		announcements.map(async (announcement): Promise<Claiming | { announcement: Announcement; taken: Taken }> => {
			try {
				const taken = await take(access, announcement, owner, before);
				return taken ? { announcement, taken } : { announcement, claim: null };
			} catch (error) {
				return { announcement, error };
			}
		}),
	);
	const names = results.flatMap((result) => ('taken' in result ? [result.taken.name] : []));
	const listed = await claimsAfter(access, names).catch(async (error: unknown) => {
		await Promise.all(names.map(async (name) => await givenUp(access, name)));
		throw error;
	});
	return await Promise.all(
		results.map(async (result): Promise<Claiming> => {
			if (!('taken' in result)) return result;
			const { announcement, taken } = result;
			try {
				return { announcement, claim: await held(access, announcement, taken, listed) };
			} catch (error) {
				await givenUp(access, taken.name);
				return { announcement, error };
			}
		}),
	);
}

/** Nobody knows of this claim: given back where the server still answers, else taken over after the reclaim time. */
async function givenUp(access: BoxAccess, name: string): Promise<void> {
	await release(access, name).catch(() => undefined);
}

async function take(access: BoxAccess, announcement: Announcement, owner: string, before: ClaimFile[]): Promise<Taken | null> {
	const source = access.path(announcement.folder, announcement.name);
	const previous = announcement.folder === 'processing' ? await staleClaim(access, announcement.name, before) : undefined;
	if (previous === null || !(await isUnchanged(access, source, announcement))) return null;

	const earlier = previous ? await readLease(access, announcement.name) : null;
	const from = announcement.folder === 'waiting' ? 'waiting' : (earlier?.from ?? 'incoming');
	const lease: KeptContent = { owner, from, failures: earlier?.failures, prepared: earlier?.prepared };
	const name = newClaimName(announcement.name, await access.serverNow(), access.run, announcement.folder);
	// The lease comes first: a claim never stands without one.
	const term = await writeLease(access, name, lease, { exclusive: true });
	try {
		await access.port.move(source, access.path('processing', name), { isNew: true });
	} catch (error) {
		// After a lost connection nobody knows whether the rename was carried out: then the lease has to stay.
		if (!isFailure(error, 'timeout', 'connectionLost', 'cancelled')) await removeLease(access, name);
		if (isFailure(error, 'noSuchFile')) return null;
		throw error;
	}
	if (previous?.lease) await removeLease(access, announcement.name);
	return { name, term, lease };
}

/** Everybody's claims after the renames: one listing for all, and another where it leaves a doubt. */
async function claimsAfter(access: BoxAccess, names: string[]): Promise<ClaimFile[]> {
	if (names.length === 0) return [];
	const { claims } = await listClaims(access);
	for (const name of names) {
		const mine = claims.find(({ file }) => file.name === name);
		if (!mine || (await earlierClaims(access, claims, mine.file)).length === 0) continue;
		// The earlier one may be a rename that is being undone because ours came first: look again.
		await pause(DOUBT_MS);
		return (await listClaims(access)).claims;
	}
	return claims;
}

/** The claim, unless it turns out that it has to be left. */
async function held(
	access: BoxAccess,
	announcement: Announcement,
	{ name, term, lease }: Taken,
	claims: ClaimFile[],
): Promise<Claim | null> {
	const mine = claims.find(({ file }) => file.name === name);
	if (!mine || (await earlierClaims(access, claims, mine.file)).length > 0) {
		// Without its lease the copy is taken up again after the reclaim time, when the earlier claim is settled.
		await removeLease(access, name);
		return null;
	}
	if (mine.file.size !== announcement.size) {
		// The sender went on writing after all.
		await release(access, name);
		return null;
	}
	if (isOver(term)) throw new ClaimLostError(name, 'its time was over before it was seen among the claims.');
	return new Claim(access, name, mine.file.size, announcement.modifiedAt, term, lease);
}

/** Null when the claim is gone or alive again. */
async function staleClaim(access: BoxAccess, name: string, claims: ClaimFile[]): Promise<ClaimFile | null> {
	const found = claims.find(({ file }) => file.name === name);
	return found && (await isStale(access, found)) ? found : null;
}

async function isUnchanged(access: BoxAccess, path: string, announcement: Announcement): Promise<boolean> {
	const now = await access.port.stat(path);
	return now?.kind === 'file' && now.size === announcement.size && now.modifiedAt === announcement.modifiedAt;
}
