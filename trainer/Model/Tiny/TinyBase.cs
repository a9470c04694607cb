using ChatBot.Models.Files;
using ChatBot.Models.Llama;
using ChatBot.Trainer.Training;

namespace ChatBot.Trainer.Model.Tiny;

/// <summary>
/// A small language model from nothing but texts, so that the way from a correction to an adapter can be walked anywhere. It knows its
/// documents a little and nothing else.
/// </summary>
public static class TinyBase
{
    /// <summary>
    /// Learns a vocabulary and weights from Markdown documents and writes them as a GGUF file that is served like any other. The same
    /// documents and settings give the same bytes on the same machine.
    /// </summary>
    /// <param name="documents">Texts; headings become questions.</param>
    /// <param name="settings">Shape and length.</param>
    /// <param name="path">The file to write.</param>
    /// <param name="progress">Told behind every step.</param>
    /// <param name="time">Of speeds and times.</param>
    /// <param name="cancellation">Ends it; no file is written then.</param>
    /// <exception cref="TrainingException">One line says what is wrong.</exception>
    public static async Task<TrainingResult> TrainAsync(
        IReadOnlyList<string> documents,
        TinyBaseSettings settings,
        string path,
        IProgress<TrainingProgress>? progress,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        if (settings.Problems().FirstOrDefault() is { } problem)
            throw new TrainingException(problem);
        NativeTorch.Require();
        var texts = TinyTexts.Of(documents);
        if (texts.Count == 0)
            throw new TrainingException("The documents hold no text to learn from: name a folder with Markdown or text files.");
        var pairs = BytePairs.Learn(texts.Select(text => text.Text), settings.Vocabulary - 3);
        var file = new TinyFile(pairs, settings);
        var work = Directory.CreateTempSubdirectory("tiny-base-").FullName;
        try
        {
            using var decoder = new TinyDecoder(file.Shape, settings.Seed);
            var untrained = Path.Combine(work, "untrained.gguf");
            file.Save(untrained, decoder);
            var data = new TokenizedSet(Tokenized(texts, file, untrained), [], [], []);
            var result = await TrainingRun.RunAsync(decoder, data, settings.Training, work, progress, time, cancellation);
            file.Save(path, decoder);
            return result;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TrainingException($"{path} cannot be written: {e.Message.ReplaceLineEndings(" ")}", e);
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    /// <summary>Tokens of the serving runtime itself: what is learnt is what will be read.</summary>
    private static List<TokenizedExample> Tokenized(IReadOnlyList<TinyText> texts, TinyFile file, string untrained)
    {
        using var model = LoadedModel.Load(ModelHeader.Open(untrained));
        var length = file.Settings.ContextLength;
        var examples = new List<TokenizedExample>();
        foreach (var (question, text) in texts)
        {
            if (question is null)
            {
                // A long section becomes several rows, each of which begins where the one before ended.
                foreach (var part in (int[][])[.. Plain(text).Append(file.EndOfText).Chunk(length)])
                    examples.Add(new($"text-{examples.Count}", part, 1));
                continue;
            }
            int[] prompt =
            [
                file.TurnStart,
                .. Plain("user\n" + question),
                file.TurnEnd,
                .. Plain("\n"),
                file.TurnStart,
                .. Plain("assistant\n"),
            ];
            examples.Add(new($"turn-{examples.Count}", [.. prompt.Concat(Plain(text)).Append(file.TurnEnd).Take(length)], prompt.Length));
        }
        return examples;

        int[] Plain(string part) => model.Tokenize(part, special: false);
    }
}
