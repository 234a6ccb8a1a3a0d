import { isFailure } from './failure';
import type { SftpPort } from './port';

/** Makes a folder and those above it, as far as they are not there yet. Throws SftpFailure, e.g. `permission`. */
export async function makeFolders(port: SftpPort, folder: string): Promise<void> {
	await makeWithParents(
		port,
		folder.split('/').filter((segment) => segment !== ''),
		folder.startsWith('/'),
	);
}

async function makeWithParents(port: SftpPort, segments: string[], absolute: boolean): Promise<void> {
	const path = (absolute ? '/' : '') + segments.join('/');
	try {
		await port.makeFolder(path);
	} catch (error) {
		if (!isFailure(error, 'noSuchFile') || segments.length < 2) throw error;
		await makeWithParents(port, segments.slice(0, -1), absolute);
		await port.makeFolder(path);
	}
}
