import { createHash } from 'node:crypto';
import { utils } from 'ssh2';
import type { AuthContext, ParsedKey, ServerConfig } from 'ssh2';

/** One account of the lock-box; at least one of password and public key lets it in. */
export interface SftpUser {
	username: string;
	password?: string;
	/** A line of an `authorized_keys` file, e.g. `ssh-ed25519 AAAA… comment`. */
	publicKey?: string;
}

/** Key exchange, ciphers and MACs that today's clients refuse unless they are told otherwise. */
const OLD_ALGORITHMS: ServerConfig['algorithms'] = {
	kex: ['diffie-hellman-group14-sha1', 'diffie-hellman-group1-sha1'],
	serverHostKey: ['ssh-rsa'],
	cipher: ['aes128-cbc', '3des-cbc'],
	hmac: ['hmac-sha1', 'hmac-md5'],
};

let generatedHostKey: string | undefined;
let generatedOldHostKey: string | undefined;

/** An ed25519 host key in OpenSSH PEM, made once per process. */
export function defaultHostKey(): string {
	generatedHostKey ??= keyPair('ed25519', { comment: 'scan-one-sandbox' }).private;
	return generatedHostKey;
}

/** An RSA host key in OpenSSH PEM, made once per process and only when an old server is played. */
export function oldHostKey(): string {
	generatedOldHostKey ??= keyPair('rsa', { comment: 'scan-one-sandbox-old' }).private;
	return generatedOldHostKey;
}

/** A passphrase comes with its cipher and rounds. */
export interface KeyOptions {
	bits?: number;
	comment?: string;
	passphrase?: string;
	cipher?: string;
	rounds?: number;
}

/** About one key in some hundred that ssh2 makes is malformed in its own eyes: another one is made. */
export function keyPair(type: 'ed25519' | 'rsa', options: KeyOptions = {}): { private: string; public: string } {
	for (let attempt = 0; attempt < 10; attempt++) {
		const pair =
			type === 'rsa'
				? utils.generateKeyPairSync('rsa', { ...options, bits: options.bits ?? 2048 })
				: utils.generateKeyPairSync('ed25519', options);
		if (isSound(pair.private, options.passphrase)) return pair;
	}
	throw new Error('No usable key pair could be made.');
}

function isSound(key: string, passphrase?: string): boolean {
	try {
		return !(utils.parseKey(key, passphrase) instanceof Error);
	} catch {
		return false;
	}
}

/** Host keys and algorithms of one connection. */
export function serverIdentity(hostKey: string, oldServer: boolean): Pick<ServerConfig, 'hostKeys' | 'algorithms'> {
	return oldServer ? { hostKeys: [oldHostKey()], algorithms: OLD_ALGORITHMS } : { hostKeys: [hostKey] };
}

/** The fingerprint as OpenSSH prints it: `SHA256:` and base64 without padding. Takes a private or public key; throws when it is not a key. */
export function fingerprintOf(key: string): string {
	const digest = createHash('sha256').update(parsed(key).getPublicSSH()).digest('base64');
	return `SHA256:${digest.replace(/=+$/, '')}`;
}

/** Whether this authentication request proves that it comes from one of the users. */
export function letsIn(users: SftpUser[], request: AuthContext): boolean {
	const user = users.find(({ username }) => username === request.username);
	if (!user) return false;
	if (request.method === 'password') return user.password !== undefined && request.password === user.password;
	if (request.method !== 'publickey' || user.publicKey === undefined) return false;
	const allowed = parsed(user.publicKey);
	if (request.key.algo !== allowed.type || !allowed.getPublicSSH().equals(request.key.data)) return false;
	// Without a signature the client only asks whether the key would do.
	if (!request.signature || !request.blob) return true;
	return allowed.verify(request.blob, request.signature, request.hashAlgo);
}

function parsed(key: string): ParsedKey {
	const result = utils.parseKey(key);
	if (result instanceof Error) throw result;
	return result;
}
