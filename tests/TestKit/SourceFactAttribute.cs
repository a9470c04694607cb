namespace ChatBot.TestKit;

/// <summary>A fact about the source tree, skipped where the tests run without it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SourceFactAttribute : FactAttribute
{
    public SourceFactAttribute() => Skip = SharedData.RepositoryRoot is null ? "Needs the source tree." : null;
}
