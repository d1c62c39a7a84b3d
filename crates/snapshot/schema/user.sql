-- Role `user`: the user's own entry of the correspondence table; one row.
CREATE TABLE own (
    folder TEXT NOT NULL, windows_user TEXT, c_user TEXT, c_rep TEXT, email TEXT, name TEXT, admin INTEGER NOT NULL,
    accountant INTEGER NOT NULL
);
