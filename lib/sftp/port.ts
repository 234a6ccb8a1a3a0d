import type { SftpFailure } from './failure';

/** One entry of a folder on the server. */
export interface RemoteFile {
	name: string;
	/** `other`: a device, a pipe, a socket. Where the server does not show it, it was found out by trying. */
	kind: 'file' | 'folder' | 'link' | 'other';
	/** Bytes. */
	size: number;
	/** Modification time in ms since the epoch, whole seconds, by the server's own clock: never compare it with ours. 0 when the server shows none. */
	modifiedAt: number;
	/** Why the server did not say what it is: then kind and size are guesses. */
	failure?: SftpFailure;
}

/** What was written. */
export interface Written {
	/** Bytes. */
	size: number;
	/** Hex. */
	sha256: string;
}

/** `takenAway`: whole, but gone before it could be given its name: the receiver fetches files as soon as they are there. */
export type UploadOutcome = 'uploaded' | 'alreadyThere' | 'takenAway';

export type Content = Buffer | AsyncIterable<Uint8Array>;

/**
 * One open SFTP connection. Paths are POSIX and start at the base folder. Everything throws SftpFailure with the full
 * path and the reason; every request is timed (design.md §7).
 */
export interface SftpPort {
	/** `user@host:port`. */
	readonly server: string;
	/** The path as the server knows it, for texts. */
	fullPath(path: string): string;
	/** Everything in the folder, up to 100,000 entries, also those that the server says nothing about (`failure`); a missing folder throws `noSuchFile` naming it. */
	list(folder: string): Promise<RemoteFile[]>;
	/** Null when nothing is there. */
	stat(path: string): Promise<RemoteFile | null>;
	/**
	 * The whole file, also when it was gone after its last byte; throws when it is larger than `maxBytes`, or when its size
	 * changed while it was read. A `size` that is known, from a listing, saves asking for it: the file has to end there.
	 */
	read(path: string, limits: { maxBytes: number; size?: number }): Promise<Buffer>;
	/** The file piece by piece, in constant memory, up to 4 GB of it; same size check as `read`, at the end. */
	chunks(path: string): AsyncIterable<Buffer>;
	/** Opens the file once for reading parts of it; a part beyond the end comes back short. */
	peek<T>(path: string, use: (readAt: (offset: number, length: number) => Promise<Buffer>) => Promise<T>): Promise<T>;
	/**
	 * Writes in place, never through a symbolic link; where the server never overwrites, the file is removed first. `exclusive` throws `exists` when the
	 * file is there, but some servers overwrite it all the same: never write two things under one name.
	 */
	write(path: string, content: Content, options?: { exclusive?: boolean }): Promise<Written>;
	/** Writes under a temporary name (`….part`), compares the size, then moves it into place. Never overwrites: identical content that is there already is `alreadyThere`, other content throws `exists`. */
	upload(path: string, content: Content): Promise<UploadOutcome>;
	/**
	 * Renames atomically and never overwrites: throws `exists` when the target is there, `noSuchFile` when the source is gone.
	 * A target whose name nobody else can have (`isNew`) is not looked for first.
	 */
	move(from: string, to: string, options?: { isNew?: boolean }): Promise<void>;
	/** Renames over the target: atomically where the server has posix-rename, else by removing the target first. */
	replace(from: string, to: string): Promise<void>;
	/** False when it was not there. */
	remove(path: string): Promise<boolean>;
	/** Makes one folder; false when it was there already. Its parent has to be there. */
	makeFolder(path: string): Promise<boolean>;
}
