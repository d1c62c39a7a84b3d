//! Why a file was refused or has to wait: one list for laptop, server and screens. The codes travel; the words for
//! them stand in the French catalogue of whoever shows them (design §9).

use crate::codes::codes;

codes! {
    /// « Motif »: the reason why an exchange file is refused or deferred. The first group can be told from the
    /// bytes and the name alone (`ExchangeFile::parse` gives these and no other); the second from the folder in
    /// which the file lies; the third only by whoever knows the ERP.
    pub enum Reason "reason" {
        /// Not UTF-8, a byte-order mark, a NUL, no JSON, cut short, or nested deeper than 128. A broken disk or a
        /// foreign program wrote it: the rep sends the entry again.
        NotJson = "not-json",
        /// More bytes than such a file may have (`MAX_FILE_BYTES`). Only a huge signature or comment gets there:
        /// shorten it and send again.
        TooLarge = "too-large",
        /// A key that this kind of file does not know. A fault of the program that wrote it: tell its makers.
        UnknownKey = "unknown-key",
        /// The same key twice in one object, so that two readers could read two things. As `unknown-key`.
        DoubledKey = "doubled-key",
        /// A key that this kind of file must have is absent. As `unknown-key`.
        MissingKey = "missing-key",
        /// A value of another JSON type than agreed: a number for a text… As `unknown-key`.
        WrongType = "wrong-type",
        /// The right type, but not a value: 30 February, an empty customer code… As `unknown-key`.
        BadValue = "bad-value",
        /// `kind` is none of VC, MC, CP, MP, VP, CC. As `unknown-key`.
        UnknownKind = "unknown-kind",
        /// Written by a newer program than this one. The operator upgrades the server, then retries the file.
        LaterFormat = "later-format",
        /// The body disagrees with the file's name about kind, id, time or author: a copy under a wrong name.
        NameMismatch = "name-mismatch",
        /// `replaces` names a file that cannot be replaced: another author's, itself, an integrated, a waiting or an
        /// unknown one. The rep enters it again as a new entry.
        BadReplaces = "bad-replaces",

        /// The name is not that of an exchange file. Somebody put a foreign file in the inbox: the operator looks.
        BadName = "bad-name",
        /// The author in the name is not the user whose folder it lies in: the folder is the identity. The operator
        /// looks who put it there.
        AuthorMismatch = "author-mismatch",
        /// A name already taken, with other content. Never integrated silently: the operator compares the two.
        NameReused = "name-reused",
        /// The folder sync kept two versions of one file and this is the other one. The operator compares the two.
        ConflictCopy = "conflict-copy",
        /// A file at the top of the inbox, where nobody's identity applies. The operator looks.
        OutsideUserFolder = "outside-user-folder",
        /// Something with a file's name that is no plain file: symlink, FIFO, socket, folder. The operator looks.
        NotAFile = "not-a-file",
        /// A file with more than one name on disk, so that it can change after it was judged. The operator looks.
        HardLink = "hard-link",
        /// The server may not or cannot read it (rights, a failing disk). The operator mends that and retries.
        Unreadable = "unreadable",
        /// Not the same size and content for long enough yet: waits for the next pass, nobody does anything.
        Unsettled = "unsettled",

        /// The folder's user is in no account. The administrator adds the user (`users add`), then retries.
        UnknownUser = "unknown-user",
        /// The user's account is switched off. The administrator decides: enable and retry, or discard.
        DisabledUser = "disabled-user",
        /// The ERP has no customer of that code. The rep corrects the entry; often the code was changed.
        UnknownCustomer = "unknown-customer",
        /// The day of the visit is in the future or too far back (`visite_retro_jours`). The rep corrects the date.
        DateOutOfBounds = "date-out-of-bounds",
        /// The visit form's version was never published here. The administrator looks: a restored database?
        UnknownForm = "unknown-form",
        /// Answers that the form does not have, or that exclude each other. As `unknown-key`.
        BadAnswers = "bad-answers",
        /// No such prospect (yet): waits for its CP, and is refused after `defer_hours`. The rep sends the CP again.
        UnknownProspect = "unknown-prospect",
        /// Dated ahead of the server's clock: waits until that time has come. The rep sets the laptop's clock.
        ClockAhead = "clock-ahead",
        /// This server's release cannot do that kind of thing yet. The operator upgrades, then retries.
        NotYetSupported = "not-yet-supported",
        /// A customer creation for this prospect is already with the accountants. The rep waits for their answer.
        CreationPending = "creation-pending",
        /// The prospect was not the author's at the time of the entry. The administrator may reassign and retry.
        NotOwner = "not-owner",
        /// The prospect was deleted before. The administrator looks whether it should come back.
        ProspectDeleted = "prospect-deleted",
        /// The prospect became a customer before: it cannot be deleted or converted again. The rep works on the
        /// customer's sheet.
        ProspectConverted = "prospect-converted",
        /// A value longer than its ERP column, or with signs that the column cannot hold. The rep shortens it.
        TextTooLong = "text-too-long",
    }
}
