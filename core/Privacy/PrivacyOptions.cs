using System.ComponentModel.DataAnnotations;

namespace ChatBot.Privacy;

/// <summary>Section <c>Privacy</c>.</summary>
public sealed class PrivacyOptions
{
    public const string Section = "Privacy";

    /// <summary>
    /// Key of the pseudonyms: the same text of 32 characters or more on every instance that shares a database. Empty means the file
    /// <c>pseudonym-key</c> in the data directory, made at first start.
    /// </summary>
    [RegularExpression(
        @"\S{32,}",
        ErrorMessage = "Privacy:PseudonymKey must have at least 32 characters and no blanks; leave it empty to use the file in the data "
            + "directory."
    )]
    public string PseudonymKey { get; set; } = "";
}
