/** Names of columns in Parquet: readers take names that differ in case alone for one. */

/** The name itself or, where it is taken, the first of NAME_2, NAME_3, … that is not. @param used names in lower case; gains it */
export function freeName(wanted: string, used: Set<string>): string {
  let name = wanted;
  for (let k = 2; used.has(name.toLowerCase()); k++) name = `${wanted}_${k}`;
  used.add(name.toLowerCase());
  return name;
}
