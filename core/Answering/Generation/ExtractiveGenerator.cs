using System.Text;
using ChatBot.Answering.Capping;
using ChatBot.Answering.Language;
using ChatBot.Knowledge.Chunking;
using ChatBot.Knowledge.Indexing;

namespace ChatBot.Answering.Generation;

/// <summary>Answers without a model: the sentences of the best passages that say most about the question, in reading order.</summary>
public sealed class ExtractiveGenerator : IAnswerGenerator
{
    public const string Name = "extractive";

    public Task<Draft?> GenerateAsync(GenerationRequest request, CancellationToken cancel = default)
    {
        var question = Terms.Content(request.Question);
        var candidates = new List<Candidate>();
        for (var number = 1; number <= request.Passages.Count; number++)
            candidates.AddRange(Candidates(number, request.Passages[number - 1], question));

        var chosen = new List<Candidate>();
        var words = 0;
        foreach (var candidate in candidates.OrderByDescending(candidate => candidate.Score))
        {
            if (words + candidate.Words > request.MaxWords) continue;
            chosen.Add(candidate);
            words += candidate.Words;
        }
        return Task.FromResult(chosen.Count == 0 ? null : new Draft(Write(chosen), Name));
    }

    private sealed record Candidate(int Number, int Position, int Paragraph, SentenceKind Kind, string Text, int Words, double Score);

    private static IEnumerable<Candidate> Candidates(int number, Passage passage, Dictionary<string, double> question)
    {
        var position = 0;
        var total = question.Values.Sum();
        foreach (var sentence in Sentences.Split(passage.Text))
        {
            position++;
            if (sentence.Kind == SentenceKind.Heading) continue;
            var text = sentence.In(passage.Text);
            var words = Words.Count(text);
            if (words == 0) continue;
            var overlap = total == 0 ? 0 : Terms.Content(text).Keys.Sum(stem => question.GetValueOrDefault(stem)) / total;
            yield return new Candidate(number, position, sentence.Paragraph, sentence.Kind, text, words, passage.Similarity * (0.2 + overlap));
        }
    }

    private static string Write(List<Candidate> chosen)
    {
        var text = new StringBuilder();
        Candidate? before = null;
        foreach (var candidate in chosen.OrderBy(candidate => candidate.Number).ThenBy(candidate => candidate.Position))
        {
            var sameParagraph = before is not null && before.Number == candidate.Number && before.Paragraph == candidate.Paragraph;
            if (before is not null) text.Append(candidate.Kind == SentenceKind.Prose && sameParagraph ? " " : candidate.Kind == SentenceKind.Prose ? "\n\n" : "\n");
            text.Append(candidate.Text);
            if (candidate.Kind != SentenceKind.Code) text.Append($"[{candidate.Number}]");
            before = candidate;
        }
        return text.ToString();
    }
}
