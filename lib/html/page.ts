import { SMALL, TEXT } from './look';
import { html, type Html } from './markup';

/**
 * A whole page: 760 px wide at most, narrower on a phone, A4 when it is printed. Tables and inline styles only, for mail clients.
 *
 * @param below the line under the title: of when, and of what
 */
export function page({ title, below, body }: { title: string; below: Html; body: Html }): Html {
	return html`<!DOCTYPE html>
		<html lang="en">
			<head>
				<meta charset="utf-8" />
				<meta name="viewport" content="width=device-width,initial-scale=1" />
				<meta name="color-scheme" content="light" />
				<title>${title}</title>
				<style>
					@page {
						size: A4;
						margin: 12mm;
					}
					@media (max-width: 480px) {
						td,
						th {
							white-space: normal !important;
							padding-left: 3px !important;
							padding-right: 3px !important;
						}
					}
					@media print {
						body {
							-webkit-print-color-adjust: exact;
							print-color-adjust: exact;
						}
					}
				</style>
			</head>
			<body style="margin:0;padding:0;background-color:#ffffff" bgcolor="#ffffff">
				<table role="presentation" cellpadding="0" cellspacing="0" border="0" width="100%">
					<tr>
						<td align="center" style="padding:12px">
							<table role="presentation" cellpadding="0" cellspacing="0" border="0" width="760" style="width:100%;max-width:760px">
								<tr>
									<td style="${TEXT}">
										<h1 style="${TEXT};font-size:22px;line-height:28px;font-weight:bold;margin:0">${title}</h1>
										<p style="${SMALL};margin:2px 0 12px 0">${below}</p>
										${body}
									</td>
								</tr>
							</table>
						</td>
					</tr>
				</table>
			</body>
		</html> `;
}
