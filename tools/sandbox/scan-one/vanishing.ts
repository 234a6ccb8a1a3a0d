import { posix } from 'node:path';
import type { Jail } from './jail';
import type { SftpSettings } from './settings';

/** What was done with an open file. */
export interface Used {
	read: boolean;
	written: boolean;
}

/** After a file was closed: a mailbox gives a file out once, and some receivers fetch a file as soon as it is written. */
export async function removeGivenOut(jail: Jail, settings: SftpSettings, path: string, used: Used): Promise<void> {
	if (used.read && settings.givesOnce.includes(posix.dirname(jail.absolute(path)))) await jail.discard(path);
	else if (used.written) await removeIfFetched(jail, settings, path);
}

/** After a file got its name or its content. */
export async function removeIfFetched(jail: Jail, { fetchedAtOnce }: SftpSettings, path: string): Promise<void> {
	const absolute = jail.absolute(path);
	const names = fetchedAtOnce[posix.dirname(absolute)];
	if (names === 'anyName' || (names === 'finalName' && !absolute.endsWith('.part'))) await jail.discard(path);
}
