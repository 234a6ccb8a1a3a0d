import type { SftpPort } from '../sftp';
import { release, type Claim } from './claim';
import { claimAll, type Claiming } from './claim-all';
import { atWork, listClaims, type AtWork } from './claims';
import { look, type Announcement, type Look, type LookOptions } from './look';
import { bindingPath, bindInstance, boundInstance } from './binding';
import { BoxAccess } from './access';
import { earlierUse, type EarlierUse } from './earlier-use';
import { readKept } from './kept';
import { postpone } from './postpone';
import { DEFAULT_TIMES, lockBoxFolders, type LockBoxFolders, type LockBoxTimes } from './settings';
import { whyLost } from './ownership';
import { readStocked, stock, type Stock, type StockedFile } from './stock';
import { settleAll, type Settled, type SettleJob, type Settlement, type SettleResult } from './settle';

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
	/** Host that the lock-box was found to be bound to by `bindInstance`. */
	private bound: string | null = null;

	constructor(port: SftpPort, { folders, owner, ...times }: LockBoxSettings) {
		this.folders = { ...lockBoxFolders('Invoices'), ...folders };
		this.owner = owner;
		this.access = new BoxAccess(port, this.folders, { ...DEFAULT_TIMES, ...times });
	}

	/** Which packages can be claimed now. Takes at least the settling time when there are deliveries; claims nothing. Throws SftpFailure, also for a missing Incoming folder. */
	async look(options: LookOptions = {}): Promise<Look> {
		return await look(this.access, options);
	}

	/** Claims several packages at the same time; see `claimAll`. `PACKAGES_AT_ONCE` is a good number. */
	async claimAll(announcements: Announcement[]): Promise<Claiming[]> {
		return await claimAll(this.access, announcements, this.owner);
	}

	/** One package: null when somebody else was faster, or the file is not as it was announced. */
	async claim(announcement: Announcement): Promise<Claim | null> {
		const [result] = await this.claimAll([announcement]);
		if (result && 'error' in result) throw result.error;
		return result?.claim ?? null;
	}

	/** Makes sure that claims last: renews those that have lost much of their time. What was wrong, by claim: ClaimLostError or SftpFailure. */
	async keep(claims: Claim[]): Promise<Map<Claim, unknown>> {
		const errors = new Map<Claim, unknown>();
		if (claims.length === 0) return errors;
		const listed = await listClaims(this.access);
		await Promise.all(
			claims.map(async (claim) => {
				await claim.keep(listed).catch((error: unknown) => errors.set(claim, error));
			}),
		);
		return errors;
	}

	/** An announced package without claiming it, for a manual test. */
	async readUnclaimed(announcement: Announcement, limits: { maxBytes: number }): Promise<Buffer> {
		return await readKept(this.access, announcement.folder, announcement.name, limits);
	}

	/** Everything that stands in the folders by now; see `stock`. */
	async stock(): Promise<Stock> {
		return await stock(this.access);
	}

	/** A whole file of the stock; null where it is gone. See `readStocked`. */
	async readStocked(file: StockedFile, limits: { maxBytes: number }): Promise<Buffer | null> {
		return await readStocked(this.access, file, limits);
	}

	/** Whether a claim made earlier is still under its name. */
	async isOurs(claimName: string): Promise<boolean> {
		return (await whyLost(this.access, claimName)) === null;
	}

	/** What living claims of everybody stand for: packages that runs are at work on just now. */
	async atWork(): Promise<AtWork> {
		return await atWork(this.access);
	}

	/** Settles several claims at the same time, by their names; see `settleAll`. `PACKAGES_AT_ONCE` is a good number. */
	async settleAll(jobs: SettleJob[]): Promise<SettleResult[]> {
		return await settleAll(this.access, jobs, this.owner);
	}

	/** Settles one claim by its name; `sha256` of the package as it was read, see `SettleJob`. */
	async settle(claim: string, settlement: Settlement = {}, sha256?: string): Promise<Settled> {
		const leaves = settlement.rejected !== undefined || settlement.waiting !== undefined;
		const [result] = await this.settleAll([{ claim, sha256, settlement: leaves ? async () => await Promise.resolve(settlement) : null }]);
		if (result && 'settled' in result) return result.settled;
		throw result?.error;
	}

	/** After a package could not be settled: later runs leave it alone until then, longer after each failure. See `postpone`. */
	async postpone(claimName: string): Promise<Date> {
		return await postpone(this.access, claimName, this.owner);
	}

	/** Gives a claimed package back unsettled. */
	async release(claimName: string): Promise<void> {
		await release(this.access, claimName);
	}

	/** Full path of the file that names that instance. */
	get bindingPath(): string {
		return bindingPath(this.access);
	}

	/** What shows that a lock-box without a binding file has had one; null where it is new. See `earlierUse`. */
	async earlierUse(): Promise<EarlierUse | null> {
		return await earlierUse(this.access);
	}

	/** Host of the Coupa instance the lock-box is bound to, or null. Throws BindingUnreadableError. */
	async boundInstance(): Promise<string | null> {
		return await boundInstance(this.access);
	}

	/** Binds the lock-box to this Coupa host (lower case) unless it is bound; throws LockBoxBoundError when bound to another. */
	async bindInstance(host: string): Promise<void> {
		if (this.bound === host) return;
		await bindInstance(this.access, host);
		this.bound = host;
	}
}
