/** From when on something is late. Days and hours, fractions allowed. */
export interface LateAfter {
	/** Hours that a package may be on its way into Coupa. */
	importHours: number;
	/** Days that an imported invoice may stay a draft. */
	draftDays: number;
	/** Days that an invoice may wait for approval, for its hold or dispute, or for the buyer. */
	stuckDays: number;
	/** Days until an approved invoice is exported to the ERP. */
	exportDays: number;
	/** Days until an exported invoice is paid. */
	payDays: number;
}

export const LATE_AFTER: Readonly<LateAfter> = { importHours: 4, draftDays: 3, stuckDays: 7, exportDays: 2, payDays: 30 };

export interface ReconcileSettings {
	late: LateAfter;
	/**
	 * Scan One takes rejected packages away: an archived invoice that is nowhere was presumably refused, which is shown, but is not a gap. Otherwise
	 * it is missing.
	 */
	rejectedAreTaken: boolean;
}
