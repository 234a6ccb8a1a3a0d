import type { SftpPort } from '../sftp';
import { claim, release, whyLost, type Claim } from './claim';
import { look, type Announcement, type Look, type LookOptions } from './look';
import { bindingPath, bindInstance, boundInstance } from './binding';
import { BoxAccess } from './access';
import { readKept } from './kept';
import { DEFAULT_TIMES, lockBoxFolders, type LockBoxFolders, type LockBoxTimes } from './settings';
import { settle, type Settled, type Settlement } from './settle';

export interface LockBoxSettings extends Partial<LockBoxTimes> {
	/** Default: the folders of `Invoices`. */
	folders?: Partial<LockBoxFolders>;
	/** Who works here, for a person who looks into a lease: workflow, execution, machine. */
	owner: string;
}

/**
 * One lock-box over one open SFTP connection (design.md §4): announce, claim, read, settle. Keeps no state that
 * correctness needs: a claim made over one connection is settled by its name over another.
 */
export class LockBox {
	readonly folders: LockBoxFolders;
	private readonly access: BoxAccess;
	private readonly owner: string;

	constructor(port: SftpPort, { folders, owner, ...times }: LockBoxSettings) {
		this.folders = { ...lockBoxFolders('Invoices'), ...folders };
		this.owner = owner;
		this.access = new BoxAccess(port, this.folders, { ...DEFAULT_TIMES, ...times });
	}

	/** Which packages can be claimed now. Takes at least the settling time when there are deliveries; claims nothing. Throws SftpFailure, also for a missing Incoming folder. */
	async look(options: LookOptions = {}): Promise<Look> {
		return await look(this.access, options);
	}

	/** Null when somebody else was faster, or the file is not as it was announced. */
	async claim(announcement: Announcement): Promise<Claim | null> {
		return await claim(this.access, announcement, this.owner);
	}

	/** An announced package without claiming it, for a manual test. */
	async readUnclaimed(announcement: Announcement, limits: { maxBytes: number }): Promise<Buffer> {
		return await readKept(this.access, announcement.folder, announcement.name, limits);
	}

	/** A claimed package by the name of its claim. */
	async readClaimed(claimName: string, limits: { maxBytes: number }): Promise<Buffer> {
		return await readKept(this.access, 'processing', claimName, limits);
	}

	/** Whether a claim made earlier still stands under its name. */
	async isOurs(claimName: string): Promise<boolean> {
		return (await whyLost(this.access, claimName)) === null;
	}

	/** Settles a claim by its name; see `settle`. */
	async settle(claimName: string, settlement: Settlement = {}): Promise<Settled> {
		return await settle(this.access, claimName, settlement, this.owner);
	}

	/** Gives a claimed package back unsettled. */
	async release(claimName: string): Promise<void> {
		await release(this.access, claimName);
	}

	/** Full path of the file that names that instance. */
	get bindingPath(): string {
		return bindingPath(this.access);
	}

	/** Host of the Coupa instance the lock-box is bound to, or null. */
	async boundInstance(): Promise<string | null> {
		return await boundInstance(this.access);
	}

	/** Binds the lock-box to this Coupa host (lower case) unless it is bound; throws LockBoxBoundError when bound to another. */
	async bindInstance(host: string): Promise<void> {
		await bindInstance(this.access, host);
	}
}
