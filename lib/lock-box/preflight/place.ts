import { randomBytes } from 'node:crypto';

import { withoutEnd } from '../../core';
import { type BareSftp, isFailure, type SftpPort, type SftpSettings, throwIfLost } from '../../sftp';
import type { BoxAccess } from '../access';
import { NotPossible } from './question';

/** What a preflight is asked for. */
export interface PreflightOptions {
	/** Folders for Scan One, by their object, such as `Suppliers`. */
	outgoing: Record<string, string>;
	/** Host of the Coupa instance that the credential names, or null; throws where it names none that can be. */
	expected: () => string | null;
	allowTestFiles: boolean;
	/** How long the connection is left alone to see whether the server keeps it. */
	idleMs: number;
}

/** What the questions have made, over all connections of one preflight. */
export class Traces {
	readonly nonce = randomBytes(4).toString('hex');
	readonly files = new Set<string>();
	/** Those inside others come later. */
	readonly folders = new Set<string>();
	readonly places = new Map<string, string>();
	private count = 0;

	/** Different each time; ends in `.tmp`, so that nothing of ours takes it for a package or a claim. */
	nextName(): string {
		return `preflight-${this.nonce}-${++this.count}.tmp`;
	}
}

const TEXT = 'Test file of a preflight; it can be deleted.\n';
export const TEST_CONTENT = Buffer.from(TEXT);

/** Where questions are asked: one connection, the folders, and what was made so far. */
export class Place {
	constructor(
		readonly port: SftpPort,
		readonly bare: BareSftp,
		readonly access: BoxAccess,
		readonly settings: SftpSettings,
		readonly options: PreflightOptions,
		readonly traces: Traces,
		readonly signal: AbortSignal | undefined,
	) {}

	/** The folder, or a test folder that stands in for one that is missing. Throws NotPossible where none can be made. */
	async standIn(folder: string): Promise<string> {
		const known = this.traces.places.get(folder);
		if (known !== undefined) return known;
		const path = (await this.isFolder(folder)) ? folder : await this.testFolderAbove(folder);
		this.traces.places.set(folder, path);
		return path;
	}

	async isFolder(folder: string): Promise<boolean> {
		return (await this.port.stat(folder))?.kind === 'folder';
	}

	/** A new test file right in a folder, or in its stand-in. Throws NotPossible where none can be made, or it does not stay. */
	async testFile(folder: string, content = TEST_CONTENT): Promise<string> {
		const path = below(await this.standIn(folder), this.traces.nextName());
		await this.made(path, content).catch((error: unknown) => {
			throwIfLost(error);
			throw new NotPossible(`No test file could be made in "${this.port.fullPath(folder)}".`);
		});
		if ((await this.bare.stat(path)) === null) throw new NotPossible(`A test file does not stay in "${this.port.fullPath(folder)}".`);
		return path;
	}

	/** Path of a test file of this name in a folder of its own within Processing; beside the claims where no folder can be made. */
	async pathFor(name: string): Promise<string> {
		const { folders } = this.access;
		const room = await this.roomOf(folders.processing);
		return room === null ? below(folders.processing, `.preflight-${this.traces.nonce}-${name}`) : below(room, name);
	}

	/** Makes a file that is new, whether the server creates exclusively or not. Throws SftpFailure. */
	async made(path: string, content: Buffer = TEST_CONTENT): Promise<void> {
		this.traces.files.add(path);
		await this.bare.write(path, content, 'wx').catch(async (error: unknown) => {
			throwIfLost(error);
			await this.bare.write(path, content, 'w');
		});
	}

	private async roomOf(folder: string): Promise<string | null> {
		const key = 'room';
		const known = this.traces.places.get(key);
		if (known !== undefined) return known === '' ? null : known;
		const path = below(await this.standIn(folder), `.preflight-${this.traces.nonce}`);
		const isMade = await this.madeFolder(path);
		this.traces.places.set(key, isMade ? path : '');
		return isMade ? path : null;
	}

	private async testFolderAbove(folder: string): Promise<string> {
		let parent = parentOf(folder);
		while (parent !== '' && parent !== '/' && !(await this.isFolder(parent))) parent = parentOf(parent);
		const path = below(parent, `.preflight-${this.traces.nonce}-${this.traces.folders.size}`);
		if (await this.madeFolder(path)) return path;
		throw new NotPossible(`"${this.port.fullPath(folder)}" is missing, and no folder could be made in "${this.port.fullPath(parent)}".`);
	}

	private async madeFolder(path: string): Promise<boolean> {
		try {
			const isNew = await this.port.makeFolder(path);
			if (isNew) this.traces.folders.add(path);
			return isNew;
		} catch (error) {
			throwIfLost(error);
			return false;
		}
	}
}

export function below(folder: string, name: string): string {
	return folder === '' ? name : `${withoutEnd(folder, '/')}/${name}`;
}

function parentOf(path: string): string {
	const slash = path.lastIndexOf('/');
	return slash > 0 ? path.slice(0, slash) : slash === 0 ? '/' : '';
}

/** Something that cannot be looked at counts as there. */
function onlyLost(error: unknown): true {
	throwIfLost(error);
	return true;
}

/** Deletes what the questions have made; gives the full paths of what stays. Throws SftpFailure where the connection is lost. */
export async function cleanedUp({ port, bare }: Pick<Place, 'port' | 'bare'>, { files, folders }: Traces): Promise<string[]> {
	for (const path of files) {
		try {
			await port.remove(path);
			files.delete(path);
		} catch (error) {
			throwIfLost(error);
			// Where nothing may be deleted, nothing could be made either, most of the time.
			if ((await bare.stat(path).catch(onlyLost)) === null) files.delete(path);
		}
	}
	for (const path of [...folders].reverse()) {
		await bare.removeFolder(path).then(
			() => folders.delete(path),
			(error: unknown) => {
				throwIfLost(error);
				if (isFailure(error, 'noSuchFile')) folders.delete(path);
			},
		);
	}
	return [...files, ...folders].map((path) => port.fullPath(path));
}
