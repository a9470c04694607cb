using System.IO.Compression;
using System.Reflection;
using System.Text;

namespace ChatBot.Bot.Channels.Teams.Packaging;

/// <summary>
/// The app package that a Teams administrator uploads: the manifest and two icons in a zip. Their sources lie in <c>manifests/teams/</c>.
/// </summary>
/// <param name="AppId">The bot's Entra application id; the package's own id as well, so that a new version replaces the old one.</param>
/// <param name="Url">An https page about the bot: Teams shows it as website, privacy statement and terms.</param>
/// <param name="Company">Who is named as the developer.</param>
public sealed record TeamsPackage(Guid AppId, Uri Url, string Company)
{
    private const int LongestCompany = 32;

    /// <summary>What is wrong with the values, in one line; null where nothing is.</summary>
    public string? Fault() =>
        AppId == Guid.Empty ? "--app-id must not be empty."
        : Url is not { IsAbsoluteUri: true, Scheme: "https" } ? "--url must be an https address."
        : Company.Trim().Length is 0 or > LongestCompany ? $"--company takes 1 to {LongestCompany} characters."
        : null;

    /// <summary>The manifest with its places filled; values are encoded for JSON.</summary>
    public string Manifest()
    {
        var text = new StringBuilder(Encoding.UTF8.GetString(Resource("manifest.json")));
        text.Replace("{{APP_ID}}", AppId.ToString("D"))
            .Replace("{{URL}}", Encoded(Url.AbsoluteUri))
            .Replace("{{HOST}}", Encoded(Url.IdnHost));
        return text.Replace("{{COMPANY}}", Encoded(Company.Trim())).ToString();
    }

    /// <summary>Writes the package.</summary>
    public void Write(Stream stream)
    {
        using var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        Add(zip, "manifest.json", Encoding.UTF8.GetBytes(Manifest()));
        Add(zip, "color.png", Resource("color.png"));
        Add(zip, "outline.png", Resource("outline.png"));
    }

    private static void Add(ZipArchive zip, string name, byte[] content)
    {
        using var entry = zip.CreateEntry(name).Open();
        entry.Write(content);
    }

    private static string Encoded(string text) => WireJson.Write(text)[1..^1];

    private static byte[] Resource(string name)
    {
        using var stream =
            Assembly.GetExecutingAssembly().GetManifestResourceStream("manifests/teams/" + name)
            ?? throw new InvalidOperationException($"manifests/teams/{name} is not part of this build");
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
