namespace ChatBot.Answering.Guarding;

/// <summary>Sentences of one everyday subject.</summary>
internal sealed record Subject(string Name, IReadOnlyList<string> Sentences);

/// <summary>The shipped background: what people ask assistants about in general.</summary>
internal static class EverydayRequests
{
    public static IReadOnlyList<Subject> Subjects { get; } = Load();

    private static List<Subject> Load()
    {
        using var stream =
            typeof(EverydayRequests).Assembly.GetManifestResourceStream("answering/everyday-requests.txt")
            ?? throw new InvalidOperationException("everyday-requests.txt is not embedded");
        using var reader = new StreamReader(stream);
        var subjects = new List<Subject>();
        List<string> sentences = [];
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith("## ", StringComparison.Ordinal))
                subjects.Add(new Subject(line[3..], sentences = []));
            else if (!line.StartsWith('#') && line.Length > 0)
                sentences.Add(line);
        }
        return subjects;
    }
}
