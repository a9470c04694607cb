using ChatBot.Answering;
using ChatBot.Learning.Registry;
using ChatBot.Models.Files;
using ChatBot.Models.Llama;
using ChatBot.Trainer.Data;
using ChatBot.Trainer.Training;
using Microsoft.Extensions.Options;

namespace ChatBot.Trainer.Evaluation;

/// <summary>What an adapter is measured on.</summary>
/// <param name="HeldOut">Answers that training never saw.</param>
/// <param name="General">Texts that have nothing to do with them.</param>
internal sealed record GateMaterial(
    string Workspace,
    string BasePath,
    string AdapterPath,
    IReadOnlyList<TokenizedExample> HeldOut,
    IReadOnlyList<string> General,
    IReadOnlyList<ReplayCase> Cases
);

/// <summary>
/// Measures the base with and without an adapter in the runtime that serves them, never in the trainer's own: what was published is what is
/// judged.
/// </summary>
internal sealed class AdapterGate(Replay replay, GeneralText general, IOptions<AnswerOptions> answers, IOptions<LlamaModelOptions> served)
{
    /// <param name="data">Folder of the data set that it was trained with, or of one that is made now.</param>
    /// <param name="progress">Told the questions asked, of how many.</param>
    /// <exception cref="ModelFileException">Base or adapter cannot be used.</exception>
    public async Task<GateReport> MeasureAsync(
        string workspace,
        string basePath,
        string adapterPath,
        string data,
        Action<int, int>? progress = null,
        CancellationToken cancel = default
    )
    {
        var header = ModelHeader.Open(basePath);
        AdapterHeader.Open(adapterPath, header);
        var material = new GateMaterial(
            workspace,
            basePath,
            adapterPath,
            await HeldOutAsync(header, data, cancel),
            await general.HeldOutAsync(workspace, cancel),
            await GateCases.OfAsync(data, cancel)
        );
        return await MeasureAsync(material, progress, cancel);
    }

    private async Task<IReadOnlyList<TokenizedExample>> HeldOutAsync(ModelHeader header, string data, CancellationToken cancel)
    {
        using var model = LoadedModel.Load(header);
        var tokenizer = new ExampleTokenizer(model, served.Value.ChatTemplate);
        return (await tokenizer.TokenizeAsync(data, DatasetPart.Test, Math.Min(served.Value.Context, header.Context), cancel)).Examples;
    }

    private async Task<GateReport> MeasureAsync(GateMaterial material, Action<int, int>? progress, CancellationToken cancel)
    {
        var figures = new List<GateFigure>();
        var (before, after) = (LossesOf(material, null, cancel), LossesOf(material, material.AdapterPath, cancel));
        if ((before.HeldOut, after.HeldOut) is ({ } lossBefore, { } lossAfter))
        {
            figures.Add(Gates.NotHigher("loss, held-out answers", lossBefore, lossAfter));
            figures.Add(Gates.Told("perplexity, held-out answers", Math.Exp(lossBefore), Math.Exp(lossAfter)));
        }
        if ((before.General, after.General) is ({ } generalBefore, { } generalAfter))
            figures.Add(Gates.NotForgotten("perplexity, general text", Math.Exp(generalBefore), Math.Exp(generalAfter)));

        var plain = Replay.InProcess(material.BasePath, null);
        var adapted = Replay.InProcess(material.BasePath, material.AdapterPath);
        figures.AddRange(await AskBothAsync(material.Workspace, material.Cases, plain, adapted, progress, cancel));
        return ReportOf(material.Cases, figures);
    }

    /// <summary>The same of a model that a server has: what it answers is measured, its losses cannot be.</summary>
    /// <param name="baseName">The server's name of what it was made from.</param>
    /// <param name="name">The server's name of it.</param>
    /// <inheritdoc cref="MeasureAsync(string, string, string, string, Action{int, int}?, CancellationToken)"/>
    public async Task<GateReport> MeasureElsewhereAsync(
        string workspace,
        string baseName,
        string name,
        string data,
        Action<int, int>? progress = null,
        CancellationToken cancel = default
    )
    {
        var asked = await GateCases.OfAsync(data, cancel);
        return ReportOf(asked, await AskBothAsync(workspace, asked, Replay.Elsewhere(baseName), Replay.Elsewhere(name), progress, cancel));
    }

    private async Task<IReadOnlyList<GateFigure>> AskBothAsync(
        string workspace,
        IReadOnlyList<ReplayCase> asked,
        IEnumerable<KeyValuePair<string, string?>> plain,
        IEnumerable<KeyValuePair<string, string?>> adapted,
        Action<int, int>? progress,
        CancellationToken cancel
    )
    {
        var before = await replay.AskAsync(workspace, plain, asked, count => progress?.Invoke(count, 2 * asked.Count), cancel);
        var after = await replay.AskAsync(
            workspace,
            adapted,
            asked,
            count => progress?.Invoke(asked.Count + count, 2 * asked.Count),
            cancel
        );
        return [.. Compare(before, after, answers.Value.MaxWords)];
    }

    private static GateReport ReportOf(IReadOnlyList<ReplayCase> asked, IReadOnlyList<GateFigure> figures) =>
        new(asked.Count, asked.Count(one => one.HeldOut), figures);

    private static (double? HeldOut, double? General) LossesOf(GateMaterial material, string? adapter, CancellationToken cancel)
    {
        const int Longest = 1024; // of general text
        var room = material.HeldOut.Select(example => example.Tokens.Length).Append(Longest).Max();
        using var model = ServedModel.Open(material.BasePath, adapter, room);
        return (model.LossOf(material.HeldOut, cancel), model.LossOf(material.General.Select(model.Running), cancel));
    }

    /// <summary>Answers that were wanted, held-out ones and the others; refusals that were right; the cap; faults.</summary>
    internal static IEnumerable<GateFigure> Compare(IReadOnlyList<ReplayedAnswer> before, IReadOnlyList<ReplayedAnswer> after, int maxWords)
    {
        foreach (var heldOut in (bool[])[true, false])
        {
            var name = heldOut ? "held-out answers" : "trained answers";
            var (had, has) = (Wanted(before, heldOut), Wanted(after, heldOut));
            if (had.Count == 0)
                continue;
            yield return Gates.NotLower($"token F1, {name}", Mean(had, TextScores.TokenF1), Mean(has, TextScores.TokenF1));
            yield return Gates.Told($"exact match, {name}", Mean(had, TextScores.ExactMatch), Mean(has, TextScores.ExactMatch));
            yield return Gates.Told($"ROUGE-L, {name}", Mean(had, TextScores.RougeL), Mean(has, TextScores.RougeL));
            yield return Gates.Told($"BLEU, {name}", Mean(had, TextScores.Bleu), Mean(has, TextScores.Bleu));
            yield return Gates.Told(
                $"written by the model and passed by the checks, {name}",
                had.Average(answer => answer.ByModel ? 1.0 : 0),
                has.Average(answer => answer.ByModel ? 1.0 : 0)
            );
        }
        var (refusedBefore, refusedAfter) = (Refusals(before), Refusals(after));
        if (refusedBefore.Count > 0)
            yield return Gates.NotLower(
                "right refusals kept",
                refusedBefore.Average(answer => Refused(answer) ? 1.0 : 0),
                refusedAfter.Average(answer => Refused(answer) ? 1.0 : 0)
            );
        if (before.Count == 0)
            yield break;
        yield return Gates.NotHigher(
            "failed answers",
            before.Count(answer => answer.Outcome == Outcome.Failed),
            after.Count(answer => answer.Outcome == Outcome.Failed)
        );
        yield return Gates.AtMost("longest answer, words", before.Max(answer => answer.Words), after.Max(answer => answer.Words), maxWords);
    }

    private static List<ReplayedAnswer> Wanted(IReadOnlyList<ReplayedAnswer> answers, bool heldOut) =>
        [.. answers.Where(answer => answer.Case.Wanted.Length > 0 && answer.Case.HeldOut == heldOut)];

    private static List<ReplayedAnswer> Refusals(IReadOnlyList<ReplayedAnswer> answers) =>
        [.. answers.Where(answer => answer.Case.Wanted.Length == 0)];

    private static bool Refused(ReplayedAnswer answer) => answer.Outcome is Outcome.Blocked or Outcome.NoAnswer;

    private static double Mean(List<ReplayedAnswer> answers, Func<string, string, double> score) =>
        answers.Average(answer => score(answer.Outcome is Outcome.Answered or Outcome.Corrected ? answer.Text : "", answer.Case.Wanted));
}
