import { spawnSync } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

import type { Report } from '../host/process';

/** The programs that queue mode needs beside n8n. */
export interface QueuePrograms {
	redisServer: string;
	/** Folder with initdb, postgres and psql. */
	postgresqlBin: string;
}

/** Where a program is, or null. */
type Find = () => string | null;

const INSTALL_MS = 240_000;

/**
 * Finds Redis and PostgreSQL, and installs what is missing from the packages of Debian, Ubuntu and the like, where we are root.
 *
 * @param report told what is installed
 * @returns the programs, or in words why they cannot be had
 */
export function queuePrograms(report: Report): QueuePrograms | string {
	const redisServer = provided('redis-server', findRedis, report);
	if (redisServer === null) return `there is no redis-server, and ${whyNotInstalled()}`;
	const postgresqlBin = provided('postgresql', findPostgresql, report);
	if (postgresqlBin === null) return `there is no PostgreSQL server, and ${whyNotInstalled()}`;
	return { redisServer, postgresqlBin };
}

const findRedis: Find = () => onPath('redis-server');

/** Debian keeps a folder for each version, away from the PATH; the newest counts. */
const findPostgresql: Find = () => {
	const [newest] = globSync('/usr/lib/postgresql/*/bin/postgres').sort((left, right) => versionOf(right) - versionOf(left));
	const server = newest ?? onPath('postgres');
	return server !== null && existsSync(join(dirname(server), 'initdb')) ? dirname(server) : null;
};

function versionOf(path: string): number {
	return Number(/postgresql\/(\d+)/.exec(path)?.[1] ?? 0);
}

function onPath(program: string): string | null {
	const folders = (process.env.PATH ?? '').split(delimiter);
	return folders.map((folder) => join(folder, program)).find((path) => existsSync(path)) ?? null;
}

function provided(packageName: string, find: Find, report: Report): string | null {
	const found = find();
	if (found !== null || !canInstall()) return found;
	report(`Installing ${packageName} with apt-get`);
	// Only where it fails are the package lists read again: that takes longest.
	if (!aptGet('install', packageName) && aptGet('update')) aptGet('install', packageName);
	return find();
}

function canInstall(): boolean {
	return process.getuid?.() === 0 && onPath('apt-get') !== null;
}

function whyNotInstalled(): string {
	return canInstall() ? 'apt-get could not install it' : 'only root can install it, with apt-get';
}

function aptGet(command: 'install' | 'update', packageName?: string): boolean {
	const names = packageName === undefined ? [] : ['--yes', '--no-install-recommends', packageName];
	const { status } = spawnSync('apt-get', [command, '--quiet', ...names], {
		stdio: 'ignore',
		timeout: INSTALL_MS,
		env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
	});
	return status === 0;
}
