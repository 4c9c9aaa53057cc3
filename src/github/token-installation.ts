// A token has no installation.

/** Under this id requests of a token are made where an installation's is asked for: GitHub counts them by token, whatever the account. */
export const tokenInstallation = 1;
