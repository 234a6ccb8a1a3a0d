import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { userInfo } from 'node:os';

import { startRealServer, versionOf, type Place, type RealServer } from './real-server';

export const proftpdVersion = (): string | null => versionOf('proftpd', ['-v']);

/** ProFTPD with mod_sftp as it comes, which lets no file be overwritten, and with further directives, which may name folders below the root. */
export async function startProftpd(directives: (root: string) => string = () => ''): Promise<RealServer> {
	return await startRealServer('privateKey', async (place) => {
		const { work, root, username, publicKey } = place;
		const { uid, gid } = userInfo();
		const users = join(work, 'users');
		// No password: the account signs in with its key.
		await writeFile(users, `${username}:*:${uid}:${gid}::${root}:/bin/false\n`);
		await writeFile(join(work, 'keys'), asRfc4716(publicKey));
		await chmod(users, 0o600);
		const configuration = join(work, 'proftpd.conf');
		await writeFile(configuration, configurationOf(place, users, directives(root)));
		return { command: 'proftpd', args: ['--nodaemon', '--config', configuration] };
	});
}

function configurationOf({ work, port, hostKeyFile }: Place, users: string, directives: string): string {
	const { username: owner } = userInfo();
	return `
ModulePath /usr/lib/proftpd
LoadModule mod_sftp.c
ServerName "Lock-box"
ServerType standalone
DefaultAddress 127.0.0.1
UseIPv6 off
Port ${port}
User ${owner}
Group ${owner}
RootLogin on
PidFile ${join(work, 'pid')}
ScoreboardFile ${join(work, 'scoreboard')}
SystemLog ${join(work, 'log')}
WtmpLog off
DelayEngine off
RequireValidShell off
AuthUserFile ${users}
AuthOrder mod_auth_file.c
DefaultRoot ~
SFTPEngine on
SFTPLog ${join(work, 'sftp.log')}
SFTPHostKey ${hostKeyFile}
SFTPAuthMethods publickey
SFTPAuthorizedUserKeys file:${join(work, 'keys')}
${directives}
`;
}

/** The form of public keys that ProFTPD reads, from a line of an `authorized_keys` file. */
function asRfc4716(line: string): string {
	const lines = line.split(' ')[1]?.match(/.{1,70}/g) ?? [];
	return ['---- BEGIN SSH2 PUBLIC KEY ----', ...lines, '---- END SSH2 PUBLIC KEY ----', ''].join('\n');
}
