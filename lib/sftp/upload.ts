import { randomBytes } from 'node:crypto';
import { existsFailure, isFailure, pathFailure } from './failure';
import type { Content, SftpPort, UploadOutcome, Written } from './port';
import { sha256Of } from './transfer';

/** `SftpPort.upload`: under a temporary name first, so that it appears whole or not at all. */
export async function upload(port: SftpPort, path: string, content: Content): Promise<UploadOutcome> {
	const before = Buffer.isBuffer(content) ? await port.stat(path) : null;
	if (before && Buffer.isBuffer(content)) return await compared(port, path, { size: content.length, sha256: await sha256Of([content]) });
	const part = `${path}.${randomBytes(4).toString('hex')}.part`;
	try {
		const written = await port.write(part, content, { exclusive: true });
		return (await isThereWhole(port, part, written.size)) ? await named(port, part, path, written) : 'takenAway';
	} catch (error) {
		await port.remove(part).catch(() => undefined);
		throw error;
	}
}

/** Gives the part its name, unless something is there already or somebody has fetched it meanwhile. */
async function named(port: SftpPort, part: string, path: string, written: Written): Promise<UploadOutcome> {
	try {
		await port.move(part, path);
		return 'uploaded';
	} catch (error) {
		if (isFailure(error, 'exists')) {
			const outcome = await compared(port, path, written);
			await port.remove(part);
			return outcome;
		}
		if (isFailure(error, 'noSuchFile') && (await port.stat(part)) === null)
			return (await port.stat(path)) ? await compared(port, path, written) : 'takenAway';
		throw error;
	}
}

/** False when it is gone, although every byte of it was taken and the file was closed without a complaint. */
async function isThereWhole(port: SftpPort, part: string, size: number): Promise<boolean> {
	const there = await port.stat(part);
	if (!there) return false;
	if (there.size === size) return true;
	const full = port.fullPath(part);
	throw pathFailure(
		'other',
		full,
		`"${full}" arrived incomplete: ${size} bytes were sent, ${there.size} are there.`,
		"Run again. If it persists, the server's disk or this account's quota may be full.",
	);
}

async function compared(port: SftpPort, path: string, { size, sha256 }: Written): Promise<'alreadyThere'> {
	const there = await port.stat(path);
	if (there?.kind === 'file' && there.size === size && (await sha256Of(port.chunks(path))) === sha256) return 'alreadyThere';
	throw existsFailure(port, path);
}
