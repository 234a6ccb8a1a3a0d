import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

import { lastLines, runToEnd, type Report } from '../host/process';

/** A browser to drive, or why there is none. */
export type FoundChromium = { path: string } | { missing: string };

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/usr/bin/google-chrome-stable'];
const PACKAGES = ['chromium', 'fonts-liberation'];

/** The Chromium that CHROMIUM names or the system has. Where there is none, it is installed by apt-get if we may. */
export async function chromiumHere(report: Report): Promise<FoundChromium> {
	const { CHROMIUM } = process.env;
	if (CHROMIUM) return existsSync(CHROMIUM) ? { path: CHROMIUM } : { missing: `CHROMIUM names ${CHROMIUM}, which does not exist` };
	const present = PLACES.find((path) => existsSync(path));
	if (present) return { path: present };
	if (!isOnPath('apt-get')) return { missing: 'there is no Chromium, and no apt-get to install it with (CHROMIUM names one elsewhere)' };
	if (process.getuid?.() !== 0) return { missing: 'there is no Chromium, and only root may install it (apt-get install chromium)' };
	return await installed(report);
}

async function installed(report: Report): Promise<FoundChromium> {
	report(`Installing ${PACKAGES.join(' and ')} by apt-get: about a minute`);
	const options = { cwd: '/', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
	const install = ['install', '-y', '--no-install-recommends', ...PACKAGES];
	let ended = await runToEnd('apt-get', install, options);
	// A fresh machine knows no packages yet.
	if (ended.code !== 0 && (await runToEnd('apt-get', ['update'], options)).code === 0) ended = await runToEnd('apt-get', install, options);
	const path = PLACES.find((place) => existsSync(place));
	return path ? { path } : { missing: `there is no Chromium, and apt-get could not install it: ${lastLines(ended.stderr, 2)}` };
}

function isOnPath(tool: string): boolean {
	return (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, tool)));
}
