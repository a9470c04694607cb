using System.ComponentModel.DataAnnotations;

namespace ChatBot.Bot.Access.Keys;

/// <summary>Section <c>Admin</c>: the keys that admit. Where admins are told stands with the channels.</summary>
public sealed class AdminOptions : IValidatableObject
{
    public const string Section = "Admin";

    /// <summary>
    /// The admin key. Empty: one is made at first start and kept in the data directory as <see cref="AdminKey.FileName"/>.
    /// </summary>
    public string ApiKey { get; set; } = "";

    /// <summary>A second key, for people who only read and decide corrections. Empty: there is none.</summary>
    public string ReviewerKey { get; set; } = "";

    public IEnumerable<ValidationResult> Validate(ValidationContext context)
    {
        if (ReviewerKey.Trim() is { Length: > 0 and < 16 })
            yield return new ValidationResult("Admin:ReviewerKey needs at least 16 characters.");
        if (ReviewerKey.Trim().Length > 0 && ReviewerKey.Trim() == ApiKey.Trim())
            yield return new ValidationResult("Admin:ReviewerKey is the same as Admin:ApiKey: then reviewers would be admins.");
    }
}
