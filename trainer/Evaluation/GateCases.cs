using ChatBot.Trainer.Data;

namespace ChatBot.Trainer.Evaluation;

/// <summary>What an adapter is asked, out of the data set that it was trained with.</summary>
internal static class GateCases
{
    /// <summary>Of each kind: two models answer each of them, one after the other.</summary>
    public const int Most = 40;

    /// <summary>All that was held out, as far as that goes, and some of what was trained on.</summary>
    public static async Task<IReadOnlyList<ReplayCase>> OfAsync(string folder, CancellationToken cancel = default)
    {
        var cases = new List<ReplayCase>();
        foreach (var part in (DatasetPart[])[DatasetPart.Test, DatasetPart.Train])
        {
            var (wanted, refused) = (0, 0);
            await foreach (var line in DatasetLine.ReadAsync(folder, part, cancel))
                if ((line.Reference.Length > 0 ? wanted++ : refused++) < Most)
                    cases.Add(new ReplayCase(line.Question, line.Reference, part == DatasetPart.Test));
        }
        return cases;
    }
}
