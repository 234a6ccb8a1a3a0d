const IS_ALLOWANCE = "[ram:ChargeIndicator/udt:Indicator='false'|'0']";
const IS_CHARGE = "[ram:ChargeIndicator/udt:Indicator='true'|'1']";

export const ALLOWANCE = `ram:SpecifiedTradeAllowanceCharge${IS_ALLOWANCE}`;
export const CHARGE = `ram:SpecifiedTradeAllowanceCharge${IS_CHARGE}`;

/** What is taken off a price. */
export const PRICE_DISCOUNT = `ram:AppliedTradeAllowanceCharge${IS_ALLOWANCE}`;
