/**
 * Words that lead from a credential to the help page, which n8n itself serves from the installed package (tools/scripts/help-page.ts). A
 * `documentationUrl` has to be an address on the web, and there is none that exists wherever this package is installed.
 *
 * @param section anchor of a heading of the README
 */
export function helpLink(section: string): string {
	return `<a href="/icons/n8n-nodes-coupa-scan-one/dist/help/readme.svg#${section}" target="_blank">Help</a>`;
}
