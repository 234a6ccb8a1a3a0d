/** A tax that does not say that it is VAT is read as VAT, too; what it says that it is stays among what is left over. */
export const VAT_OR_OTHER = ["[ram:TypeCode='VAT']", "[ram:TypeCode!='VAT']"] as const;
