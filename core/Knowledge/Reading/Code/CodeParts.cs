namespace ChatBot.Knowledge.Reading.Code;

/// <summary>Code too long for one section, cut where its author left a line empty, else at a line end.</summary>
internal static class CodeParts
{
    /// <param name="most">Characters of a part; a single line may be longer.</param>
    public static IEnumerable<string> Of(string code, int most)
    {
        var from = 0;
        while (code.Length - from > most)
        {
            var window = code.AsSpan(from, most);
            var cut = window[(most / 3)..].LastIndexOf("\n\n") is >= 0 and var blank ? most / 3 + blank + 1 : window.LastIndexOf('\n');
            if (cut <= 0)
                cut = code.IndexOf('\n', from + most) is >= 0 and var end ? end - from : code.Length - from;
            yield return code.Substring(from, cut).Trim('\n');
            from += cut;
        }
        if (from < code.Length)
            yield return code[from..].Trim('\n');
    }
}
