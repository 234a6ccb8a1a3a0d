import { pathFailure, type SftpFailure } from './failure';
import type { Session } from './session';

/** Less than this is full: the piece that did not fit may have left a little. */
const FULL_BELOW_BYTES = 64 * 1024;

/** OpenSSH answers a full disk with a bare "Failure"; where the server reports its free space, we ask. False where it does not. */
export async function isDiskFull(session: Session, folder: string): Promise<boolean> {
	const disk = await session
		.request<Record<string, unknown>>({ verb: 'ask for free space in', path: folder }, (answer) => {
			session.sftp.ext_openssh_statvfs(folder, answer);
		})
		.catch(() => null);
	return disk !== null && (Number(disk.f_bavail) * Number(disk.f_frsize) < FULL_BELOW_BYTES || Number(disk.f_favail) === 0);
}

export function fullFailure(path: string): SftpFailure {
	return pathFailure('noSpace', path, `Could not write "${path}" over SFTP: the disk or the quota is full.`);
}
