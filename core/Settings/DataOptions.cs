using System.ComponentModel.DataAnnotations;

namespace ChatBot.Settings;

/// <summary>Section <c>Data</c>: where everything that the bot writes lies.</summary>
public sealed class DataOptions
{
    public const string Section = "Data";

    /// <summary>Folder of the database, the admin key and the pseudonym key; created when missing.</summary>
    [Required]
    public string Directory { get; set; } = "./data";

    /// <summary>Full path of a file in <see cref="Directory"/>.</summary>
    public string PathOf(string file) => Path.Combine(Path.GetFullPath(Directory), file);
}
