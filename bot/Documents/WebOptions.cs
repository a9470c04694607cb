using System.ComponentModel.DataAnnotations;

namespace ChatBot.Bot.Documents;

/// <summary>Section <c>Web</c>.</summary>
public sealed class WebOptions : IValidatableObject
{
    public const string Section = "Web";

    /// <summary>
    /// Where people's browsers reach this program, e.g. <c>https://bot.example.com</c>: chat messages then link to documents that have no
    /// address of their own. Empty: they name them only.
    /// </summary>
    public string PublicAddress { get; set; } = "";

    public IEnumerable<ValidationResult> Validate(ValidationContext context)
    {
        if (PublicAddress.Length > 0 && SourceLinks.WebPage(PublicAddress) is not { Query: "", Fragment: "" })
            yield return new ValidationResult("Web:PublicAddress must be an http or https address, such as https://bot.example.com.");
    }
}
