using ChatBot.Language;

namespace ChatBot.Answering.Guarding;

/// <summary>Sentences of one everyday subject.</summary>
internal sealed record Subject(string Name, IReadOnlyList<string> Sentences);

/// <summary>The shipped background: what people ask assistants about in general.</summary>
internal static class EverydayRequests
{
    public const string ListName = "everyday-requests";

    private static readonly WordList List = WordList.Load(ListName);

    public static IReadOnlyList<Subject> Subjects { get; } = [.. List.SectionNames.Select(name => new Subject(name, List[name].Lines))];

    /// <summary>Every sentence as the topic check sees its words.</summary>
    public static IReadOnlyList<SparseVector> Texts { get; } = [.. List.Lines.Select(QuestionFeatures.Of)];
}
