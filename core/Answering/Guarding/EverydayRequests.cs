using ChatBot.Language;

namespace ChatBot.Answering.Guarding;

/// <summary>Sentences of one everyday subject.</summary>
internal sealed record Subject(string Name, IReadOnlyList<string> Sentences);

/// <summary>The shipped background: what people ask assistants about in general.</summary>
internal static class EverydayRequests
{
    private static readonly WordList List = WordList.Load("everyday-requests");

    public static IReadOnlyList<Subject> Subjects { get; } = [.. List.SectionNames.Select(name => new Subject(name, List[name].Lines))];
}
