/** A tax is VAT where it says so or says nothing; other taxes are left over. */
export const VAT_OR_NOTHING = ["[ram:TypeCode='VAT']", '[not(ram:TypeCode)]'] as const;
