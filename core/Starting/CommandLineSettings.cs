namespace ChatBot.Starting;

/// <summary>
/// Parts the settings from the verbs: <c>--Section:Key=value</c>, <c>--Section:Key value</c> and <c>--urls …</c> may stand
/// anywhere before a bare <c>--</c>, with every verb.
/// </summary>
public static class CommandLineSettings
{
    /// <exception cref="UsageException">A setting has no value.</exception>
    public static (string[] Verbs, IReadOnlyList<KeyValuePair<string, string?>> Settings) Split(string[] args)
    {
        var rest = new List<string>();
        var settings = new List<KeyValuePair<string, string?>>();
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] == "--")
            {
                rest.AddRange(args[i..]);
                break;
            }
            if (KeyOf(args[i]) is not { } key)
                rest.Add(args[i]);
            else if (args[i].IndexOf('=') is >= 0 and var equals)
                settings.Add(new(key, args[i][(equals + 1)..]));
            else if (i + 1 < args.Length && KeyOf(args[i + 1]) is null)
                settings.Add(new(key, args[++i]));
            else
                throw new UsageException($"{args[i]} needs a value.");
        }
        return ([.. rest], settings);
    }

    /// <summary>The setting's key, or null where the argument is not a setting.</summary>
    private static string? KeyOf(string argument)
    {
        if (!argument.StartsWith("--", StringComparison.Ordinal))
            return null;
        var key = argument[2..].Split('=', 2)[0];
        return (key.Contains(':') && !key.Any(char.IsWhiteSpace)) || key.Equals("urls", StringComparison.OrdinalIgnoreCase) ? key : null;
    }
}
