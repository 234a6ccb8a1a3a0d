import { SftpFailure, type SftpSettings } from '../../lib/sftp';
import { rejectionOf, type TestLockBox } from '../lock-box/lock-box';

/** Looking into a folder of the lock-box that a test has, with other settings: the failure, or the names in it. */
export function listingOf(current: () => TestLockBox) {
	async function failing(changes: Partial<SftpSettings>): Promise<SftpFailure> {
		const error = await rejectionOf(current().connected(async (port) => await port.list('Incoming'), changes));
		if (!(error instanceof SftpFailure)) throw error;
		return error;
	}

	async function listedWith(changes: Partial<SftpSettings>): Promise<string[]> {
		return await current().connected(async (port) => (await port.list('Incoming')).map(({ name }) => name), changes);
	}

	return { failing, listedWith };
}
