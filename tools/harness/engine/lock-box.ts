import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { prepareLockBox, type SftpServer, type SftpServerOptions, startSftpServer } from '../../sandbox/scan-one';

/** An empty sandbox lock-box with its Incoming folder. */
export async function startLockBox(options: SftpServerOptions = {}): Promise<SftpServer> {
	const server = await startSftpServer(options);
	await prepareLockBox(server.root);
	return server;
}

/** What an analyst enters to reach a sandbox lock-box. */
export function lockBoxCredential(server: SftpServer, more: ICredentialDataDecryptedObject = {}): ICredentialDataDecryptedObject {
	return {
		host: server.host,
		port: server.port,
		username: server.username,
		authenticateWith: 'password',
		password: server.password,
		hostFingerprint: server.hostKeyFingerprint,
		...more,
	};
}
