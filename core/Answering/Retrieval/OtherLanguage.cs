using ChatBot.Knowledge.Indexing;
using ChatBot.Language;

namespace ChatBot.Answering.Retrieval;

/// <summary>What a question that nothing answers is told in its own language, where no document is in that language.</summary>
public sealed class OtherLanguage(IKnowledgeIndex index)
{
    /// <summary>Passages by which it is told whether there are documents in a language.</summary>
    private const int Looked = 5;

    /// <returns>Null for English, for a language that is not known, and where documents are in it.</returns>
    public async Task<string?> NothingFoundAsync(string workspace, QuestionReading question, CancellationToken cancel = default)
    {
        if (ForeignLanguage.Of(question.Text) is not { } language)
            return null;
        var found = await index.SearchAsync(new KnowledgeQuery(workspace, language.Sample, Looked), cancel);
        return found.Any(passage => ForeignLanguage.Of(passage.Text)?.Name == language.Name) ? null : language.NothingFound;
    }
}
