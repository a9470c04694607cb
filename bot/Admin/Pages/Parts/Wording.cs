using System.Globalization;
using ChatBot.Interactions;
using ChatBot.Learning.Analytics;
using ChatBot.Learning.Lessons;

namespace ChatBot.Bot.Admin.Pages.Parts;

/// <summary>How figures are worded on the pages.</summary>
internal static class Wording
{
    /// <summary>Outcomes as stored, in the order of charts.</summary>
    public static IReadOnlyList<string> Outcomes { get; } = ["answered", "corrected", "no_answer", "blocked", "failed"];

    public static string Outcome(string outcome) =>
        outcome switch
        {
            "answered" => "Answered",
            "corrected" => "Corrected",
            "no_answer" => "No answer",
            "blocked" => "Blocked",
            "failed" => "Failed",
            InteractionLine.SmallTalk => "Small talk",
            _ => outcome,
        };

    /// <summary>1 question, 1,200 questions.</summary>
    public static string Count(long count, string one, string? many = null) => $"{Number(count)} {(count == 1 ? one : many ?? one + "s")}";

    public static string Number(double value) => value.ToString("#,0.##", CultureInfo.InvariantCulture);

    public static string Percent(double share) => share.ToString("0.#%", CultureInfo.InvariantCulture);

    public static string Stars(double? stars) => stars is { } value ? value.ToString("0.0", CultureInfo.InvariantCulture) + " ★" : "–";

    public static string Milliseconds(double value) =>
        value >= 1000
            ? (value / 1000).ToString("0.0", CultureInfo.InvariantCulture) + " s"
            : value.ToString("0", CultureInfo.InvariantCulture) + " ms";

    /// <summary>
    /// A version in a list of choices: its state, what its author noted, and the end of its id, which tells it from others of one hour.
    /// </summary>
    public static string Prompt(StoredPrompt version) =>
        $"{ShortId(version.Id)}, "
        + version.Status
        + (
            version.Note.Length == 0 ? ""
            : version.Note.Length <= 60 ? $": {version.Note}"
            : $": {version.Note[..60]}…"
        );

    /// <summary>The end of an id, which tells it from others of one hour.</summary>
    public static string ShortId(string id) => id.Length > 8 ? "…" + id[^8..] : id;

    public static double Share(IReadOnlyDictionary<string, long> outcomes, params string[] wanted) =>
        outcomes.Values.Sum() is > 0 and var all ? wanted.Sum(outcome => outcomes.GetValueOrDefault(outcome)) / (double)all : 0;

    /// <summary>Questions by how they ended, and what was no question.</summary>
    public static IReadOnlyList<ChartSeries> ByOutcome(IReadOnlyList<DayFigures> days) =>
        [
            .. Outcomes.Select(outcome => new ChartSeries(
                Outcome(outcome),
                outcome,
                [.. days.Select(day => (double?)day.Outcomes.GetValueOrDefault(outcome))]
            )),
            .. days.Any(day => day.SmallTalk > 0)
                ? [new ChartSeries(Outcome(InteractionLine.SmallTalk), "talk", [.. days.Select(day => (double?)day.SmallTalk)])]
                : Array.Empty<ChartSeries>(),
        ];
}
