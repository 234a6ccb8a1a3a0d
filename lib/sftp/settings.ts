/** How to reach and trust one SFTP account. Times in milliseconds. */
export interface SftpSettings {
	host: string;
	port: number;
	username: string;
	password?: string;
	/** OpenSSH, PEM (PKCS#1, SEC1, PKCS#8) or PuTTY version 2. */
	privateKey?: string;
	passphrase?: string;
	/** `SHA256:…` as `ssh-keygen -lf` prints it; several (key change, other key types) separated by commas. Empty: nothing is let through, and the key seen is reported. */
	hostFingerprint: string;
	/** Folder that relative paths start from; empty = the account's home, leading `/` = absolute. */
	baseFolder: string;
	/** From the first packet until SFTP is ready. */
	connectTimeoutMs: number;
	/** Longest wait for the answer to one request (a part of a file, not the whole file). */
	operationTimeoutMs: number;
	/** Pause between keepalive packets; 0 = none. Three unanswered ones end the connection. */
	keepaliveMs: number;
	/** More algorithms for old servers, after ssh2's own defaults: comma-separated names, e.g. `diffie-hellman-group1-sha1`. */
	algorithms?: { kex?: string; cipher?: string; serverHostKey?: string; hmac?: string };
}

/** Where SFTP listens, and times for a server that answers normally: the presets of the credentials. */
export const DEFAULT_SFTP_PORT = 22;
export const DEFAULT_SFTP_TIMES = { connectTimeoutMs: 20_000, operationTimeoutMs: 120_000, keepaliveMs: 15_000 };

/** `user@host:port`, for texts. */
export function serverName(settings: SftpSettings): string {
	return `${settings.username}@${settings.host}:${settings.port}`;
}
