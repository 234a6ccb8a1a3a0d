import { spawnSync } from 'node:child_process';
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { userInfo } from 'node:os';

import { startRealServer, versionOf, type Place, type RealServer } from './real-server';

export const proftpdVersion = (): string | null => versionOf('proftpd', ['-v']);

/** ProFTPD with mod_sftp; without `overwrite` as it comes: a file that is there cannot be written to. */
export async function startProftpd({ overwrite }: { overwrite: boolean }): Promise<RealServer> {
	return await startRealServer(async (place) => {
		const { work, root, username, password } = place;
		const { uid, gid } = userInfo();
		const { stdout } = spawnSync('openssl', ['passwd', '-6', password], { encoding: 'utf8' });
		const users = join(work, 'users');
		await writeFile(users, `${username}:${stdout.trim()}:${uid}:${gid}::${root}:/bin/false\n`);
		await chmod(users, 0o600);
		const configuration = join(work, 'proftpd.conf');
		await writeFile(configuration, configurationOf(place, users, overwrite));
		return { command: 'proftpd', args: ['--nodaemon', '--config', configuration] };
	});
}

function configurationOf({ work, port, hostKeyFile }: Place, users: string, overwrite: boolean): string {
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
SFTPAuthMethods password
${overwrite ? '<Directory /*>\n  AllowOverwrite on\n</Directory>' : ''}
`;
}
