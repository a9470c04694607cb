using ChatBot.Answering.Corrections;
using ChatBot.Storage;
using Microsoft.Extensions.Options;

namespace ChatBot.Learning.Review;

/// <summary>How a past wording stands to a correction.</summary>
public enum Nearness
{
    /// <summary>It is its question, word for word as questions are compared.</summary>
    Same,

    /// <summary>The correction would answer it as it stands.</summary>
    Answered,

    /// <summary>It comes close, and would not be answered.</summary>
    Near,

    /// <summary>It is the question, or a wording, of another approved correction.</summary>
    Taken,
}

/// <summary>A past wording that a reviewer may want a correction to answer.</summary>
/// <param name="Times">How often it was asked.</param>
/// <param name="Similarity">How likely it wants what the correction answers, 0 to 1.</param>
/// <param name="Other">Id of another approved correction that answers it now; null where none does.</param>
public sealed record NearWording(string Question, int Times, double Similarity, Nearness Nearness, string? Other);

/// <summary>
/// Past wordings that a correction would also answer, and those that come close: by shared words through the whole history, by meaning
/// among the newest. Nothing is decided here; a reviewer ticks what means the same.
/// </summary>
public sealed class NearWordings(
    IDatabase database,
    ApprovedCorrections approved,
    QuestionSpace space,
    IOptions<CorrectionsOptions> options
)
{
    /// <summary>Shown at most.</summary>
    private const int Most = 20;

    /// <summary>Wordings that share words and agree best, and newest interactions, whose meanings are looked at.</summary>
    private const int MostByWords = 200,
        Newest = 500;

    /// <summary>Where no meanings are known: the share of agreement by words below which no wording is shown.</summary>
    private const double LeastByWords = 0.4;

    private readonly AskedQuestions _asked = new(database);

    /// <returns>Those that it would answer first, then the nearest. Of its own question only wordings that are asked otherwise.</returns>
    public async Task<IReadOnlyList<NearWording>> FindAsync(Correction correction, CancellationToken cancel = default)
    {
        var index = await MeasuredIndex.OfAsync(approved, space, correction, cancel);
        // A later approved correction of the same question may answer in its place.
        if (index.Corrections.All(one => one.Id != correction.Id))
            return [];
        var known = MeasuredIndex.WordingsOf(index, correction);
        var (own, ticked) = (known[0], known.Skip(1).Select(reading => reading.Key).ToHashSet(StringComparer.Ordinal));
        var scan = await _asked.SharingWordsAsync(correction.Workspace, [own], cancel);
        var newest = await _asked.NewestAsync(correction.Workspace, [own], Newest, cancel);
        var questions = scan
            .Questions.OrderByDescending(question => question.Similarity)
            .Take(MostByWords)
            .Concat(newest)
            .Where(question => question.Reading.Key.Length > 0 && !ticked.Contains(question.Reading.Key))
            .GroupBy(question => question.Reading.Key)
            .Where(same => same.Key != own.Key || same.Any(question => question.Reading.Text != own.Text))
            .Select(same => Together([.. same.OrderBy(question => question.Reading.Text == own.Text)]))
            .ToList();
        var places = index.Places is null ? null : await space.TryPlaceAsync([.. questions.Select(question => question.Reading)], cancel);
        var candidates = questions.Select((question, n) => index.Candidates(question.Reading, places?[n])).ToList();
        var rankings = await CorrectionRanking.OfAsync(candidates, space, cancel);
        var meanings = OwnPlaces(index, correction.Id);
        var usual = options.Value.Usual(index);
        return
        [
            .. questions
                .Select(
                    (question, n) =>
                        (
                            Wording: Judge(question, rankings[n]),
                            Near: places is null
                                ? question.Similarity
                                : meanings.Max(place => QuestionSpace.Cosine(place, places[n].Vector))
                        )
                )
                .Where(found => found.Near >= (places is null ? LeastByWords : CorrectionIndex.Apart) || found.Wording.Similarity > 0)
                .OrderBy(found => found.Wording.Nearness == Nearness.Taken)
                .ThenByDescending(found => found.Wording.Similarity)
                .ThenByDescending(found => found.Near)
                .Take(Most)
                .Select(found => found.Wording),
        ];

        NearWording Judge(AskedQuestion question, IReadOnlyList<ScoredCorrection> ranking)
        {
            var times = question.Seen.Count;
            if (index.Own(question.Reading) is { } holder)
                return holder.Id == correction.Id
                    ? new NearWording(question.Reading.Text, times, 1, Nearness.Same, null)
                    : new NearWording(question.Reading.Text, times, 0, Nearness.Taken, holder.Id);
            var likely = ranking.Where(match => match.Correction.Id == correction.Id).Select(match => match.Score).FirstOrDefault();
            var answering = CorrectionRanking.Answering(ranking, other => other.Threshold ?? usual)?.Correction.Id;
            return answering == correction.Id
                ? new NearWording(question.Reading.Text, times, likely, Nearness.Answered, null)
                : new NearWording(question.Reading.Text, times, likely, Nearness.Near, answering);
        }
    }

    /// <summary>The same wording asked in other letters is one; an interaction that was found in both ways counts once.</summary>
    private static AskedQuestion Together(IReadOnlyList<AskedQuestion> same) =>
        same[0] with
        {
            Seen = [.. same.SelectMany(question => question.Seen).DistinctBy(seen => seen.Id)],
        };

    private static IReadOnlyList<float[]> OwnPlaces(CorrectionIndex index, string id) =>
        index.Places is { } places
            ? [.. index.Corrections.Zip(places).Where(pair => pair.First.Id == id).Select(pair => pair.Second.Vector)]
            : [];
}
