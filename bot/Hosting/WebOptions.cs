using System.ComponentModel.DataAnnotations;

namespace ChatBot.Bot.Hosting;

/// <summary>Section <c>Web</c>.</summary>
public sealed class WebOptions : IValidatableObject
{
    public const string Section = "Web";

    /// <summary>
    /// Where people's browsers reach this program, e.g. <c>https://bot.example.com</c>: chat messages then link to documents that have no
    /// address of their own, and its host name is allowed. Empty: they name them only.
    /// </summary>
    public string PublicAddress { get; set; } = "";

    /// <summary>Who may ask without a key or signing in.</summary>
    public WebAccess Access { get; set; } = WebAccess.Loopback;

    /// <summary>
    /// A second address to listen on, e.g. <c>http://0.0.0.0:3979</c>, for what Teams and Slack call and nothing else; the platforms' doors
    /// then stand there only. Empty: all doors stand at the address of <c>--urls</c>.
    /// </summary>
    public string PlatformUrls { get; set; } = "";

    public IEnumerable<ValidationResult> Validate(ValidationContext context)
    {
        if (PublicAddress.Length > 0 && !IsPage(PublicAddress))
            yield return new ValidationResult("Web:PublicAddress must be an http or https address, such as https://bot.example.com.");
        if (PlatformUrls.Length > 0 && PlatformPort is null)
            yield return new ValidationResult("Web:PlatformUrls must be one http address with a port, such as http://0.0.0.0:3979.");
    }

    /// <summary>The port of <see cref="PlatformUrls"/>; null where the platforms' doors have none of their own.</summary>
    internal int? PlatformPort
    {
        get
        {
            if (PlatformUrls.Length == 0 || PlatformUrls.Contains(';'))
                return null;
            try
            {
                return BindingAddress.Parse(PlatformUrls).Port;
            }
            catch (FormatException)
            {
                return null;
            }
        }
    }

    private static bool IsPage(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var page) && page is { Scheme: "http" or "https", Query: "", Fragment: "" };
}

/// <summary>Values of <c>Web:Access</c>.</summary>
public enum WebAccess
{
    /// <summary>Who asks from this machine; from elsewhere, or forwarded by a proxy, only with a key or signed in.</summary>
    Loopback,

    /// <summary>Nobody: from this machine too only with a key or signed in.</summary>
    Keys,

    /// <summary>Everybody who reaches the port.</summary>
    Open,
}
