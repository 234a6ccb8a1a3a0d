import { pathFailure, SftpFailure } from './failure';
import { folderOf } from './paths';

const PLAIN = /[A-Za-z0-9._-]/;
/** Longer names than this are refused by some servers. */
const LONG_BYTES = 100;

/**
 * A file that the server did not let us make. `plain`: the name of a file that could be made in the same folder, null
 * where that was refused too. Paths as the server knows them.
 */
export function creationFailure(refusal: SftpFailure, path: string, plain: string | null): SftpFailure {
	const folder = folderOf(path) || '/';
	const needed = specialities(nameOf(path)).join(', ');
	if (plain !== null)
		return reworded(
			refusal,
			`Could not write "${path}" over SFTP: the server refuses this file name; a file named "${plain}" could be made in the same folder.`,
			`Ask the server's admin to allow such names in "${folder}"${needed && `: ${needed}`}.`,
		);
	return reworded(
		refusal,
		refusal.message,
		`Ask the server's admin to let this account make, rename and delete files in "${folder}".${needed && ` If it may do so already, the server allows certain names only: it has to allow ${needed}.`}`,
	);
}

/** A rename that the server did not carry out although the source is there and the target is not. Paths as the server knows them. */
export function moveFailure(refusal: SftpFailure, from: string, to: string): SftpFailure {
	const [source, target] = [folderOf(from) || '/', folderOf(to) || '/'];
	if (refusal.kind !== 'permission')
		return reworded(
			refusal,
			refusal.message,
			`The server does not rename files from "${source}" to "${target}". Packages are claimed and uploads are finished by renaming: ask the server's admin to allow it, and to keep both folders on one disk.`,
		);
	const needed = specialities(nameOf(to)).join(', ');
	return reworded(
		refusal,
		refusal.message,
		`Ask the server's admin to let this account ${source === target ? `make, rename and delete files in "${source}"` : `rename and delete files in "${source}" and make files in "${target}"`}.${needed && ` If it may do so already, the server allows certain names only: it has to allow ${needed}.`}`,
	);
}

/** Somebody has laid a link where we write. Path as the server knows it. */
export function linkFailure(path: string): SftpFailure {
	return pathFailure(
		'other',
		path,
		`"${path}" is a symbolic link: nothing is written through it, because it may lead to any other file.`,
		'Find out who made it and have it deleted; then run again. Only these workflows should have the right to make files in that folder.',
	);
}

/** What about a name a server's filter may refuse. */
function specialities(name: string): string[] {
	const characters = [...new Set(Array.from(name).filter((character) => !PLAIN.test(character)))];
	const ending = /\.[A-Za-z0-9]+$/.exec(name)?.[0];
	const bytes = Buffer.byteLength(name);
	return [
		...(bytes > LONG_BYTES ? [`names of ${bytes} bytes`] : []),
		...(name.startsWith('.') ? ['names that begin with a dot'] : []),
		...(ending !== undefined && ending !== name ? [`names that end in "${ending}"`] : []),
		...(characters.length > 0 ? [`the character${characters.length > 1 ? 's' : ''} ${characters.map((one) => `"${one}"`).join(' ')}`] : []),
	];
}

function nameOf(path: string): string {
	return path.slice(path.lastIndexOf('/') + 1);
}

function reworded(refusal: SftpFailure, message: string, hint: string): SftpFailure {
	return new SftpFailure(message, refusal.kind, { ...refusal.details, hint });
}
