// The name that people see in the list of checks, and by which a branch rule can require it.

export const checkRunName = "Firstpass";
