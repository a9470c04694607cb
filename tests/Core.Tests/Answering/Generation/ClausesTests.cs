using ChatBot.Answering.Capping;
using ChatBot.Answering.Generation;

namespace ChatBot.Core.Tests.Answering.Generation;

public sealed class ClausesTests
{
    [Fact]
    public void A_long_sentence_is_offered_in_parts_that_are_cut_at_its_commas() =>
        Assert.Equal(
            ["When the load fails, the queue keeps the rows…", "…and sends them again, in order, after the restart."],
            Clauses.Fit("When the load fails, the queue keeps the rows, and sends them again, in order, after the restart.", 10)
        );

    [Fact]
    public void No_part_is_longer_than_what_fits_even_without_a_comma() =>
        Assert.All(
            Clauses.Fit(
                string.Join(' ', Enumerable.Repeat("row", 30)) + ", which is " + string.Join(' ', Enumerable.Repeat("long", 9)),
                10
            ),
            part => Assert.InRange(Words.Count(part), 1, 10)
        );
}
