using System.Globalization;
using System.Text;
using ChatBot.Learning.Registry;

namespace ChatBot.Trainer.Evaluation;

/// <summary>What an adapter is measured by before anybody is answered with it.</summary>
/// <param name="Cases">Replayed through the answerer.</param>
/// <param name="HeldOut">Of them, those that training never saw.</param>
public sealed record GateReport(int Cases, int HeldOut, IReadOnlyList<GateFigure> Figures)
{
    public bool Passed => Figures.All(figure => figure.Passed);

    /// <summary>The before-after table.</summary>
    public string ToMarkdown()
    {
        var text = new StringBuilder("| figure | base | with the adapter | gate | |\n|---|---|---|---|---|\n");
        foreach (var figure in Figures)
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {figure.Name} | {figure.Base:0.000} | {figure.Adapted:0.000} | {figure.Gate} | {Verdict(figure)} |\n"
            );
        return text.ToString();
    }

    private static string Verdict(GateFigure figure) =>
        figure.Gate.Length == 0 ? ""
        : figure.Passed ? "passed"
        : "**failed**";
}
